"""Whether the first job of a launch can start at all, looked at before the others may run."""

from __future__ import annotations

from heracles.errors import Fault, LaunchError
from heracles.frozen import TYPE_CHECKING
from heracles.launch.events import Warned
from heracles.launch.waiting import wait
from heracles.launch.withdrawing import all_held_withdrawn
from heracles.launchers.base import Finds, Tag, Tagged, Watches
from heracles.ledger import Released, Submitted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.launch.course import Course
    from heracles.launch.events import Event
    from heracles.launchers.base import Found

LOOKS = (0.0, 0.1, 0.1, 0.1, 0.2, 0.2, 0.3, 0.5, 0.8, 1.2)
"""Seconds before each look, while the job waits for no reason yet.

Slurm's main loop comes to a released job within a second, or within ``batch_sched_delay``, three where nobody set it.
"""


class FirstJob:
    """The first job that a launch lets run, from where it is gone on with."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._began_with = len(course.journal.entries)
        self._was_looked_at = False

    @property
    def job(self) -> Tagged | None:
        """The job, once it may run."""
        job, launch = self._id, self._course.launch.id
        submitted = [each for each in self._course.journal.entries if isinstance(each, Submitted) and each.job == job]
        if job is None or not submitted:
            return None
        return Tagged(job, Tag(launch, submitted[-1].copy, submitted[-1].attempt))

    @property
    def _id(self) -> str | None:
        entries = self._course.journal.entries[self._began_with :]
        if self._course.launch.terms.held:
            return next((each.jobs[0] for each in entries if isinstance(each, Released)), None)
        return next((each.job for each in entries if isinstance(each, Submitted)), None)

    @property
    def is_to_be_tried(self) -> bool:
        """Whether one job goes ahead of the others."""
        can_be_seen = isinstance(self._course.launcher, Finds) and not self._course.launch.terms.stays_held
        return can_be_seen and self.job is None and not self._was_looked_at

    def look(self) -> Iterator[Event]:
        """Raises a LaunchError where the job waits for something that never comes."""
        job = self.job
        if self._was_looked_at or job is None or self._course.launch.terms.stays_held:
            return
        self._was_looked_at = True
        for pause in LOOKS:
            if pause:
                yield from wait(self._course, pause, "looking whether the first job can start")
            found = self._found(job)
            if found is None or found.reason or found.state != "pending":
                break
        if found is not None and found.hopeless:
            yield from all_held_withdrawn(self._course)
            raise LaunchError.of([cannot_start(found)])
        if found is not None and found.doubtful:
            yield Warned(f"job {found.job} waits, and may never start: {found.reason}")

    def _found(self, job: Tagged) -> Found | None:
        launcher = self._course.launcher
        try:
            if isinstance(launcher, Watches):
                return launcher.find_job(job)
            found = launcher.find(self._course.launch.id) if isinstance(launcher, Finds) else ()
        except LaunchError:
            return None
        return next((each for each in found if each.job == job.job), None)


def cannot_start(found: Found) -> Fault:
    what = f"job {found.job} can never start: {found.reason}"
    cure = f"cancel it (scancel {found.job}), change what the script or the launcher asks for, and launch again"
    return Fault(what, cure=cure)
