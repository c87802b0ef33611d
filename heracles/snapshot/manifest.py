"""What a snapshot holds, on the disk beside it: what later ones are compared with."""

from __future__ import annotations

import json
import os

from heracles.errors import LaunchError, Place
from heracles.frozen import NamedTuple

FORMAT = 1


class File(NamedTuple):
    """A file of a snapshot, as the one was that it is a copy of.

    ``mode`` are its permission bits in the snapshot, ``modified`` and ``changed`` its mtime and ctime and ``read`` the
    moment before it was read (nanoseconds since the epoch), ``inode`` and ``size`` (bytes) those of the original;
    ``digest`` is the SHA-256 of its content.
    """

    path: str
    mode: int
    size: int
    modified: int
    changed: int
    inode: int
    read: int
    digest: str


class Link(NamedTuple):
    """A symbolic link of a snapshot; ``original`` is where the one leads that it stands for (None: git ignores it)."""

    path: str
    target: str
    original: str | None


class Held(NamedTuple):
    """What a snapshot holds; paths are seen from its top, as is ``inside``, the folder that is launched from."""

    inside: str
    files: tuple[File, ...]
    links: tuple[Link, ...]

    @property
    def shared(self) -> tuple[str, ...]:
        """What is not held but leads to the project: what git ignores."""
        return tuple(link.path for link in self.links if link.original is None)

    @property
    def bytes(self) -> int:
        return sum(file.size for file in self.files)


class Snapshot(NamedTuple):
    """A snapshot in the folder ``code``; what it holds is in the file ``manifest``."""

    code: str
    manifest: str


def write(snapshot: Snapshot, held: Held) -> None:
    """Records what a snapshot holds, a JSON array a line."""
    with open(snapshot.manifest, "w", encoding="ascii") as file:
        file.write(json.dumps([FORMAT, held.inside, len(held.files)]) + "\n")
        file.writelines(json.dumps(entry) + "\n" for entry in (*held.files, *held.links))


def read(snapshot: Snapshot) -> Held:
    """What a snapshot was made to hold; raises a LaunchError where that is gone, or not as heracles wrote it."""
    try:
        with open(snapshot.manifest, encoding="ascii") as file:
            header, *lines = map(json.loads, file)
        _, inside, files = header
        return Held(inside, tuple(File(*line) for line in lines[:files]), tuple(Link(*line) for line in lines[files:]))
    except FileNotFoundError:
        raise LaunchError(f"{os.path.relpath(snapshot.manifest)} is gone, which says what a snapshot holds") from None
    except (OSError, ValueError, TypeError):
        raise LaunchError("what a snapshot holds cannot be read", Place(os.path.relpath(snapshot.manifest))) from None
