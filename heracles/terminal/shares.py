"""Parts of a whole as a bar, and the labels beside bars."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.terminal.text import GAP, beside, narrowed_from_left, printable, widths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.terminal.colors import Paint
    from heracles.terminal.values import Share

LONGEST_BAR = 30


def bar(shares: Sequence[Share], width: int, paint: Paint) -> str:
    """A mark for each part of the whole; whatever there is at all has one, as long as there is room."""
    parts = zip(shares, _parts([share.number for share in shares], width))
    shown = [(share.sign, part) for share, part in parts if part]
    used = sum(part for _, part in shown)
    return "".join(paint(sign.mark * part, sign.color) for sign, part in shown) + " " * (width - used)


def _parts(numbers: Sequence[int], width: int) -> list[int]:
    """How many of ``width`` places each number gets: in proportion, but at least one where it is not 0."""
    total = sum(numbers)
    if not total:
        return [0] * len(numbers)
    parts = [max(1, number * width // total) if number else 0 for number in numbers]
    while sum(parts) > width:
        parts[parts.index(max(parts))] -= 1
    while sum(parts) < width:
        lacking = [number * width / total - part for number, part in zip(numbers, parts)]
        parts[lacking.index(max(lacking))] += 1
    return parts


def labels(table: Sequence[Sequence[str]], room: int) -> list[str]:
    """The labels of each tally in one text, as long as all others; the first ones, which are names, are cut first."""
    harmless = [[*map(printable, row)] for row in table]
    natural = widths(harmless)
    return beside(harmless, narrowed_from_left(natural, room - len(GAP) * len(natural)))
