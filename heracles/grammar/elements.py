"""What the parser makes of a value before it becomes overrides: plain Python values, and the few things below."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from typing import Any

    from heracles.grammar.values import Value

    Element = Any
    """None, bool, int, float, str, AsTyped, a list or dict of these; as a whole value also one of ONLY_WHOLE."""

DEEPEST = 100
"""How deep brackets and calls may nest; Hydra fails somewhere above 200, depending on the stack it has left."""


class AsTyped:
    """Text that keeps how it stood. It has no order, as quoted text has none in Hydra: sort() refuses it."""

    __slots__ = ("text", "typed")

    def __init__(self, text: str, typed: str) -> None:
        self.text = text
        self.typed = typed

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AsTyped) and self.typed == other.typed

    def __hash__(self) -> int:
        return hash(self.typed)


class Quoted(AsTyped):
    """Text in quotes; ``typed`` has them too."""

    __slots__ = ()


class Template(AsTyped):
    """A value, in quotes or not, of which something is filled in later, so that its type is not known yet."""

    __slots__ = ()


class Shuffled(list):  # type: ignore[type-arg]  # of Elements
    """A list whose order ``shuffle()`` made."""


class Choice(NamedTuple):
    """A sweep over ``items``; ``is_simple`` tells ``a,b`` (and what Hydra treats alike) from ``choice(a,b)``."""

    items: Sequence[Element]
    is_simple: bool = False
    is_shuffled: bool = False


class Range(NamedTuple):
    """A sweep over the numbers from ``start`` to before ``stop``, each then passed through ``casts`` in turn."""

    start: int | float | Decimal
    stop: int | float | Decimal
    step: int | float | Decimal
    casts: tuple[str, ...] = ()
    is_shuffled: bool = False


class Glob(NamedTuple):
    """A sweep over those options of a config group that match one of ``include`` and none of ``exclude``."""

    include: tuple[str, ...]
    exclude: tuple[str, ...] = ()


class Extension(NamedTuple):
    """``extend_list(...)``: items that Hydra appends to a list; not a sweep."""

    items: Sequence[Element]


class Zipped(NamedTuple):
    """A sweep over rows: each of ``keys`` has its values in one of ``columns``, which are equally long.

    ``order`` says which rows, by their place in the columns.
    """

    keys: tuple[str, ...]
    columns: tuple[Sequence[Element], ...]
    order: Sequence[int]


SWEEPS = (Choice, Range)
ONLY_WHOLE = (Choice, Range, Zipped, Glob, Extension)
"""What can only be the whole value of an override, or the argument of a function that knows it."""


class Given(NamedTuple):
    """One argument of a call: its name if it has one, its value, its offset in the word."""

    name: str | None
    value: Element
    start: int


def plain(element: Element) -> Value:
    """The typed value that Hydra reads: quoted text becomes text."""
    if isinstance(element, AsTyped):
        return element.text
    if isinstance(element, list):
        return [plain(item) for item in element]
    if isinstance(element, dict):
        return {plain(key): plain(item) for key, item in element.items()}
    return element
