"""Array copies: one text that carries many products, of which each task of a job array takes its own."""

from __future__ import annotations

import sys

from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.script.rendering import (
    EXPORT,
    VARIABLE,
    assignments,
    expansion,
    in_quotes,
    split_at_variables,
    within_quotes,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from heracles.script.values import Origin, Placement, Row

OVERRIDE = "HERACLES_OVERRIDE_"
Shape = tuple[str, ...]
NONE: Shape = ()
EVERYWHERE = 0
WITHOUT_VARIABLES = frozenset([(EVERYWHERE, NONE)])
NAME_BYTES = 64
"""More than a variable's name takes in a table, with its number and quotes."""


class Extent(NamedTuple):
    """The last task of a copy, the number of words of its shortest and of its longest row, and the words' shapes.

    A shape is the names of the job's variables in a word; ``shapes`` has each with the place of its words, from 1. At
    EVERYWHERE stands the shape of the rows that ask for none.
    """

    last: int
    fewest: int
    most: int
    shapes: frozenset[tuple[int, Shape]]


def array_copy(placement: Placement, origin: Origin, rows: Sequence[Row]) -> str:
    """The text of a copy that carries the products of one row or more; task 0 of its job array has the first.

    Before the script's first command, a ``case`` puts the words of the task's row into variables which are not
    exported, ``"$HERACLES_OVERRIDE_1"`` and so on; these stand where a single copy has the words. So nothing is between
    the script's own commands: its arguments, ``$?`` and exit code, and what a sourced file sees, are those of a single
    copy. So is ``__env(NAME)__``: the texts around it have a variable each, and NAME stands between these. A task
    without a row says so and exits 2.
    """
    lengths = [len(row.words) for row in rows]
    shapes = frozenset().union(*{_shapes(row) for row in rows})
    before, after = _around_rows(placement, origin, Extent(len(rows) - 1, min(lengths), max(lengths), shapes))
    return "".join([before, *(branch for _, branch in _branches(rows)), after])


def fitting(placement: Placement, origin: Origin, rows: Iterable[Row], most_bytes: int) -> tuple[Row, ...]:
    """The longest beginning of the rows whose array copy has at most so many bytes (0: any number).

    Raises a UsageError if not even the first one fits.
    """
    rows = tuple(rows)
    if not most_bytes or _at_most(placement, rows) <= most_bytes:
        return rows
    taken: list[Row] = []
    for row, size in _with_sizes(placement, origin, rows):
        if size > most_bytes and not taken:
            raise _too_long(origin, row, f"{size:,} bytes, and at most {most_bytes:,} are taken")
        if size > most_bytes:
            break
        taken.append(row)
    return tuple(taken)


def _at_most(placement: Placement, rows: Sequence[Row]) -> int:
    """Bytes that the copy has at most, as is quickly said: a character has four, as bytes or in quotes."""
    if any(_has_variables(row) for row in rows):
        return sys.maxsize
    words = sum([len(word) for row in rows for word in row.words])
    names = len(rows) * (1 + max([len(row.words) for row in rows], default=0))
    return 4 * (len(placement.before) + len(placement.after) + words) + NAME_BYTES * (names + len(rows) + 64)


def _too_long(origin: Origin, row: Row, length: str) -> UsageError:
    what = f"product {row.index} does not fit into a copy of {origin.script}, which would have {length}"
    return UsageError(what, cure="shorten the script, or the overrides of this product")


def _with_sizes(placement: Placement, origin: Origin, rows: Iterable[Row]) -> Iterator[tuple[Row, int]]:
    """Each row with the bytes of an array copy that ends with it."""
    of_rows, around, extent = 0, 0, None
    for task, (row, branch) in enumerate(_branches(rows)):
        of_rows += _size(branch)
        grown = _grown(extent, task, row)
        if grown != extent:
            extent, around = grown, sum(map(_size, _around_rows(placement, origin, grown)))
        yield row, of_rows + around


def _grown(extent: Extent | None, task: int, row: Row) -> Extent:
    """An extent whose numbers have as many digits as those of the rows up to this one; the same for most rows."""
    words, shapes = len(row.words), _shapes(row)
    if extent is None:
        return Extent(9, words, words, shapes)
    if task <= extent.last and extent.fewest <= words <= extent.most and shapes <= extent.shapes:
        return extent
    last = 10 ** len(str(task)) - 1
    return Extent(last, min(extent.fewest, words), max(extent.most, words), shapes | extent.shapes)


def _has_variables(row: Row) -> bool:
    return VARIABLE in "".join(row.words)


def _shapes(row: Row) -> frozenset[tuple[int, Shape]]:
    if not _has_variables(row):
        return WITHOUT_VARIABLES
    return frozenset(enumerate(_split(row.words)[0], 1))


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))


