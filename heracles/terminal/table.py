"""Values in columns beside the labels of their rows."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.terminal.text import (
    GAP,
    SHORTEST_LABEL,
    beside,
    blocks,
    columns,
    distinct,
    narrowed,
    padded,
    printable,
    shortened_apart,
    widest,
    widths,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heracles.terminal.values import Table

LONGEST_HEAD, LONGEST_VALUE = 16, 32


def lines(table: Table, width: int) -> Iterator[str]:
    """A table in lines of at most ``width`` columns, if need be in several blocks, one below the other.

    Of numbers nothing is cut off; where it gets too wide, labels and heads lose their middle. Labels that leave no room
    at all for values stand like these, all but the first.
    """
    labels, values = _harmless(table)
    shown = values if _fits(labels, values, width) else _fitted(values, width)
    if _leave_no_room(labels, shown, width):
        yield from lines(table._replace(labels=1, right=(*[False] * (table.labels - 1), *table.right)), width)
        return
    left = beside(labels, _narrowed(labels, shown, width))
    found = blocks([*map(widest, shown)], width - columns(left[0]), len(GAP)) if shown else [range(0)]
    for number, block in enumerate(found):
        if number:
            yield ""
        yield from _block(left, [(shown[place], table.right[place]) for place in block])


def _harmless(table: Table) -> tuple[list[list[str]], list[list[str]]]:
    """The labels by row, and the values by column; the first of each are the heads."""
    rows = [[printable(text) for text in row] for row in (table.heads, *table.rows)]
    labels = [row[: table.labels] for row in rows]
    return labels, [list(column) for column in zip(*(row[table.labels :] for row in rows))]


def _fits(labels: Sequence[Sequence[str]], values: Sequence[Sequence[str]], width: int) -> bool:
    return _in_line([*widths(labels), *map(widest, values)]) <= width


def _in_line(wide: Sequence[int]) -> int:
    """How wide columns are beside each other."""
    return sum(wide) + len(GAP) * max(0, len(wide) - 1)


def _leave_no_room(labels: Sequence[Sequence[str]], values: Sequence[Sequence[str]], width: int) -> bool:
    narrowest = [min(each, SHORTEST_LABEL) for each in widths(labels)]
    return len(narrowest) > 1 and _in_line([*narrowest, max(map(widest, values), default=0)]) > width


def _fitted(values: Sequence[Sequence[str]], width: int) -> list[list[str]]:
    """The columns with short texts, and heads that are not much wider but still differ."""
    longest = max(4, min(LONGEST_VALUE, width // 2))
    heads = shortened_apart([head for head, *_ in values], min(LONGEST_HEAD, longest), longest)
    return [[head, *distinct(texts, longest)] for head, (_, *texts) in zip(heads, values)]


def _narrowed(labels: Sequence[Sequence[str]], values: Sequence[Sequence[str]], width: int) -> list[int]:
    """The widths of labels: of what values leave, or half of the line if that is more, or what the widest leaves."""
    natural, wide = widths(labels), [*map(widest, values)]
    gaps = len(GAP) * len(natural)
    room = max(width - _in_line(wide), width // 2 if wide else width)
    return narrowed(natural, min(room, width - max(wide, default=0)) - gaps)


def _block(left: Sequence[str], values: Sequence[tuple[Sequence[str], bool]]) -> Iterator[str]:
    wide = [widest(column) for column, _ in values]
    for place, label in enumerate(left):
        texts = (
            _at_right(column[place], each) if right else padded(column[place], each)
            for (column, right), each in zip(values, wide)
        )
        yield (label + GAP.join(texts)).rstrip()


def _at_right(text: str, width: int) -> str:
    return " " * (width - columns(text)) + text
