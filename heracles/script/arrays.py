"""Array copies: one text that carries many products, of which each task of a job array takes its own."""

from __future__ import annotations

from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.script.rendering import EXPORT, assignments, in_quotes, within_quotes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from heracles.script.values import Origin, Placement, Row

OVERRIDE = "HERACLES_OVERRIDE_"
NAME_BYTES = 64
"""More than a variable's name takes in a table, with its number and quotes."""


class Extent(NamedTuple):
    """The last task of a copy, and the number of words of its shortest and of its longest row."""

    last: int
    fewest: int
    most: int


def array_copy(placement: Placement, origin: Origin, rows: Sequence[Row]) -> str:
    """The text of a copy that carries the products of one row or more; task 0 of its job array has the first.

    Before the script's first command, a ``case`` puts the words of the task's row into variables which are not
    exported, ``"$HERACLES_OVERRIDE_1"`` and so on; these stand where a single copy has the words. So nothing is between
    the script's own commands: its arguments, ``$?`` and exit code, and what a sourced file sees, are those of a single
    copy. A task without a row says so and exits 2.
    """
    lengths = [len(row.words) for row in rows]
    before, after = _around_rows(placement, origin, Extent(len(rows) - 1, min(lengths), max(lengths)))
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
        grown = _grown(extent, task, len(row.words))
        if grown != extent:
            extent, around = grown, sum(map(_size, _around_rows(placement, origin, grown)))
        yield row, of_rows + around


def _grown(extent: Extent | None, task: int, words: int) -> Extent:
    """An extent whose numbers have as many digits as those of the rows up to this one; the same for most rows."""
    if extent is None:
        return Extent(9, words, words)
    if task <= extent.last and extent.fewest <= words <= extent.most:
        return extent
    return Extent(10 ** len(str(task)) - 1, min(extent.fewest, words), max(extent.most, words))


def _size(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))


def _branches(rows: Iterable[Row]) -> Iterator[tuple[Row, str]]:
    """Each row with its branch of the ``case``; the text around its words is made once for each number of words."""
    forms: dict[int, str] = {}
    for task, row in enumerate(rows):
        index, name, words = row
        if len(words) not in forms:
            forms[len(words)] = _form(len(words))
        if "'" in "".join(words):
            words = tuple(map(within_quotes, words))
        yield row, forms[len(words)] % (task, name, index, *words)


def _form(words: int) -> str:
    """A branch with ``%s`` for its task, id, index and words."""
    assigned = "".join([f" {OVERRIDE}{place}='%s'" for place in range(1, words + 1)])
    return f"%s) HERACLES_ID='%s' HERACLES_INDEX=%s{assigned} ;;\n"


def _around_rows(placement: Placement, origin: Origin, extent: Extent) -> tuple[str, str]:
    """The text of an array copy before its rows, and behind them."""
    at, before, after = placement.first_offset, placement.before, placement.after
    opening = f'{assignments(origin)}{_unset(extent)}\ncase "${{SLURM_ARRAY_TASK_ID-}}" in\n'
    closing = f"{_without_row(origin, extent)}esac\n{EXPORT}"
    return before[:at] + opening, closing + before[at:] + _references(extent) + after


def _unset(extent: Extent) -> str:
    """Unsets what not every row sets, since a job may be submitted in the environment of another one of ours."""
    return "".join([f"\nunset {OVERRIDE}{place}" for place in range(extent.fewest + 1, extent.most + 1)])


def _references(extent: Extent) -> str:
    """What stands for the words of any row; for one that a row need not have, no word if it has none.

    There ksh passes over an empty word, which heracles takes for no override.
    """
    names = [f"{OVERRIDE}{place}" for place in range(1, extent.most + 1)]
    always = [f' "${name}"' for name in names[: extent.fewest]]
    sometimes = [f' ${{{name}+"${name}"}}' for name in names[extent.fewest :]]
    return "".join(always + sometimes)


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
