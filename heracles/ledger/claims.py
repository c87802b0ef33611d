"""Two launches of one sweep at once exclude each other: by a folder that only one of them can put in its place.

Whoever wants a sweep makes a folder that names it, and renames it to ``claims/<sweep>``. rename(2) fails where a folder
that is not empty has that name, so one alone gets through, and a claim never lacks its owner's name.

A stale claim is renamed away, to a name that belongs to that one claim. Folders of that name are kept for a day: of two
who found the same claim stale, the slower one must fail, since it would take away the claim of the faster one.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from contextlib import contextmanager, suppress

from heracles.errors import LaunchError
from heracles.frozen import TYPE_CHECKING
from heracles.ledger import encoding, files, folders, processes
from heracles.ledger.values import Owner

if TYPE_CHECKING:
    from collections.abc import Iterator

OWNER = "owner.json"
TAKEN = (errno.EEXIST, errno.ENOTEMPTY, errno.ENOENT)
TRIES = 100
DAY = 86400
LONGEST_NAME = 100
SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-~")


class ForeignClaim(LaunchError):
    """A sweep is claimed from another host, where nobody can see from here whether ``owner`` still runs."""

    def __init__(self, sweep: str, owner: Owner) -> None:
        what = f"{sweep} is claimed by {_described(owner)}, and it cannot be seen from here whether that still runs"
        super().__init__(what, cure=f"look on {owner.process.host}")
        self.owner = owner


@contextmanager
def claim(home: str, sweep: str, despite: Owner | None = None) -> Iterator[Owner]:
    """Holds a sweep against every other launch of it; lets go of it however the block is left.

    A claim whose process on this host has ended is taken over, and so is that of ``despite``, whoever it is.
    Raises a ForeignClaim where a process of another host holds it, a LaunchError where one of this host does.
    """
    mine = Owner(os.urandom(8).hex(), processes.this_process(), _command(), time.time())
    place = os.path.join(folders.all_claims(home), _folder_name(sweep))
    try:
        with files.told(place):
            folders.create(home)
            _take(place, sweep, mine, despite)
        yield mine
    finally:
        _release(place, mine)


def is_claimed(home: str, sweep: str) -> bool:
    """Whether somebody launches a sweep now; True where a claim is of another host, from where nobody can see it."""
    place = os.path.join(folders.all_claims(home), _folder_name(sweep))
    with files.told(place):
        owner = _owner(place)
    return owner is not None and (owner.process.host != processes.host() or processes.runs(owner.process))


def holder(home: str, sweep: str) -> Owner | None:
    """Who holds a sweep; None where nobody does. Raises a LaunchError where the claim is damaged."""
    place = os.path.join(folders.all_claims(home), _folder_name(sweep))
    with files.told(place):
        return _owner(place)


def _command() -> str:
    from shlex import join  # noqa: PLC0415

    return join(["heracles", *sys.argv[1:]])


def _folder_name(sweep: str) -> str:
    name = "".join(chr(byte) if chr(byte) in SAFE else f"%{byte:02X}" for byte in os.fsencode(sweep))
    if len(name) > LONGEST_NAME:
        from hashlib import sha256  # noqa: PLC0415

        name = f"{name[:LONGEST_NAME]}-{sha256(name.encode()).hexdigest()[:16]}"
    return f"%2E{name[1:]}" if name.startswith(".") else name


def _take(place: str, sweep: str, mine: Owner, despite: Owner | None) -> None:
    prepared = _aside(place, mine, "claiming")
    os.makedirs(prepared)
    try:
        files.write_whole(os.path.join(prepared, OWNER), encoding.owner_text(mine))
        for _ in range(TRIES):
            if _is_ours_or_free(place, sweep, mine, despite) and _put(prepared, place, mine):
                return
    finally:
        _remove(prepared)
    raise LaunchError(f"{sweep} cannot be claimed: {place} is not as heracles makes it", cure="move it away")


def _is_ours_or_free(place: str, sweep: str, mine: Owner, despite: Owner | None) -> bool:
    owner = _owner(place)
    if owner is None or owner == mine:
        return True
    _refuse_if_held(sweep, owner, despite)
    # An owner that has ended lets go of nothing any more: if it still holds the claim now, it does so at the rename.
    if _owner(place) == owner:
        _rename_away(place, _aside(place, owner, "stale"))
        _remove_old(os.path.dirname(place))
    return True


def _put(prepared: str, place: str, mine: Owner) -> bool:
    # A network file system may answer a rename that it did with an error: what stands there decides.
    return _renamed(prepared, place) or _owner(place) == mine


def _refuse_if_held(sweep: str, owner: Owner, despite: Owner | None) -> None:
    if owner == despite:
        return
    if owner.process.host != processes.host():
        raise ForeignClaim(sweep, owner)
    if processes.runs(owner.process):
        cure = "wait until it has ended, or stop it"
        raise LaunchError(f"{sweep} is being launched by {_described(owner)}", cure=cure)


def _described(owner: Owner) -> str:
    since = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(owner.time))
    return f"`{owner.command}` (process {owner.process.pid} on {owner.process.host}, since {since})"


def _release(place: str, mine: Owner) -> None:
    with suppress(OSError, LaunchError):
        if _owner(place) == mine:
            retired = _aside(place, mine, "stale")
            if _renamed(place, retired):
                _remove(retired)


def _owner(place: str) -> Owner | None:
    """Who holds a claim; None where nobody does."""
    path = os.path.join(place, OWNER)
    try:
        with open(path, encoding="ascii") as file:
            text = file.read()
        return encoding.owner(text)
    except FileNotFoundError:
        return None
    except encoding.DAMAGED:
        raise encoding.damage(path, 1, text) from None


def _aside(place: str, owner: Owner, why: str) -> str:
    folder, name = os.path.split(place)
    return os.path.join(folder, f".{name}.{why}-{owner.token}")


def _rename_away(place: str, aside: str) -> None:
    with suppress(FileNotFoundError):
        os.utime(place)  # the day for which it is kept begins now
    _renamed(place, aside)


def _renamed(old: str, new: str) -> bool:
    try:
        os.rename(old, new)
    except OSError as error:
        if error.errno not in TAKEN:
            raise
        return False
    return True


def _remove_old(folder: str) -> None:
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        with suppress(OSError):
            if name.startswith(".") and os.stat(path).st_mtime < time.time() - DAY:
                _remove(path)


def _remove(folder: str) -> None:
    """Removes the folder of a claim, in which there is nothing but files."""
    with suppress(OSError):
        for name in os.listdir(folder):
            os.unlink(os.path.join(folder, name))
        os.rmdir(folder)
