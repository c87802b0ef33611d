"""Cancelling jobs that are held and must not run."""

from __future__ import annotations

from heracles import ledger, reconcile
from heracles.frozen import TYPE_CHECKING
from heracles.launch.events import Warned
from heracles.launchers.base import Cancels, Tag, Tagged
from heracles.reconcile import Withdraw

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heracles.launch.course import Course
    from heracles.launch.events import Event


def withdrawn(course: Course, jobs: Sequence[Withdraw]) -> Iterator[Event]:
    """Cancels held jobs, and records that they are gone; warns of those that stay."""
    if not jobs or not isinstance(course.launcher, Cancels):
        return
    by_job = {each.job: each for each in jobs}
    tagged = [Tagged(each.job, Tag(course.launch.id, each.copy, each.attempt)) for each in jobs]
    cancelled = course.launcher.cancel(tagged)
    over = [by_job[job] for job in (*cancelled.cancelled, *cancelled.ended)]
    course.journal.record(*(ledger.Withdrawn(each.job, each.copy, each.attempt) for each in over))
    if cancelled.remaining:
        why = f" ({cancelled.words})" if cancelled.words else ""
        yield Warned(f"held jobs that must not run cannot be cancelled: {' '.join(cancelled.remaining)}{why}")


def all_held_withdrawn(course: Course) -> Iterator[Event]:
    """Cancels what was submitted and never released; its products are free again."""
    held = (each for each in reconcile.submissions(course.journal.entries) if each.phase == "held")
    yield from withdrawn(course, [Withdraw(each.job, each.copy, each.attempt) for each in held if each.job])
