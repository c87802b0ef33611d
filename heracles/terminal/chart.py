"""Bars of states with the exact numbers beside them, one line for each tally."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.terminal.shares import LONGEST_BAR, bar, labels
from heracles.terminal.text import GAP, padded, widest, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.terminal.colors import Paint
    from heracles.terminal.values import Chart, Tally

SHORTEST_BAR = 10


def lines(chart: Chart, width: int, paint: Paint) -> Iterator[str]:
    """Labels, how many it is, a bar, and how many of them in which state: beside the bars where that fits, or below."""
    totals = _totals(chart)
    fixed = widest(totals) + len("[]" + GAP)
    left = labels([tally.labels for tally in chart.tallies], width - fixed - SHORTEST_BAR)
    words = [_in_words(tally) for tally in chart.tallies]
    room = width - widest(left) - fixed
    beside = room - widest(", ".join(each) for each in words)
    length = min(LONGEST_BAR, beside if beside >= SHORTEST_BAR else room)
    for label, total, tally, said in zip(left, totals, chart.tallies, words):
        start = f"{label}{total}[{bar(tally.shares, length, paint)}]"
        if beside >= SHORTEST_BAR:
            yield f"{start}{GAP}{', '.join(said)}".rstrip()
        else:
            yield from (start, *(f"{GAP}{line}" for line in wrapped(said, width - len(GAP), ", ")))


def _in_words(tally: Tally) -> list[str]:
    return [f"{share.number} {share.sign.meaning}" for share in tally.shares if share.number]


def _totals(chart: Chart) -> list[str]:
    """How many things each tally is of, if they have a name."""
    if not chart.many:
        return [""] * len(chart.tallies)
    digits = max(len(str(tally.total)) for tally in chart.tallies)
    units = [chart.one if tally.total == 1 else chart.many for tally in chart.tallies]
    numbers = (str(tally.total).rjust(digits) for tally in chart.tallies)
    return [f"{number} {padded(unit, widest(units))}{GAP}" for number, unit in zip(numbers, units)]
