"""One file of a snapshot: a copy of the project's, or a further name of an earlier snapshot's.

Never a further name of the project's own file: whoever writes into that (an editor that keeps the inode, `echo >>`)
would change what is queued. The files of snapshots are read-only, so a job that would write into one is told, and does
not change what others run.
"""

from __future__ import annotations

import os
import stat
import time

from heracles.frozen import TYPE_CHECKING
from heracles.snapshot.manifest import File

if TYPE_CHECKING:
    from hashlib import _Hash

BLOCK = 1 << 20
FOR_ALL = 0o777
TO_WRITE = 0o222
SETTLED = 2 * 10**9
"""Nanoseconds after which a further change of a file surely changes its times: file systems count in up to seconds."""


def kept(source: str, target: str, path: str, earlier: File | None, earlier_code: str) -> File:
    """Puts the file at ``source`` into a snapshot; ``earlier`` is what an earlier one in that folder has at its path.

    Raises an OSError.
    """
    status = os.lstat(source)
    known = earlier and _known(source, status, earlier)
    if known and _linked(os.path.join(earlier_code, path), target, known):
        return known
    return _copied(source, target, path)


def linked_or_copied(source: str, target: str, file: File) -> File | None:
    """Puts a file of an earlier snapshot into another one; None where it is not as it was any more."""
    if _linked(source, target, file):
        return file
    if not is_intact(source, file):
        return None
    copy = _copied(source, target, file.path)
    return file if copy.digest == file.digest else None


def _known(source: str, status: os.stat_result, earlier: File) -> File | None:
    """The file, where it has the content that it had earlier."""
    now = of_status(earlier.path, status)
    if (now.mode, now.size, now.modified) != (earlier.mode, earlier.size, earlier.modified):
        return None
    is_settled = earlier.read - earlier.changed > SETTLED
    if is_settled and (now.changed, now.inode) == (earlier.changed, earlier.inode):
        return earlier
    return now._replace(digest=earlier.digest) if _digest(source) == earlier.digest else None


def of_status(path: str, status: os.stat_result) -> File:
    """What is known of a file before it is read."""
    mode = stat.S_IMODE(status.st_mode) & FOR_ALL & ~TO_WRITE
    times = status.st_mtime_ns, status.st_ctime_ns
    return File(path, mode, status.st_size, *times, status.st_ino, time.time_ns(), "")


def is_intact(path: str, file: File) -> bool:
    """Whether a file of a snapshot is as it was made; any writing into it would show in its size or mtime."""
    try:
        status = os.lstat(path)
    except OSError:
        return False
    now = of_status(file.path, status)
    is_same = (now.mode, now.size, now.modified) == (file.mode, file.size, file.modified)
    return is_same and stat.S_ISREG(status.st_mode)


def _linked(source: str, target: str, file: File) -> bool:
    """Whether a further name could be given; some file systems and rules allow none, nor more than so many."""
    if not is_intact(source, file):
        return False
    try:
        os.link(source, target)
    except OSError:
        return False
    return True


def _copied(source: str, target: str, path: str) -> File:
    from hashlib import sha256  # noqa: PLC0415

    digest = sha256()
    with open(source, "rb", buffering=0) as original:
        file = of_status(path, os.fstat(original.fileno()))
        with open(target, "xb", buffering=0) as copy:
            while block := original.read(BLOCK):
                digest.update(block)
                _write_all(copy.fileno(), block)
            os.fchmod(copy.fileno(), file.mode)
    os.utime(target, ns=(file.modified, file.modified))
    return file._replace(digest=digest.hexdigest())


def _write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


def _digest(path: str) -> str:
    from hashlib import sha256  # noqa: PLC0415

    digest: _Hash = sha256()
    with open(path, "rb", buffering=0) as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
