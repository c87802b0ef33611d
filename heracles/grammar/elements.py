"""What the parser makes of a value before it becomes overrides: plain Python values, and the few things below."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from typing import Any

    from heracles.grammar.values import Value

    Element = Any
    """None, bool, int, float, str, Quoted, a list or dict of these; as a whole value also one of ONLY_WHOLE."""

DEEPEST = 100
"""How deep brackets and calls may nest; Hydra fails somewhere above 200, depending on the stack it has left."""


class Quoted:
    """Text in quotes; ``typed`` is how it stood, quotes included. It has no order, as in Hydra: sort() refuses it."""

    __slots__ = ("text", "typed")

    def __init__(self, text: str, typed: str) -> None:
        self.text = text
        self.typed = typed

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Quoted) and self.typed == other.typed

    def __hash__(self) -> int:
        return hash(self.typed)


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


SWEEPS = (Choice, Range)
ONLY_WHOLE = (Choice, Range, Glob, Extension)
"""What can only be the whole value of an override, or the argument of a function that knows it."""


class Given(NamedTuple):
    """One argument of a call: its name if it has one, its value, its offset in the word."""

    name: str | None
    value: Element
    start: int


def plain(element: Element) -> Value:
    """The typed value that Hydra reads: quoted text becomes text."""
    if isinstance(element, Quoted):
        return element.text
    if isinstance(element, list):
        return [plain(item) for item in element]
    if isinstance(element, dict):
        return {key: plain(item) for key, item in element.items()}
    return element
