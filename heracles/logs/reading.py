"""The end of a log, of whatever size and content."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from heracles.errors import LaunchError
from heracles.frozen import NamedTuple
from heracles.logs.lines import last_state

if TYPE_CHECKING:
    from typing import BinaryIO

FIRST_READ = 1 << 14
GROWTH = 4
MOST_BYTES = 1 << 24
"""Of a log whose lines are longer than that, only so much is read, and the first line is not whole."""


class End(NamedTuple):
    """The last lines of a log, without their ends and progress bars as they stood last.

    ``size`` is that of the log, in bytes: what is added comes behind it.
    """

    lines: tuple[bytes, ...]
    size: int


def end_of(path: str, lines: int, most_bytes: int = MOST_BYTES) -> End | None:
    """So many lines at the end of a log (at most), or None where there is no file yet.

    The rest of it is not read. Raises a LaunchError where it cannot be read.
    """
    try:
        with open(path, "rb") as file:
            return _end(file, lines, most_bytes)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise LaunchError(f"{path} cannot be read: {error.strerror}") from None


def _end(file: BinaryIO, lines: int, most_bytes: int) -> End:
    size = file.seek(0, os.SEEK_END)
    found = _split(_last_bytes(file, size, lines, most_bytes))
    return End(tuple(map(last_state, found[max(0, len(found) - lines) :])), size)


def _last_bytes(file: BinaryIO, size: int, lines: int, most_bytes: int) -> bytes:
    """Enough bytes for so many lines: one end of a line more, or all that there are."""
    most = min(size, most_bytes)
    length = min(FIRST_READ, most)
    while True:
        file.seek(size - length)
        data = file.read(length)
        if data.count(b"\n") > lines or length == most:
            return data
        length = min(GROWTH * length, most)


def _split(data: bytes) -> list[bytes]:
    """Lines; the last one may lack its end."""
    found = data.split(b"\n")
    return found if found[-1] else found[:-1]