def _branches(rows: Iterable[Row]) -> Iterator[tuple[Row, str]]:
    """Each row with its branch of the ``case``; the text around its words is made once for all rows of its shapes."""
    forms: dict[tuple[Shape, ...], str] = {}
    for task, row in enumerate(rows):
        index, name, words, _ = row
        shapes = (NONE,) * len(words)
        joined = "".join(words)
        if VARIABLE in joined:
            shapes, words = _split(words)
        if shapes not in forms:
            forms[shapes] = _form(shapes)
        if "'" in joined:
            words = tuple(map(within_quotes, words))
        yield row, forms[shapes] % (task, name, index, *words)


def _split(words: Sequence[str]) -> tuple[tuple[Shape, ...], tuple[str, ...]]:
    """The words' shapes, and their texts."""
    split = [split_at_variables(word) for word in words]
    return tuple(tuple(names) for _, names in split), tuple(text for texts, _ in split for text in texts)


def _form(shapes: Sequence[Shape]) -> str:
    """A branch with ``%s`` for its task, id, index and the texts of its words."""
    names = [name for place, shape in enumerate(shapes, 1) for name in _names(place, shape)]
    assigned = "".join([f" {name}='%s'" for name in names])
    return f"%s) HERACLES_ID='%s' HERACLES_INDEX=%s{assigned} ;;\n"


def _names(place: int, shape: Shape) -> list[str]:
    """The variables that hold a word, or the texts before, between and behind the variables of the job in it."""
    if shape == NONE:
        return [f"{OVERRIDE}{place}"]
    of_shape = "".join([f"{len(name)}{name}" for name in shape])
    return [f"{OVERRIDE}{place}_{of_shape}_{part}" for part in range(len(shape) + 1)]


def _around_rows(placement: Placement, origin: Origin, extent: Extent) -> tuple[str, str]:
    """The text of an array copy before its rows, and behind them."""
    at, before, after = placement.first_offset, placement.before, placement.after
    opening = f'{assignments(origin)}{_unset(extent)}\ncase "${{SLURM_ARRAY_TASK_ID-}}" in\n'
    closing = f"{_without_row(origin, extent)}esac\n{EXPORT}"
    return before[:at] + opening, closing + before[at:] + _references(extent) + after


def _unset(extent: Extent) -> str:
    """Unsets what not every row sets, since a job may be submitted in the environment of another one of ours."""
    places = [place for place in range(1, extent.most + 1) if not _is_in_every_row(place, extent)]
    names = [name for place in places for shape in _shapes_at(place, extent) for name in _names(place, shape)]
    return "".join([f"\nunset {name}" for name in names])


def _references(extent: Extent) -> str:
    """What stands for the words of any row; for one that a row need not have, no word if it has none.

    There ksh passes over an empty word, which heracles takes for no override.
    """
    return "".join([_reference(place, extent) for place in range(1, extent.most + 1)])


def _reference(place: int, extent: Extent) -> str:
    words = []
    for shape in _shapes_at(place, extent):
        first, *others = _names(place, shape)
        behind = "".join([f"{expansion(name)}${other}" for name, other in zip(shape, others)])
        words.append((first, f'"${first}{behind}"'))
    if _is_in_every_row(place, extent):
        return f" {words[0][1]}"
    return "".join([f" ${{{first}+{word}}}" for first, word in words])


def _is_in_every_row(place: int, extent: Extent) -> bool:
    return place <= extent.fewest and len(_shapes_at(place, extent)) == 1


def _shapes_at(place: int, extent: Extent) -> list[Shape]:
    return sorted({shape for at, shape in extent.shapes if at in (place, EVERYWHERE)})


def _without_row(origin: Origin, extent: Extent) -> str:
    """The branches for a task that has no row, and for what is no task."""
    copy = f"this copy of {origin.script}"
    launch = f"launch {origin.launch}"
    missing = f"heracles: SLURM_ARRAY_TASK_ID is missing: {copy} is for the tasks 0 to {extent.last} of a job array"
    has = f" has no product in {copy} (it has 0 to {extent.last}; {launch})"
    return (
        f"'') printf '%s\\n' {in_quotes(f'{missing} ({launch})')} >&2; exit 2 ;;\n"
        f"*) printf '%s\\n' 'heracles: the task '\"$SLURM_ARRAY_TASK_ID\"{in_quotes(has)} >&2; exit 2 ;;\n"
    )
