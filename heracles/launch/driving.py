"""Going on with a launch, wherever it stands, until all of it is launched."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.launch.running import run_here
from heracles.launch.scheduling import schedule
from heracles.launchers.base import Runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.launch.course import Course
    from heracles.launch.events import Event


def drive(course: Course) -> Iterator[Event]:
    """Launches what is left of a launch, each product exactly once; ends early where somebody asks us to end."""
    if isinstance(course.launcher, Runs):
        return run_here(course, course.launcher)
    return schedule(course, course.launcher)
