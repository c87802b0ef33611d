"""What runs left in the snapshot that they ran in."""

from __future__ import annotations

import os

from heracles.frozen import TYPE_CHECKING
from heracles.snapshot import manifest
from heracles.snapshot.listing import CACHE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.snapshot.manifest import Snapshot

OURS = (".git", CACHE)


def left_by_runs(snapshot: Snapshot) -> Iterator[str]:
    """The files, seen from its top, that it was not made to hold; raises a LaunchError as ``read`` does."""
    held = manifest.read(snapshot)
    known = {entry.path for entries in (held.files, held.links) for entry in entries}
    for folder, folders, files in os.walk(snapshot.code):
        folders[:] = [name for name in folders if name not in OURS]
        inside = os.path.relpath(folder, snapshot.code)
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        for name in (*files, *links):
            path = os.path.normpath(os.path.join(inside, name))
            if path not in known:
                yield path
