"""Copies on disk: written, found and deleted; never through a symlink, never over what is no copy."""

from __future__ import annotations

import os
import stat

from heracles import script as scripts
from heracles.errors import Fault, LaunchError, UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Callable

    from heracles.plan import Copy


class ExistingCopy(NamedTuple):
    """A copy that lies beside its script."""

    product_index: int
    path: str


def write_over(copies: Iterable[Copy]) -> tuple[str, ...]:
    """Writes copies, in the place of earlier ones if need be, and returns their paths.

    Never writes through a symlink. Raises a LaunchError where one cannot be written; those written so far are gone
    then.
    """
    return _all_or_none(copies, _opened_over)


def write_new(copies: Iterable[Copy]) -> tuple[str, ...]:
    """Writes copies where no file is yet, or one with the same content, and returns their paths.

    Raises a UsageError where another file is in the way and a LaunchError where one cannot be written; those written so
    far are gone then.
    """
    return _all_or_none(copies, _opened_new)


def existing_copies(script_path: str) -> list[ExistingCopy]:
    """The copies of a script that lie beside it, by index; whatever is no regular file is no copy."""
    directory = os.path.dirname(script_path)
    found = []
    for name in _names_in(directory or os.curdir):
        index = scripts.copy_index(script_path, name)
        path = os.path.join(directory, name)
        if index is not None and _is_regular_file(path):
            found.append(ExistingCopy(index, path))
    return sorted(found)


def delete(paths: Iterable[str]) -> tuple[str, ...]:
    """Deletes those of the paths that are regular files (never a directory, never through a symlink); which they were.

    Raises a LaunchError for all that could not be deleted.
    """
    deleted, faults = [], []
    for path in paths:
        try:
            if _is_regular_file(path):
                os.unlink(path)
                deleted.append(path)
        except OSError as error:
            faults.append(Fault(f"{path} cannot be deleted: {error.strerror}"))
    if faults:
        raise LaunchError.of(faults)
    return tuple(deleted)


def _all_or_none(copies: Iterable[Copy], opened: Callable[[Copy], int | None]) -> tuple[str, ...]:
    paths: list[str] = []
    written: list[str] = []
    try:
        for copy in copies:
            paths.append(copy.path)
            descriptor = opened(copy)
            if descriptor is not None:
                written.append(copy.path)
                _fill(descriptor, copy)
    except OSError as error:
        _undo(written)
        raise _unwritable(paths[-1], error, written) from None
    except BaseException:
        _undo(written)
        raise
    return tuple(paths)


def _opened_over(copy: Copy) -> int | None:
    """Takes an earlier copy away instead of writing into it, since that could have a second name."""
    try:
        return _created(copy)
    except FileExistsError:
        if not _is_regular_file(copy.path):
            raise _in_the_way(copy.path, "it is no regular file, so it is no copy") from None
        os.unlink(copy.path)
        return _created(copy)


def _opened_new(copy: Copy) -> int | None:
    try:
        return _created(copy)
    except FileExistsError:
        if not _is_regular_file(copy.path) or _content(copy.path) != os.fsencode(copy.text):
            raise _in_the_way(copy.path, "its content is another") from None
        return None


def _created(copy: Copy) -> int:
    return os.open(copy.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, copy.mode)


def _fill(descriptor: int, copy: Copy) -> None:
    data = os.fsencode(copy.text)
    try:
        os.fchmod(descriptor, copy.mode)
        while data:
            data = data[os.write(descriptor, data) :]
    finally:
        os.close(descriptor)


def _undo(written: Iterable[str]) -> None:
    for path in written:
        try:
            os.unlink(path)
        except OSError:
            continue


def _unwritable(path: str, error: OSError, undone: Sequence[str]) -> LaunchError:
    gone = "; all copies are deleted again" if undone else ""
    return LaunchError(
        f"{path} cannot be written: {error.strerror}{gone}",
        cure="see to it that there is room and that you may write there",
    )


def _in_the_way(path: str, why: str) -> UsageError:
    cure = f"look at it, then delete it (rm {scripts.quote(path)}) or say --overwrite"
    return UsageError(f"{path} is in the way: {why}; nothing was written", cure=cure)


def _names_in(directory: str) -> list[str]:
    try:
        return os.listdir(directory)
    except OSError as error:
        raise UsageError(f"{directory} cannot be read: {error.strerror}") from None


def _content(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _is_regular_file(path: str) -> bool:
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except FileNotFoundError:
        return False
