"""As many pairs as can be made of two sides, each member in one pair at most."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Callable


def matched(left: int, right: int, fits: Callable[[int, int], bool]) -> dict[int, int]:
    """The left member of each right one that has one, in a maximum matching of ``range(left)`` and ``range(right)``.

    Where nothing is in the way, the pairs are (0, 0), (1, 1) and so on. Found by augmenting paths, breadth first.
    """
    of_right: dict[int, int] = {}
    of_left: dict[int, int] = {}
    for start in range(left):
        _augment(start, of_left, of_right, right, fits)
    return of_right


def _augment(
    start: int, of_left: dict[int, int], of_right: dict[int, int], right: int, fits: Callable[[int, int], bool]
) -> None:
    reached_from: dict[int, int] = {}
    waiting = [start]
    for one in waiting:
        for other in _from(one, right):
            if other in reached_from or not fits(one, other):
                continue
            reached_from[other] = one
            if other not in of_right:
                _turn_over(other, reached_from, of_left, of_right)
                return
            waiting.append(of_right[other])


def _from(first: int, number: int) -> Iterable[int]:
    return chain(range(first, number), range(min(first, number)))


def _turn_over(free: int, reached_from: dict[int, int], of_left: dict[int, int], of_right: dict[int, int]) -> None:
    """Pairs the members along a path anew, from its free end back to its start."""
    other: int | None = free
    while other is not None:
        one = reached_from[other]
        before = of_left.get(one)
        of_left[one], of_right[other] = other, one
        other = before
