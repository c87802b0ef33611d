"""Which file a program is, and what is said where it cannot be started."""

from __future__ import annotations

import os
from contextlib import contextmanager

from heracles.errors import NotStarted
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def find(program: str, directory: str, path: str | None = None) -> str | None:
    """The path of an executable as a shell in ``directory`` would find it on ``path`` (None: our PATH), or None."""
    return _find(program, directory, path, os.F_OK | os.X_OK)


def find_startable(program: str, directory: str, path: str) -> str:
    """The whole path of an executable; raises a LaunchError in the system's words where it cannot be started."""
    found = find(program, directory, path)
    if found is None:
        import errno  # noqa: PLC0415

        exists = _find(program, directory, path, os.F_OK)
        raise cannot_be_started(program, os.strerror(errno.EACCES if exists else errno.ENOENT))
    return os.path.abspath(found)


def _find(program: str, directory: str, path: str | None, mode: int) -> str | None:
    """As shutil.which, whose module loads every kind of archive."""
    if os.sep in program:
        paths = [os.path.join(directory, program)]
    else:
        folders = (os.environ.get("PATH", os.defpath) if path is None else path).split(os.pathsep)
        paths = [os.path.join(folder, program) for folder in folders]
    return next((path for path in paths if os.access(path, mode) and not os.path.isdir(path)), None)


@contextmanager
def startable(program: str) -> Iterator[None]:
    """Says by a LaunchError that the program cannot be started, where the block fails at that."""
    try:
        yield
    except OSError as error:
        raise cannot_be_started(program, error.strerror) from None


def cannot_be_started(program: str, reason: str | None) -> NotStarted:
    return NotStarted(
        f"{program} cannot be started: {reason}", cure="look whether it is installed, executable and on PATH"
    )
