"""An earlier snapshot once more, for another launch of the same code."""

from __future__ import annotations

import os

from heracles.errors import LaunchError
from heracles.frozen import TYPE_CHECKING
from heracles.snapshot import copying, manifest, repository
from heracles.snapshot.taking import Folders, told

if TYPE_CHECKING:
    from heracles.snapshot.manifest import File, Held, Snapshot


def repeat(earlier: Snapshot, snapshot: Snapshot) -> Held:
    """Makes a snapshot that holds what an earlier one was made to hold, and nothing that runs left in that.

    Raises a LaunchError where something of it is not as it was any more, and where the disk does not take it.
    """
    held = manifest.read(earlier)
    folders = Folders(snapshot.code)
    with told(snapshot):
        folders.make(held.inside)
        for file in held.files:
            if copying.linked_or_copied(os.path.join(earlier.code, file.path), folders.place(file.path), file) is None:
                raise _changed(earlier, file)
        for link in held.links:
            os.symlink(link.target, folders.place(link.path))
        repository.copy(earlier.code, snapshot.code)
        manifest.write(snapshot, held)
    return held


def _changed(snapshot: Snapshot, file: File) -> LaunchError:
    path = os.path.relpath(os.path.join(snapshot.code, file.path))
    cure = "without --as-launched, the code is launched as it is now"
    return LaunchError(f"{path} is gone, or not as it was when it was launched", cure=cure)
