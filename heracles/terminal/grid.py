"""Tables of cells, drawn in words, or where these do not fit on a screen, in one character a cell."""

from __future__ import annotations

from itertools import zip_longest

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.terminal.text import (
    GAP,
    beside,
    blocks,
    columns,
    narrowed,
    padded,
    printable,
    shortened,
    shortened_apart,
    widest,
    widths,
    wrapped,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Callable

    from heracles.terminal.colors import Paint
    from heracles.terminal.values import Cell, Grid, Row, Sign

LONGEST_COLUMN = 12
LONGEST_UPRIGHT = 8


class Style(NamedTuple):
    """How a sign and a cell are written, how the labels of columns stand above, in lines, what is between columns."""

    sign: Callable[[Sign], str]
    written: Callable[[Cell], str]
    above: Callable[[Sequence[str], int], list[Sequence[str]]]
    gap: str


def lines(grid: Grid, style: Style, width: int, paint: Paint) -> Iterator[str]:
    """A table in lines of at most ``width`` columns, if need be in several blocks, one below the other."""
    grid = _harmless(grid)
    labels = _labels(grid, width // 2)
    room = width - columns(labels[0])
    grid = grid._replace(axis=shortened(grid.axis, room))
    above = style.above(grid.columns, room)
    wide = [_width(grid, above, style, place) for place in range(len(grid.columns))]
    for number, block in enumerate(blocks(wide, room, len(style.gap))):
        if number:
            yield ""
        elif grid.title:
            yield from wrapped(grid.title.split(" "), width)
        yield from _block(grid, Layout(labels, above, wide, block), style, paint)


class Layout(NamedTuple):
    """Where things stand in one block: label of the head and of each row, lines above, the widths, which columns."""

    labels: list[str]
    above: list[Sequence[str]]
    widths: list[int]
    block: range


def _block(grid: Grid, layout: Layout, style: Style, paint: Paint) -> Iterator[str]:
    head, *labels = layout.labels
    if grid.axis:
        yield f"{' ' * columns(head)}{grid.axis}".rstrip()
    for place, texts in enumerate(layout.above, 1):
        start = head if place == len(layout.above) else " " * columns(head)
        shown = (padded(texts[each], layout.widths[each]) for each in layout.block)
        if line := f"{start}{style.gap.join(shown)}".rstrip():
            yield line
    for label, row in zip(labels, grid.rows):
        shown = (_shown(row.cells[each], layout.widths[each], style, paint) for each in layout.block)
        yield f"{label}{style.gap.join(shown)}".rstrip()


def _shown(cell: Cell | None, width: int, style: Style, paint: Paint) -> str:
    if cell is None:
        return " " * width
    text = style.written(cell)
    return paint(text, cell.sign.color) + " " * (width - columns(text))


def _harmless(grid: Grid) -> Grid:
    rows = tuple(row._replace(labels=tuple(map(printable, row.labels))) for row in grid.rows)
    heads, above = tuple(map(printable, grid.heads)), tuple(map(printable, grid.columns))
    return grid._replace(title=printable(grid.title), heads=heads, axis=printable(grid.axis), columns=above, rows=rows)


def _labels(grid: Grid, room: int) -> list[str]:
    """What stands at the left of the head line and of each row."""
    natural = widths([grid.heads, *(row.labels for row in grid.rows)])
    fitted = narrowed(natural, room - len(GAP) * len(natural))
    return [*beside([grid.heads], fitted), *beside([*_without_repeats(grid.rows)], fitted)]


def _without_repeats(rows: Sequence[Row]) -> Iterator[tuple[str, ...]]:
    before: tuple[str, ...] = ()
    for row in rows:
        same = 0
        while same < len(row.labels) - 1 and row.labels[: same + 1] == before[: same + 1]:
            same += 1
        yield ("",) * same + row.labels[same:]
        before = row.labels


def _width(grid: Grid, above: list[Sequence[str]], style: Style, place: int) -> int:
    cells = (row.cells[place] for row in grid.rows)
    return max(widest(texts[place] for texts in above), widest(style.written(cell) for cell in cells if cell))


def _in_words(cell: Cell) -> str:
    return f"{cell.sign.word} {cell.detail}".rstrip()


def _beside_each_other(labels: Sequence[str], room: int) -> list[Sequence[str]]:
    return [shortened_apart(labels, LONGEST_COLUMN, room)]


def _upright(labels: Sequence[str], _room: int) -> list[Sequence[str]]:
    """The labels from top to bottom, so that a column is as narrow as a cell."""
    cut = shortened_apart(labels, LONGEST_UPRIGHT, 2 * LONGEST_UPRIGHT)
    height = max(map(len, cut), default=0)
    return [list(line) for line in zip_longest(*(text.rjust(height) for text in cut))]


WORDS = Style(lambda sign: sign.word, _in_words, _beside_each_other, GAP)
MARKS = Style(lambda sign: sign.mark, lambda cell: cell.sign.mark, _upright, " ")
