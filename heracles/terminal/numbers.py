"""Numbers by state in columns, with a bar for each line of them."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.terminal import chart
from heracles.terminal.shares import LONGEST_BAR, bar, labels
from heracles.terminal.text import GAP, columns, widest
from heracles.terminal.values import Chart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.terminal.colors import Paint
    from heracles.terminal.values import Numbers

SHORTEST_BAR = 6


def lines(numbers: Numbers, width: int, paint: Paint) -> Iterator[str]:
    """Labels, a bar, and the number for each sign below its word; where that is too wide, as a chart."""
    signs = [share.sign for share in numbers.tallies[0].shares]
    counts = [[str(share.number or "") for share in tally.shares] for tally in numbers.tallies]
    wide = [max(columns(sign.word), widest(texts)) for sign, texts in zip(signs, zip(*counts))]
    fixed = len("[]") + sum(len(GAP) + each for each in wide)
    table = [numbers.heads, *(tally.labels for tally in numbers.tallies)]
    head, *left = labels(table, width - fixed - SHORTEST_BAR)
    if columns(head) + fixed + SHORTEST_BAR > width:
        yield from chart.lines(Chart(numbers.tallies), width, paint)
        return
    length = min(LONGEST_BAR, width - columns(head) - fixed)
    words = (GAP + paint(sign.word.rjust(each), sign.color) for sign, each in zip(signs, wide))
    yield f"{head}{' ' * (length + len('[]'))}{''.join(words)}"
    for label, tally, texts in zip(left, numbers.tallies, counts):
        shown = "".join(GAP + text.rjust(each) for text, each in zip(texts, wide))
        yield f"{label}[{bar(tally.shares, length, paint)}]{shown}".rstrip()
