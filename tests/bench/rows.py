"""Budgets as rows of a table: what was measured of ours and of theirs, in one run, and what their ratio may be."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Row(NamedTuple):
    """One budget: what was measured of both sides (seconds, but for a few), their ratio, and what it may be."""

    what: str
    ours: float
    theirs: float
    bound: float

    @property
    def ratio(self) -> float:
        return self.ours / self.theirs

    def text(self) -> str:
        verdict = "" if self.ratio <= self.bound else "  MISSED"
        return f"| {self.what} | {self.ratio:.3g} x | {self.bound} x |{verdict}"


class NotMeasured(NamedTuple):
    """Budgets that cannot be measured here, and why."""

    what: str
    why: str

    def text(self) -> str:
        return f"| {self.what} | not measured: {self.why} | |"


def compared(  # noqa: PLR0913  # all of it is one measurement
    what: str,
    ours: Callable[[], object],
    theirs: Callable[[], object],
    bound: float,
    rounds: int,
    *,
    between: Callable[[], object] = lambda: None,
) -> Row:
    """The medians of some rounds, where both sides take turns; ``between`` tidies up after each, and is not timed."""
    mine, other = [], []
    for _ in range(rounds):
        mine.append(seconds(ours))
        between()
        other.append(seconds(theirs))
        between()
    return Row(what, statistics.median(mine), statistics.median(other), bound)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
