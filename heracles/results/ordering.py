"""Sorting by values of whatever kind."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.results.averaging import is_number

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Callable, TypeVar

    T = TypeVar("T")


def in_order(things: Iterable[T], value: Callable[[T], Any], *, descending: bool = False) -> list[T]:
    """Numbers by size, then texts, then whatever else, last those without a value; equal ones stay as they are."""
    kinds: list[list[tuple[Any, T]]] = [[], [], [], []]
    for thing in things:
        found = value(thing)
        kinds[_kind(found)].append((found, thing))
    numbers, texts, *others = kinds
    for comparable in (numbers, texts):
        comparable.sort(key=lambda pair: pair[0], reverse=descending)
    return [thing for kind in (numbers, texts, *others) for _, thing in kind]


def _kind(value: Any) -> int:
    if is_number(value):
        return 0
    if isinstance(value, str):
        return 1
    return 3 if value is None else 2
