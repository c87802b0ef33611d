"""What is filled in after parsing: ``__env(NAME)__`` where the job runs, ``${heracles:id}`` when a product is launched.

The word keeps these forms as they stand; they are filled in as text, in quotes as outside of them. So a value that may
hold a comma, a bracket or a blank at its ends must stand in Hydra's quotes: ``note='__env(NOTE)__'``; and one that may
hold a quote as well is better read inside, by ``${oc.env:NOTE}``. Without quotes Hydra gives the value the type that it
looks like. The text ``__env(NAME)__`` itself is written ``__env\\(NAME\\)__``.
"""

from __future__ import annotations

from heracles.errors import UsageError, nearest
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.errors import Place

OPENING = "__env"
CLOSING = {"(": ")__", ":": "__"}
LONGEST_NAME = 255
"""Of a variable: its end is looked for no further."""
PRODUCT = "${heracles:"
KNOWN = ("id", "index", "sweep", "launch")


def is_template(text: str) -> bool:
    """Whether something in the text is filled in later."""
    return PRODUCT in text or (OPENING in text and next(variables(text), None) is not None)


def check(text: str, place: Place, start: int | None = None) -> None:
    """Raises UsageError for a form that nobody will fill in; ``start`` is where ``text`` stands in the place's text."""
    for at, name in _of_product(text):
        if name not in KNOWN:
            raise _unknown(name, place if start is None else place.at(start + at))
    for at, name in variables(text):
        if not _is_variable(name):
            raise _no_variable(name, place if start is None else place.at(start + at))


def variable_end(text: str, start: int, place: Place) -> int:
    """Behind the form that ``__env(`` or ``__env:`` begins at ``start`` of unquoted text; raises UsageError."""
    opening = text[start + len(OPENING)]
    at, name = next(variables(text[start : start + 2 * LONGEST_NAME]), (1, ""))
    if at > 0:
        what = f"{OPENING}{opening} does not end in {CLOSING[opening]}"
        raise UsageError(what, place, "write __env(NAME)__; quote it if it is text")
    if not _is_variable(name):
        raise _no_variable(name, place)
    return start + len(OPENING) + 1 + len(name) + len(CLOSING[opening])


def variables(text: str) -> Iterator[tuple[int, str]]:
    """The offset of each form of a variable that is complete, and what it has for a name."""
    at = text.find(OPENING)
    while at != -1:
        first = at + len(OPENING) + 1
        opening = text[first - 1 : first]
        stop = -1
        if opening in CLOSING:
            stop = text.find(CLOSING[opening], first + (opening == ":"), first + LONGEST_NAME + len(CLOSING[opening]))
        if stop != -1:
            yield at, text[first:stop]
        at = text.find(OPENING, max(stop, first - 1))


def _of_product(text: str) -> Iterator[tuple[int, str]]:
    """The offset of each form that says something of the product, and what."""
    at = text.find(PRODUCT)
    while at != -1:
        stop = text.find("}", at)
        if stop != -1:
            yield at, text[at + len(PRODUCT) : stop]
        at = text.find(PRODUCT, at + 1)


def _unknown(name: str, place: Place) -> UsageError:
    likely = nearest(name, KNOWN)
    cure = f"did you mean {PRODUCT}{likely}}}?" if likely else f"known are {', '.join(KNOWN)}"
    return UsageError(f"there is no {PRODUCT}{name}}}", place, cure)


def _is_variable(name: str) -> bool:
    return name.isascii() and name.isidentifier()


def _no_variable(name: str, place: Place) -> UsageError:
    return UsageError(f"{name!r} is not the name of a variable", place, "write letters, digits and _: __env(NAME)__")
