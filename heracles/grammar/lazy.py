"""Sequences that are computed item by item, each time one is asked for."""

from __future__ import annotations

from collections.abc import Sequence

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    Item = TypeVar("Item")
else:
    Item = object  # the typing module is left out at run time


class Mapped(Sequence[Item]):
    """``function`` of each of ``items``: a million numbers as text without holding a million texts."""

    __slots__ = ("_function", "_items")

    def __init__(self, function: Callable[[Any], Item], items: Sequence[Any]) -> None:
        self._function = function
        self._items = items

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return Mapped(self._function, self._items[index])
        return self._function(self._items[index])


def shuffled(items: Sequence[Item]) -> Sequence[Item]:
    """``items`` in a random order, which depends on their number alone: the same argument, the same order."""
    from random import Random  # noqa: PLC0415 few sweeps shuffle

    order = list(range(len(items)))
    Random(len(items)).shuffle(order)  # noqa: S311 no secret
    return Mapped(items.__getitem__, order)
