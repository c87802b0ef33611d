"""Products as one table of their states: the values of one axis in columns, those of the others in rows."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.status.seen import cell
from heracles.terminal.values import Grid, Row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from heracles.reconcile import ProductState
    from heracles.status.axes import Axes, Axis
    from heracles.status.seen import Seen

    Places = tuple[int, ...]
    Cells = Mapping[tuple[Places, int], Sequence[ProductState]]

LONGEST_ROWS = 15
"""One axis that is longer stands in columns, several blocks of them."""
MOST_COLUMNS = 200
PAIR = 2
ROOM, CELL, GAP = 60, 4, 2
"""Columns of a terminal: what is left beside the labels of rows, a cell, and what is between cells."""

MOST_ROWS = 60
MOST_HEADS = 4


def table(products: Sequence[Seen], axes: Axes, title: str) -> Grid | None:
    """The table of products that have the same keys; None where there is nothing to compare, or it gets too large."""
    across = _across(axes.axes)
    if not axes.axes or not _fits(axes.axes, across):
        return None
    if across is None or not _is_sparse(axes.axes, across):
        return _grid(products, axes, across, title)
    return _grid(products, axes, None, title) if _fits(axes.axes, None) else None


def _across(axes: Sequence[Axis]) -> Axis | None:
    """The axis in columns: the shorter one of two, the longest of more, if all its values stand beside each other."""
    if len(axes) <= 1:
        return next((axis for axis in axes if len(axis.values) > LONGEST_ROWS and len(axis.keys) == 1), None)
    fitting = [axis for axis in reversed(axes) if _width(axis) <= ROOM]
    if fitting and len(axes) > PAIR:
        return max(fitting, key=_length)
    return min(fitting or reversed(axes), key=_length)


def _length(axis: Axis) -> int:
    return len(axis.values)


def _width(axis: Axis) -> int:
    return sum(max(len(", ".join(value)), CELL) + GAP for value in axis.values)


def _fits(axes: Sequence[Axis], across: Axis | None) -> bool:
    down = _others(axes, across)
    columns = len(across.values) if across else 1
    return len(_keys(down)) <= MOST_HEADS and columns <= MOST_COLUMNS and len(set(_places(down, axes))) <= MOST_ROWS


def _is_sparse(axes: Sequence[Axis], across: Axis) -> bool:
    """Whether most places of the table would be empty."""
    rows = _places(_others(axes, across), axes)
    return 2 * len(set(zip(rows, across.places))) < len(set(rows)) * len(across.values)


def _others(axes: Sequence[Axis], across: Axis | None) -> list[Axis]:
    return [axis for axis in axes if axis is not across]


def _grid(products: Sequence[Seen], axes: Axes, across: Axis | None, title: str) -> Grid:
    down = _others(axes.axes, across)
    cells = _cells(products, _places(down, axes.axes), across)
    columns = tuple(", ".join(value) for value in across.values) if across else ("",)
    rows = tuple(_row(places, down, len(columns), cells) for places in sorted({places for places, _ in cells}))
    title = _title(title, axes.seeds, any(each.detail for row in rows for each in row.cells if each))
    return Grid(title, _keys(down), ", ".join(across.keys) if across else "", columns, rows)


def _places(down: Sequence[Axis], axes: Sequence[Axis]) -> list[Places]:
    """In which row each product stands: which value it has of each axis in rows, of which there may be none."""
    return [*zip(*(axis.places for axis in down))] if down else [()] * len(axes[0].places)


def _cells(products: Sequence[Seen], rows: Sequence[Places], across: Axis | None) -> Cells:
    cells: dict[tuple[Places, int], list[ProductState]] = {}
    columns = across.places if across else [0] * len(products)
    for product, row, column in zip(products, rows, columns):
        cells.setdefault((row, column), []).append(product.state)
    return cells


def _row(places: Places, down: Sequence[Axis], columns: int, cells: Cells) -> Row:
    labels = tuple(label for axis, place in zip(down, places) for label in axis.values[place])
    states = (cells.get((places, column)) for column in range(columns))
    return Row(labels, tuple(cell(each) if each else None for each in states))


def _keys(axes: Sequence[Axis]) -> tuple[str, ...]:
    return tuple(key for axis in axes for key in axis.keys)


def _title(title: str, seeds: Sequence[str], has_fractions: bool) -> str:
    """What the table is about, and what the numbers in its cells say."""
    numbers = f"each cell: worst over {', '.join(seeds)}" if seeds else "each cell: worst task"
    return "; ".join(filter(None, (title, f"{numbers}, completed/all" if has_fractions else "")))
