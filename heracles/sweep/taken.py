"""Which numbers a sweep has drawn: each for itself, or, where they are drawn in runs, by less than that."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.sweep.lanes import Lanes


class Singles:
    """Numbers that are drawn one by one."""

    run = 1

    def __init__(self) -> None:
        self._numbers: set[int] = set()

    def takes(self, states: Lanes, numbers: Sequence[int]) -> bool:  # noqa: ARG002  # as Runs
        """Takes all of the numbers, or none where one of them may be taken, or is there twice."""
        return _took(numbers, self._numbers)

    def has(self, state: int, number: int) -> bool:  # noqa: ARG002  # as Runs
        return number in self._numbers

    def add(self, state: int, number: int) -> None:  # noqa: ARG002  # as Runs
        self._numbers.add(number)


class Runs:
    """Numbers that are drawn in runs of the states ``first ^ 0``, ``first ^ 1``, ... up to ``first ^ (run - 1)``.

    Two runs with a state in common are in one cell: states that are the same but for their lowest bits. So of most
    runs no more is looked at than whether their cell is free.
    """

    def __init__(self, run: int) -> None:
        self.run = run
        self._low_bits = (run - 1).bit_length()
        self._cells: set[int] = set()
        self._firsts: set[int] = set()
        self._others: set[int] = set()

    def takes(self, states: Lanes, numbers: Sequence[int]) -> bool:  # noqa: ARG002  # as Singles
        """Takes all of the runs, or none where one of them may have a state that is taken, or is there twice."""
        firsts = states.apart()[:: self.run]
        took = _took([first >> self._low_bits for first in firsts], self._cells)
        if took:
            self._firsts.update(firsts)
        return took

    def has(self, state: int, number: int) -> bool:  # noqa: ARG002  # as Singles
        return state in self._others or any(state ^ place in self._firsts for place in range(self.run))

    def add(self, state: int, number: int) -> None:  # noqa: ARG002  # as Singles
        """Takes a state that is drawn for itself."""
        self._others.add(state)
        self._cells.add(state >> self._low_bits)


def _took(some: Sequence[int], taken: set[int]) -> bool:
    if not taken.isdisjoint(some):
        return False
    before = len(taken)
    taken.update(some)
    if len(taken) < before + len(some):
        taken.difference_update(some)
        return False
    return True
