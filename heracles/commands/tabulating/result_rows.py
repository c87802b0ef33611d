"""The rows of a table of results: what varies among products, and what their runs left; or the means over some keys."""

from __future__ import annotations

import os
from itertools import islice

from heracles.errors import Place, UsageError, nearest
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.results import MISSING, Trouble, in_order, names, read, selected, spread
from heracles.status.axes import find as find_axes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from heracles.commands.tabulating.result_files import Left

CLOCKS_DIFFER = 2.0
"""Times of files may be rounded to so many seconds."""
INDEX, ID = "index", "id"
MOST_NAMES = 200


class Reading(NamedTuple):
    """A product, and the values of its file that were asked for by key; where there are none, what there is instead.

    ``trouble`` is what is the matter with the file, if anything is; ``is_cut``: its last line is not whole, and the one
    before it was read; ``is_older`` than the product's last launch. ``names`` are some of the keys that are there.
    """

    left: Left
    values: dict[str, Any]
    trouble: Trouble | None = None
    is_cut: bool = False
    names: tuple[str, ...] = ()
    is_older: bool = False


class Row(NamedTuple):
    """Products that differ in nothing but what is averaged over, the values of what varies, and the results by key."""

    products: tuple[Left, ...]
    labels: dict[str, Any]
    results: dict[str, Any]


class Rows(NamedTuple):
    """A table: the keys that vary among its rows and those of the results, which are a Spread where ``is_over``."""

    varied: tuple[str, ...]
    keys: tuple[str, ...]
    rows: tuple[Row, ...]
    is_over: bool = False

    @property
    def columns(self) -> dict[str, str]:
        """The keys of the results by what their columns are called, which differs from those of what varies."""
        taken = {INDEX, ID, *(key.lstrip("+") for key in self.varied)}
        return {f"results.{key}" if key in taken else key: key for key in self.keys}


def reading(product: Left, keys: Sequence[str]) -> Reading:
    """What the file of a product says now; of its content nothing else is kept."""
    found = read(product.file) if product.file else MISSING
    if isinstance(found, Trouble):
        return Reading(product, {}, found)
    values = {key: selected(found.data, key) for key in keys}
    known = tuple(islice(names(found.data), MOST_NAMES)) if not keys or None in values.values() else ()
    return Reading(product, values, None, found.is_cut, known, _is_older(product))


def _is_older(product: Left) -> bool:
    """Whether what the file holds is what an earlier launch left, as far as the clocks of both agree."""
    try:
        return os.stat(product.file or "").st_mtime < product.since - CLOCKS_DIFFER
    except OSError:
        return False


def rows(found: Sequence[Reading], keys: tuple[str, ...]) -> Rows:
    """A row for each product."""
    varied = find_axes([each.left.seen for each in found]).keys
    return Rows(varied, keys, tuple(_row(each, varied, keys) for each in found))


def _row(reading: Reading, varied: Sequence[str], keys: Sequence[str]) -> Row:
    values = reading.left.values
    labels = {key: values[key] for key in varied if key in values}
    return Row((reading.left,), labels, {key: reading.values.get(key) for key in keys})


def averaged(table: Rows, over: Sequence[str]) -> Rows:
    """A row for all products that are alike but for these keys; raises a UsageError for a key that no product has."""
    meant = [key.lstrip("+") for key in over]
    for key in meant:
        _refuse_unknown(key, table)
    varied = tuple(key for key in table.varied if key.lstrip("+") not in meant)
    groups: dict[object, list[Row]] = {}
    for row in table.rows:
        alike = tuple((type(row.labels.get(key)), repr(row.labels.get(key))) for key in varied)
        groups.setdefault(alike, []).append(row)
    return Rows(varied, table.keys, tuple(_mean(group, varied, table.keys) for group in groups.values()), is_over=True)


def _mean(group: Sequence[Row], varied: Sequence[str], keys: Sequence[str]) -> Row:
    products = tuple(product for row in group for product in row.products)
    labels = {key: value for key, value in group[0].labels.items() if key in varied}
    return Row(products, labels, {key: spread(row.results[key] for row in group) for key in keys})


def _refuse_unknown(key: str, table: Rows) -> None:
    known = {each.lstrip("+") for row in table.rows for product in row.products for each in product.values}
    if key not in known and table.rows:
        raise _unknown(key, "--over", [each.lstrip("+") for each in table.varied], f"no product has a key {key}")


def ordered(table: Rows, by: str) -> Rows:
    """The rows by a result, a mean, a key that varies or the index; with ``-`` before it the largest first.

    Rows without it come last. Raises a UsageError where there is no such column.
    """
    key = by.removeprefix("-").lstrip("+")
    varied = {name.lstrip("+"): name for name in table.varied}
    columns = table.columns
    if key not in (known := [*columns, *varied, INDEX]):
        raise _unknown(key, "--sort", known, f"there is no column {key}")

    def value(row: Row) -> Any:
        if key in columns:
            found = row.results[columns[key]]
            return found.mean if table.is_over else found
        return row.labels.get(varied[key]) if key in varied else row.products[0].index

    return table._replace(rows=tuple(in_order(table.rows, value, descending=by.startswith("-"))))


def _unknown(key: str, option: str, known: Sequence[str], what: str) -> UsageError:
    likely = nearest(key, known)
    cure = f"did you mean {likely}?" if likely else f"there is: {', '.join(known) or 'none'}"
    return UsageError(what, Place(option, key), cure)
