"""Random numbers, all different, each found again by what it is drawn by: a weight, and a place.

A weight is a state, and its places are the states that differ from it in the lowest bits only: ``state ^ place``. Each
state makes another number, which looks like any other.
"""

from __future__ import annotations

from itertools import chain

from heracles.frozen import TYPE_CHECKING
from heracles.sweep.lanes import Lanes, alike
from heracles.sweep.taken import Runs, Singles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WEIGHTS = 1 << 31
"""Weights are below this; more than a hundred thousand of them can be added up."""
PLACES = 1 << 9
"""So many places has a weight."""
PLACE = 48
"""Where a place stands: above the bits of weights that were added up."""

ROUNDS = ((16, 0x45D9F3B5), (15, 0x2C1B3C6D), (16, 0x297A2D39))
"""Shifts, and odd factors below 2**31: each step can be undone, so that different numbers stay different."""
STEP = 0x2545F495
"""Congruent to 1 modulo 4, so that ``state * STEP + STEP`` goes through all states before it comes back."""


class Numbers:
    """The numbers below ``2**bits`` that one sweep draws: always all of the first ``run`` places, or any place if 1."""

    def __init__(self, bits: int, run: int) -> None:
        self._last = (1 << bits) - 1
        self._taken = Runs(run) if run > 1 else Singles()

    def drawn(self, totals: Iterable[Lanes]) -> Iterator[int]:
        """The number of each weight and place; where it is taken, of the next state whose number is free."""
        states = (_states(each, self._last) for each in totals)
        return chain.from_iterable(self._free(each, _numbers(each, self._last)) for each in states)

    def _free(self, states: Lanes, numbers: tuple[int, ...]) -> tuple[int, ...]:
        """The numbers, but for those that are not free."""
        if self._taken.takes(states, numbers):
            return numbers
        if states.number <= self._taken.run:
            return tuple(map(self._next_free, states.apart()))
        half = states.number // self._taken.run // 2 * self._taken.run
        first, second = states.split(half)
        return self._free(first, numbers[:half]) + self._free(second, numbers[half:])

    def _next_free(self, state: int) -> int:
        while self._taken.has(state, number := _mixed(state, self._last)):
            state = state * STEP + STEP & self._last
        self._taken.add(state, number)
        return number


def at_place(place: int, weight: int) -> int:
    """What is added to other weights to draw the number at a place."""
    return place << PLACE | weight


def number_of(total: int, bits: int) -> int:
    """The number of a weight and a place, where it is free."""
    last = (1 << bits) - 1
    return _mixed(_states(Lanes(total, 1), last).lanes, last)


def _states(totals: Lanes, last: int) -> Lanes:
    lanes, number = totals
    places = lanes >> PLACE & alike(PLACES - 1, number)
    return Lanes((lanes ^ places) & alike(last, number), number)


def _numbers(states: Lanes, last: int) -> tuple[int, ...]:
    return Lanes(_mixed(states.lanes, alike(last, states.number)), states.number).apart()


def _mixed(lanes: int, last: int) -> int:
    """Every state replaced by another; ``last`` is the highest, in each lane."""
    for shift, factor in ROUNDS:
        lanes ^= (lanes >> shift) & last
        lanes = (lanes * factor) & last
    return lanes ^ (lanes >> ROUNDS[0][0]) & last
