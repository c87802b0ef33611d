"""What a file holds that a run left, or is writing still; or why that cannot be told."""

from __future__ import annotations

import os
import stat

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.results.formats import CSV, JSON, Unreadable, kind_of, of_json, of_open_line
from heracles.results.rows import MOST_LINES, columns, has_open_quotes, last_row

if TYPE_CHECKING:
    from typing import Any, BinaryIO

MOST_BYTES = 1 << 24
FIRST_READ, GROWTH = 1 << 13, 8
LARGE = f"{MOST_BYTES >> 20} MiB"


class Trouble(NamedTuple):
    """What is the matter with a file, as it is said of one, and of many."""

    one: str
    many: str


class Content(NamedTuple):
    """The values that a file holds; ``is_cut``: its last line is not whole, and the one before it was read."""

    data: Any
    is_cut: bool = False


class Tail(NamedTuple):
    """The last lines that have an end, without it, and what follows them."""

    lines: list[bytes]
    rest: bytes


MISSING = Trouble("is missing", "are missing")
EMPTY = Trouble("is empty", "are empty")
NO_ROW = Trouble("has no whole line yet", "have no whole line yet")
LARGER = Trouble(f"is larger than {LARGE}", f"are larger than {LARGE}")
LONGER = Trouble(f"has a last line longer than {LARGE}", f"have a last line longer than {LARGE}")
NO_FILE = Trouble("is no regular file", "are no regular files")
CUT = Trouble(
    "ends in a line without an end; the one before it is shown",
    "end in a line without an end; the one before it is shown",
)


def read(path: str) -> Content | Trouble:
    """The values of a file: of CSV and of JSON Lines, those of the last line that is whole.

    At most 16 MiB are read, and of a long file only the end. Nothing that a file holds makes it fail.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # a pipe must not be waited for
        with open(descriptor, "rb") as file:
            return _content(file, path)
    except Unreadable:
        what = f"not valid {kind_of(path)}{', or not whole yet' if kind_of(path) == JSON else ''}"
        return Trouble(f"is {what}", f"are {what}")
    except (FileNotFoundError, NotADirectoryError):
        return MISSING
    except IsADirectoryError:
        return NO_FILE
    except (OSError, ValueError) as error:
        why = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        return Trouble(why, why)


def _content(file: BinaryIO, path: str) -> Content | Trouble:
    found = os.fstat(file.fileno())
    if not stat.S_ISREG(found.st_mode):
        return NO_FILE
    if not found.st_size:
        return EMPTY
    if kind_of(path) == JSON:
        return LARGER if found.st_size > MOST_BYTES else Content(of_json(file.read(MOST_BYTES)))
    return _last_row(file, found.st_size) if kind_of(path) == CSV else _last_line(file, found.st_size)


def _last_line(file: BinaryIO, size: int) -> Content | Trouble:
    """An object that is whole needs no end of its line."""
    tail = _tail(file, 0, size, 1)
    if tail is None:
        return LONGER
    try:
        if tail.rest:
            return Content(of_open_line(tail.rest))
    except Unreadable:
        pass
    lines = [*filter(bytes.strip, tail.lines)]
    return Content(of_json(lines[-1]), bool(tail.rest)) if lines else NO_ROW


def _last_row(file: BinaryIO, size: int) -> Content | Trouble:
    """The last number of a row without an end may lack digits."""
    head = _head(file)
    names = columns(head)
    if twice := next((name for name in names if name and names.count(name) > 1), None):
        return Trouble(f"has more than one column {twice}", f"have more than one column {twice}")
    tail = _tail(file, len(head), size, 2 * MOST_LINES)  # of one that is whole and one that is not
    if tail is None:
        return LONGER
    row = last_row(names, tail.lines)
    return Content(row.values, row.is_cut or bool(tail.rest)) if row else NO_ROW


def _head(file: BinaryIO) -> bytes:
    """The header, whose names may hold ends of lines within quotes."""
    head = file.readline(MOST_BYTES)
    while has_open_quotes(head) and len(head) < MOST_BYTES and (more := file.readline(MOST_BYTES)):
        head += more
    return head


def _tail(file: BinaryIO, start: int, size: int, least: int) -> Tail | None:
    """The last lines behind an offset, ``least`` that are not blank if there are; None where they are too long."""
    length = FIRST_READ
    while True:
        begin = max(start, size - length)
        file.seek(begin)
        *lines, rest = file.read(size - begin).split(b"\n")
        whole = lines if begin == start else lines[1:]
        number = sum(1 for line in whole if line.strip())
        if begin == start or number >= least or length >= MOST_BYTES:
            return Tail(whole, rest.strip()) if number or begin == start else None
        length = min(GROWTH * length, MOST_BYTES)
