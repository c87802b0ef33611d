"""What a file holds that a run left, or is writing still; or why that cannot be told."""

from __future__ import annotations

import os
import stat

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.results.formats import CSV, JSON, Unreadable, kind_of, of_json, of_open_line, of_row

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
    """The last line that has an end (None: there is none), and what follows it."""

    line: bytes | None
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
        kind = kind_of(path)
        return Trouble(f"is not valid {kind}", f"are not valid {kind}")
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
    tail = _tail(file, 0, size)
    if tail is None:
        return LONGER
    try:
        if tail.rest:
            return Content(of_open_line(tail.rest))
    except Unreadable:
        pass
    return NO_ROW if tail.line is None else Content(of_json(tail.line), bool(tail.rest))


def _last_row(file: BinaryIO, size: int) -> Content | Trouble:
    """The last number of a row without an end may lack digits."""
    head = file.readline(MOST_BYTES)
    tail = _tail(file, len(head), size)
    if tail is None:
        return LONGER
    return NO_ROW if tail.line is None else Content(of_row(head, tail.line), bool(tail.rest))


def _tail(file: BinaryIO, start: int, size: int) -> Tail | None:
    """The last lines behind an offset that are not blank; None where they are too long."""
    length = FIRST_READ
    while True:
        begin = max(start, size - length)
        file.seek(begin)
        *lines, rest = file.read(size - begin).split(b"\n")
        whole = [line for line in (lines if begin == start else lines[1:]) if line.strip()]
        if whole or begin == start:
            return Tail(whole[-1] if whole else None, rest.strip())
        if length >= MOST_BYTES:
            return None
        length = min(GROWTH * length, MOST_BYTES)
