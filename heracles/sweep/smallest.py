"""The smallest choice of sets that together hold everything, where that is soon found."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Topic = int
    Thing = tuple[Topic, int]
    """What is to be held: each set holds one thing of a topic at most."""

MOST_TRIED = 2000
"""After so many choices, a smaller one is not looked for any more."""


def fewer(sets: Sequence[frozenset[Thing]], number: int) -> list[int] | None:
    """The places of fewer than ``number`` sets that together hold what all do; None if none are found."""
    search = _Search(sets)
    best = None
    while number > 1 and (found := search.at_most(number - 1)) is not None:
        best, number = found, len(found)
    return best


class _Search:
    def __init__(self, sets: Sequence[frozenset[Thing]]) -> None:
        self._sets = sets
        self._with: dict[Thing, list[int]] = {}
        for place, one in enumerate(sets):
            for thing in one:
                self._with.setdefault(thing, []).append(place)
        self._tried = 0

    def at_most(self, number: int) -> list[int] | None:
        return self._chosen(frozenset(self._with), number)

    def _chosen(self, missing: frozenset[Thing], number: int) -> list[int] | None:
        """So many sets at most that hold what is missing: one of those with the rarest of it, and others."""
        self._tried += 1
        if not missing:
            return []
        if self._tried > MOST_TRIED or max(Counter(topic for topic, _ in missing).values()) > number:
            return None
        rarest = min(missing, key=lambda thing: (len(self._with[thing]), thing))
        for place in self._with[rarest]:
            others = self._chosen(missing - self._sets[place], number - 1)
            if others is not None:
                return [place, *others]
        return None
