"""What only the user can know of a submission: asked, and recorded as it was answered."""

from __future__ import annotations

from heracles import ledger, reconcile
from heracles.errors import Fault, LaunchError
from heracles.frozen import TYPE_CHECKING
from heracles.launch.events import Warned
from heracles.launch.telling import title_of
from heracles.launchers.base import Tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heracles.launch.course import Course
    from heracles.launch.events import Event
    from heracles.reconcile import Ask


def answered(course: Course, asks: Sequence[Ask]) -> Iterator[Event]:
    """Records what the user said of submissions in doubt; raises a LaunchError that names them where it is nothing."""
    if asks and course.assume is None:
        raise LaunchError.of([_in_doubt(course, each) for each in asks])
    for ask in asks:
        course.journal.record(_assumed(course, ask))
        yield Warned(f"{_name(course, ask)} counts as {course.assume}, as you say")


def _assumed(course: Course, ask: Ask) -> ledger.Entry:
    standing = standing_of(course, ask.copy)
    if course.assume == "lost":
        return ledger.GivenUp(ask.copy, ask.attempt)
    if standing.job is not None:
        return ledger.Released((standing.job,))
    return ledger.Submitted(ask.copy, ask.attempt, None)


def _in_doubt(course: Course, ask: Ask) -> Fault:
    what = f"nothing can tell whether {_name(course, ask)} was submitted: {ask.why}"
    cure = "look for it, then say --assume submitted (it is there, or was) or --assume lost (submit it again)"
    return Fault(what, cure=cure)


def _name(course: Course, ask: Ask) -> str:
    standing = standing_of(course, ask.copy)
    tag = Tag(course.launch.id, ask.copy, ask.attempt)
    return f"{title_of(course, standing.first, standing.last)} ({tag})"


def standing_of(course: Course, copy: int) -> reconcile.Standing:
    """How far a copy has come."""
    return next(each for each in reconcile.submissions(course.journal.entries) if each.copy == copy)
