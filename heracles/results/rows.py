"""The last row of CSV (RFC 4180), found from the end of a file: within quotes it may go over several lines."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.results.formats import Unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

MOST_LINES = 100
"""No row is looked for that goes over more."""
QUOTE = b'"'
TRUTHS = ("true", "false")


class Row(NamedTuple):
    """The values of a row by the names of their columns; ``is_cut``: the row behind it has no end yet."""

    values: dict[str, Any]
    is_cut: bool = False


def columns(head: bytes) -> list[str]:
    """The names of the columns, by the header."""
    return next(iter(_parsed(head)), [])


def has_open_quotes(text: bytes) -> bool:
    """Whether a text ends within quotes; those inside quotes are doubled."""
    return text.count(QUOTE) % 2 == 1


def last_row(names: Sequence[str], lines: Sequence[bytes]) -> Row | None:
    """The last row that is whole in these lines, None where there is none yet.

    Raises Unreadable where the last one has other columns than the header.
    """
    lines = _without_blanks(lines)
    if found := _ending(names, lines):
        return Row(found)
    before = _without_blanks(lines[: _begun(lines)])
    if before and not (found := _ending(names, before)):
        raise Unreadable
    return Row(found, is_cut=True) if found else None


def _without_blanks(lines: Sequence[bytes]) -> Sequence[bytes]:
    """The lines but for blank ones at the end."""
    last = next((place for place in reversed(range(len(lines))) if lines[place].strip()), -1)
    return lines[: last + 1]


def _begun(lines: Sequence[bytes]) -> int:
    """The last line that opens or closes quotes; where no row ends with the lines, quotes are open since there."""
    near = range(max(0, len(lines) - MOST_LINES), len(lines))
    return next((place for place in reversed(near) if has_open_quotes(lines[place])), len(lines))


def _ending(names: Sequence[str], lines: Sequence[bytes]) -> dict[str, Any] | None:
    """The row with which the lines end: it begins in the last line, or where the quotes that close there open."""
    is_open = False
    for first in reversed(range(max(0, len(lines) - MOST_LINES), len(lines))):
        begins = has_open_quotes(lines[first])
        is_open ^= begins
        is_row = not is_open and (begins or first == len(lines) - 1)
        if is_row and (found := _values(names, b"\n".join(lines[first:]))):
            return found
    return None


def _values(names: Sequence[str], text: bytes) -> dict[str, Any] | None:
    """The values of a text that is one row of as many as there are names."""
    rows = _parsed(text)
    if len(rows) != 1 or len(rows[0]) != len(names):
        return None
    return dict(zip(names, map(_value, rows[0])))


def _parsed(text: bytes) -> list[list[str]]:
    """The rows of a text; none where it is no CSV."""
    import csv  # noqa: PLC0415 for few files
    import io  # noqa: PLC0415

    lines = io.StringIO(text.decode("utf-8-sig", "replace"), newline="")
    try:
        return [*csv.reader(lines, strict=True, skipinitialspace=True)]
    except csv.Error:
        return []


def _value(text: str) -> Any:
    """A number or a truth value, where the text is one; nothing, where it is empty."""
    text = text.strip()
    if text.lower() in TRUTHS:
        return text.lower() == "true"
    if "_" in text or not text.isascii():
        return text
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text or None
