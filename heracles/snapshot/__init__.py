"""The code of a project as it was at one moment: what belongs to it, and a copy that does not change any more."""

from heracles.snapshot.leftovers import left_by_runs
from heracles.snapshot.listing import Project, is_ignored, project
from heracles.snapshot.manifest import Held, Snapshot, read
from heracles.snapshot.naming import live_paths
from heracles.snapshot.repeating import repeat
from heracles.snapshot.sizing import Size, size_of
from heracles.snapshot.taking import take

__all__ = [
    "Held",
    "Project",
    "Size",
    "Snapshot",
    "is_ignored",
    "left_by_runs",
    "live_paths",
    "project",
    "read",
    "repeat",
    "size_of",
    "take",
]
