"""Writing so that it lasts: what was written is on the disk when a function here returns, whole or not at all."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager, suppress

from heracles.errors import LaunchError
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CANNOT_SYNC_FOLDERS = (errno.EINVAL, errno.ENOTSUP)
BLOCK = 1 << 16
TO_WRITE = "see to it that there is room and that you may write there, then go on"
TO_READ = "see to it that you may read all of the ledger, then go on"


@contextmanager
def told(path: str, cure: str = TO_WRITE) -> Iterator[None]:
    """Turns what the system says of a file into a LaunchError that names it."""
    try:
        yield
    except OSError as error:
        raise LaunchError(f"the ledger cannot be used: {path}: {error.strerror}", cure=cure) from None


def is_there(path: str) -> bool:
    """Whether there is such a file or folder; raises a LaunchError where that cannot be seen."""
    with told(path, TO_READ):
        try:
            os.stat(path)
        except (FileNotFoundError, NotADirectoryError):
            return False
        return True


def write_whole(path: str, text: str) -> None:
    """Puts a file in place: readers find it with all of the text, or as it was before."""
    temporary = f"{path}.{os.urandom(4).hex()}"
    try:
        with open(temporary, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(temporary)
    sync_folder(os.path.dirname(path))


def sync_folder(folder: str) -> None:
    """Makes the names in a folder last, on file systems that can be asked to."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in CANNOT_SYNC_FOLDERS:
            raise
    finally:
        os.close(descriptor)


def append(descriptor: int, text: str) -> None:
    """Appends to a file opened with O_APPEND, in one write; takes back what did not get through whole."""
    before = os.fstat(descriptor).st_size
    try:
        _write_all(descriptor, text.encode())
        os.fsync(descriptor)
    except OSError:
        with suppress(OSError):
            os.ftruncate(descriptor, before)
        raise


def _write_all(descriptor: int, data: bytes) -> None:
    # A write falls short only where the disk is full or a limit reached; the next one says which.
    while data:
        data = data[os.write(descriptor, data) :]


def cut_torn_line(descriptor: int) -> None:
    """Takes away the last line of a file if its line break is missing: whoever wrote it was killed at it."""
    whole = _end_of_last_line(descriptor)
    if whole < os.fstat(descriptor).st_size:
        os.ftruncate(descriptor, whole)


def _end_of_last_line(descriptor: int) -> int:
    end = os.fstat(descriptor).st_size
    while end:
        start = max(0, end - BLOCK)
        line_break = os.pread(descriptor, end - start, start).rfind(b"\n")
        if line_break >= 0:
            return start + line_break + 1
        end = start
    return 0
