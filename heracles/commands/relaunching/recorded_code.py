"""The code of a launch with a snapshot: as it is now, and as it was."""

from __future__ import annotations

import os

from heracles.commands.launching.code import inside_of, project_of, refuse_gone
from heracles.commands.relaunching.replanning import Code
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from heracles.ledger import Launch


def current_code(launch: Launch) -> Code | None:
    """A snapshot that is to be taken of the project, where the launch had one; raises a UsageError as that does."""
    if not launch.code:
        return None
    project = project_of(launch.directory, launch.script)
    return Code(project.top, project.inside)


def recorded_code(home: str, launch: Launch) -> Code | None:
    """The snapshot of the launch once more, where it had one; raises a LaunchError where that is gone."""
    if not launch.code:
        return None
    refuse_gone(launch)
    inside = inside_of(home, launch)
    top = os.path.normpath(os.path.join(launch.directory, os.path.relpath(os.curdir, inside or os.curdir)))
    return Code(top, inside, launch.id)
