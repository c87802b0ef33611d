"""The launches of a ledger: beginning one, finding and reading those that were begun."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager

from heracles.errors import LaunchError, UsageError, nearest
from heracles.frozen import TYPE_CHECKING
from heracles.ledger import encoding, files, folders, journal, products as products_on_disk, version
from heracles.ledger.values import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from heracles.ledger.values import Launch, Recordable, Recorded


def digest(text: str) -> str:
    """The SHA-256 of a script's text."""
    from hashlib import sha256  # noqa: PLC0415

    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def begin(home: str, launch: Launch, products: Iterable[Recordable]) -> journal.Writer:
    """Records a launch and its products, in order, their places counted from 0; the writer's launch has their number.

    Its folder is the one that was prepared for it, if any. When it returns, all of it is on the disk; when it raises,
    nothing is left. Raises a LaunchError where the disk does not take it, and whatever ``products`` raise.
    """
    folder = folders.launch_folder(home, launch.id)
    with files.told(folder):
        folders.create(home)
        _make(folder, folders.prepared(home, launch.id))
        try:
            begun = _write(home, launch, products)
        except BaseException:
            _forget(folder)
            raise
    return journal.Writer(begun, folders.journal_file(home, launch.id))


def _make(folder: str, prepared: str) -> None:
    if os.path.isdir(prepared):
        os.rename(prepared, folder)
    else:
        os.makedirs(folder)


@contextmanager
def preparing(home: str, launch: str) -> Iterator[str]:
    """A folder that is to be that of a launch, to be filled in the block; where that raises, nothing is left.

    What it gives stands for the launch's id where its files are asked for, as long as it has not begun. Raises a
    LaunchError where it cannot be made.
    """
    folder = folders.prepared(home, launch)
    with files.told(folder):
        folders.create(home)
        os.makedirs(folder)
    try:
        yield os.path.basename(folder)
    except BaseException:
        _forget(folder)
        raise


def _write(home: str, launch: Launch, products: Iterable[Recordable]) -> Launch:
    number = products_on_disk.write(folders.products_file(home, launch.id), products)
    begun = launch._replace(products=number)
    journal.create(folders.journal_file(home, launch.id), launch.version)
    for folder in (os.path.dirname(home), home, folders.all_launches(home)):
        files.sync_folder(folder)
    fields = {**version.header(launch.version), "launch": encoding.launch_fields(begun)}
    files.write_whole(folders.launch_file(home, launch.id), json.dumps(fields, indent=2) + "\n")
    return begun


def _forget(folder: str) -> None:
    from shutil import rmtree  # noqa: PLC0415

    rmtree(folder, ignore_errors=True)


def make_copies(home: str, launch: str) -> str:
    """The folder for a launch's copies of the script, made if need be; raises a LaunchError where it cannot be."""
    folder = folders.copies(home, launch)
    with files.told(folder):
        os.makedirs(folder, exist_ok=True)
    return folder


def open_writer(home: str, launch: str) -> journal.Writer:
    """Goes on with the journal of a launch, behind its last whole line; raises a LaunchError as ``read`` does."""
    return journal.Writer(read(home, launch).launch, folders.journal_file(home, launch))


def read(home: str, launch: str) -> Record:
    """A launch and its journal.

    Raises a LaunchError where it never began, is damaged, or was written by a newer heracles.
    """
    begun = _launch(folders.launch_file(home, launch))
    path = folders.journal_file(home, launch)
    with files.told(path):
        return Record(begun, tuple(journal.entries(path)))


def products(home: str, launch: str, first: int, last: int) -> Iterator[Recorded]:
    """The products at the places ``first`` to ``last``, both included, as they were launched.

    Raises a LaunchError where one is missing or damaged.
    """
    path = folders.products_file(home, launch)
    with files.told(path):
        yield from products_on_disk.read(path, first, last)


def launches(home: str) -> tuple[Launch, ...]:
    """The launches that were begun, oldest first.

    Raises a LaunchError where one is damaged or was written by a newer heracles: what it launched must not be missed.
    """
    found = (_launch(folders.launch_file(home, name)) for name in names(home))
    return tuple(sorted(found, key=lambda launch: (launch.created, launch.id)))


def newest_with_code(home: str) -> str | None:
    """The id of the newest launch that has a copy of the project's code, by the names of their folders."""
    newest_first = sorted(_names(home), reverse=True)
    return next((name for name in newest_first if os.path.exists(folders.code_file(home, name))), None)


def names(home: str) -> tuple[str, ...]:
    """The ids of the launches that were begun, in their own order; nothing of them is read.

    Raises a LaunchError where it cannot be seen whether one was: what it launched must not be missed.
    """
    return tuple(sorted(name for name in _names(home) if _has_begun(home, name)))


def find(home: str, prefix: str) -> Launch:
    """The launch whose id begins so; raises a UsageError where there is none, or more than one."""
    found = [name for name in names(home) if name.startswith(prefix)]
    if not found:
        raise _unknown(home, prefix)
    if len(found) > 1 and prefix not in found:
        raise UsageError(f"{len(found)} launches begin with {prefix}", cure=f"say more of it: {_some(found)}")
    return _launch(folders.launch_file(home, found[0]))


def _unknown(home: str, name: str) -> UsageError:
    """Whoever names a launch may as well have meant a sweep or a script."""
    likely = nearest(name, {launch.sweep for launch in launches(home)})
    cure = f"did you mean {likely}?" if likely else "`heracles status` lists the launches"
    return UsageError(f"there is no launch of {name}, and none whose id begins so", cure=cure)


def _some(found: list[str]) -> str:
    return ", ".join(found[:3]) + (", ..." if len(found) > 3 else "")  # noqa: PLR2004  # a line's worth


def _names(home: str) -> list[str]:
    folder = folders.all_launches(home)
    with files.told(folder, files.TO_READ):
        return [name for name in os.listdir(folder) if name[0] != "."] if files.is_there(folder) else []


def _has_begun(home: str, name: str) -> bool:
    return files.is_there(folders.launch_file(home, name))


def _launch(path: str) -> Launch:
    with files.told(path, files.TO_READ), open(path, encoding="ascii", errors="replace") as file:
        text = file.read()
    try:
        fields = json.loads(text)
        version.check(path, fields)
        return encoding.launch(fields["launch"])
    except encoding.DAMAGED:
        raise _damaged_launch(path) from None


def _damaged_launch(path: str) -> LaunchError:
    cure = "restore it from a backup, or move its folder away if nothing of that launch matters any more"
    return LaunchError(f"the ledger is damaged: {path} is not as heracles wrote it", cure=cure)
