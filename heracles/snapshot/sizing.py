"""How much a snapshot holds."""

from __future__ import annotations

import os
import stat

from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from heracles.snapshot.listing import Project


class Size(NamedTuple):
    """So many files, of so many bytes in all; most of these are in files below ``heaviest`` ("": there are none)."""

    files: int
    bytes: int
    heaviest: str


def size_of(project: Project) -> Size:
    """How much a snapshot of the project would hold as it is now."""
    sizes: dict[str, int] = {}
    files = 0
    for path in project.paths:
        size = _size(os.path.join(project.top, path))
        if size is not None:
            files += 1
            first = path.split("/")[0]
            sizes[first] = sizes.get(first, 0) + size
    return Size(files, sum(sizes.values()), max(sizes, key=sizes.__getitem__, default=""))


def _size(path: str) -> int | None:
    """In bytes; None for what is no file, or not there."""
    try:
        status = os.lstat(path)
    except OSError:
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None
