"""``heracles results TARGET``: what the runs of a sweep or of a launch found, beside what varies among them."""

from __future__ import annotations

import json

from heracles.commands.json_lines import json_line
from heracles.commands.narrowing import Narrowing, narrowed
from heracles.commands.tabulating import result_notes as notes
from heracles.commands.tabulating.result_files import find, of_sweep, where
from heracles.commands.tabulating.result_rows import ID, INDEX, averaged, ordered, reading, rows
from heracles.commands.targets import target_meant
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.results import exact, portable, short
from heracles.status.columns import ABSENT, text
from heracles.sweep import Results
from heracles.terminal.values import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from heracles.commands.tabulating.result_rows import Reading, Row, Rows
    from heracles.terminal import Terminal

MEAN, DEVIATION, NUMBER = "mean", "std", "n"


class Asked(NamedTuple):
    """Of which target a user wants to see which results, and how.

    ``path`` says where they are and ``keys`` which, empty: as declared; ``over`` are keys to average over, ``sort`` is
    a column, with ``-`` before it for the largest first; ``all``: also what the sweep does not declare any more.
    """

    target: str | None
    path: str = ""
    keys: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    sort: str | None = None
    all: bool = False
    config: str | None = None


class Seen(NamedTuple):
    """A table of results, and what is to be said of it."""

    table: Rows
    notes: tuple[str, ...]


def results(asked: Asked, terminal: Terminal) -> int:
    """Prints a table."""
    seen = _look(asked, terminal)
    if seen.table.rows:
        terminal.results(terminal.drawn((_drawing(seen.table),)))
    return _told(seen, terminal)


def results_csv(asked: Asked, terminal: Terminal) -> int:
    """Prints the same as CSV, each value whole."""
    seen = _look(asked, terminal)
    terminal.results(_csv(seen.table))
    return _told(seen, terminal)


def results_json(asked: Asked, terminal: Terminal) -> int:
    """Prints the same as JSON Lines, an object a row."""
    seen = _look(asked, terminal)
    terminal.results(map(_mean_in_json if seen.table.is_over else _in_json, seen.table.rows))
    return _told(seen, terminal)


def _told(seen: Seen, terminal: Terminal) -> int:
    for note in seen.notes:
        terminal.note(note)
    return 0


def _look(asked: Asked, terminal: Terminal) -> Seen:
    meant = target_meant(asked.target, asked.config)
    whole = of_sweep(meant, asked.config)
    if whole.note:
        terminal.warn(whole.note)
    path, keys = where(meant, whole.sweep, Results(asked.path, asked.keys))
    found = find(meant, whole.sweep, path, undeclared_too=asked.all)
    read = [reading(each, keys) for each in narrowed(found.products, Narrowing(asked.only))]
    _refuse_nothing_asked(keys, read)
    table = rows(read, keys)
    told = [*notes.of_products(found), *notes.of_tasks(read), *notes.of_files(read), *notes.of_keys(read, keys, path)]
    if asked.over:
        table = averaged(table, asked.over)
        told.extend(notes.of_means(read, table, asked.over))
    else:
        told.extend(notes.of_values(read, keys))
    table = ordered(table, asked.sort) if asked.sort else table
    return Seen(table, (*told, *notes.of_missing(read, path)))


def _refuse_nothing_asked(keys: Sequence[str], read: Sequence[Reading]) -> None:
    if keys:
        return
    known = next((each.names for each in read if each.names), ("NAME",))
    cure = f"say which: {notes.few(known, '--key {}', ' ')}"
    raise UsageError("no key is named of the values to show", cure=cure)


def _drawing(table: Rows) -> Table:
    index = () if table.is_over else (INDEX,)
    values = [_values(row, table) for row in table.rows]
    right = tuple(not any(isinstance(value, str) for value in column) for column in zip(*values))
    drawn = zip(table.rows, values)
    return Table(
        (*index, *table.varied, *_heads(table)),
        tuple((*_labels(row, table, ABSENT), *map(short, found)) for row, found in drawn),
        len(index) + len(table.varied),
        right,
    )


def _labels(row: Row, table: Rows, absent: str) -> Iterator[str]:
    if not table.is_over:
        yield str(row.products[0].index)
    for key in table.varied:
        yield text(row.labels[key]) if key in row.labels else absent


def _heads(table: Rows) -> Iterator[str]:
    for name in table.columns:
        yield from (f"{name} {MEAN}", DEVIATION, NUMBER) if table.is_over else (name,)


def _values(row: Row, table: Rows) -> list[Any]:
    found = [row.results[key] for key in table.keys]
    return [number for each in found for number in each] if table.is_over else found


def _csv(table: Rows) -> Iterator[str]:
    """RFC 4180 but for the ends of lines, which are those of all our lines."""
    columns = [f"{name}.{what}" for name in table.columns for what in (MEAN, DEVIATION, NUMBER)]
    first = () if table.is_over else (INDEX, ID)
    yield _csv_line((*first, *table.varied, *(columns if table.is_over else table.columns)))
    for row in table.rows:
        labels = [*_labels(row, table, "")]
        id_ = () if table.is_over else (row.products[0].id,)
        yield _csv_line((*labels[: len(id_)], *id_, *labels[len(id_) :], *map(exact, _values(row, table))))


def _csv_line(texts: Sequence[str]) -> str:
    import csv  # noqa: PLC0415 for who asks for it
    import io  # noqa: PLC0415

    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(texts)
    return line.getvalue()


def _in_json(row: Row) -> str:
    [left] = row.products
    product = left.seen._replace(index=left.index)
    launch = left.seen.launch if left.file else None
    found = {key: portable(value) for key, value in row.results.items()}
    return json_line(product, launch=launch, path=left.file, results=found)


def _mean_in_json(row: Row) -> str:
    found = {key: dict(zip((MEAN, DEVIATION, NUMBER), map(portable, each))) for key, each in row.results.items()}
    indices = [product.index for product in row.products]
    return json.dumps({"values": portable(row.labels), "indices": indices, "results": found})
