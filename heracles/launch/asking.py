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


def assumed(course: Course, standing: reconcile.Standing) -> str | None:
    """What the user said of a submission that is in doubt: ``submitted``, ``lost`` or nothing."""
    return course.assume.of(standing) if course.assume else None


def answered(course: Course, asks: Sequence[Ask]) -> Iterator[Event]:
    """Records what the user said of submissions in doubt; raises a LaunchError that names those of which it is nothing.

    These are left as they are.
    """
    told = [(ask, standing_of(course, ask.copy)) for ask in asks]
    said = [(ask, standing, assumed(course, standing)) for ask, standing in told]
    for ask, standing, word in said:
        if word:
            course.journal.record(_entry(ask, standing, word))
            yield Warned(f"{_name(course, ask)} counts as {word}, as you say")
    unknown = [ask for ask, _, word in said if not word]
    if unknown:
        raise LaunchError.of([_in_doubt(course, each) for each in unknown])


def _entry(ask: Ask, standing: reconcile.Standing, word: str) -> ledger.Entry:
    if word == "lost":
        return ledger.GivenUp(ask.copy, ask.attempt)
    if standing.job is not None:
        return ledger.Released((standing.job,))
    return ledger.Submitted(ask.copy, ask.attempt, None)


def _in_doubt(course: Course, ask: Ask) -> Fault:
    happened = "was submitted" if standing_of(course, ask.copy).job is None else "has run, or will"
    what = f"nothing can tell whether {_name(course, ask)} {happened}: {ask.why}"
    cure = "look for it, then say --assume submitted (it is there, or was) or --assume lost (submit it again)"
    return Fault(what, cure=cure)


def _name(course: Course, ask: Ask) -> str:
    standing = standing_of(course, ask.copy)
    tag = Tag(course.launch.id, ask.copy, ask.attempt)
    return f"{title_of(course, standing.first, standing.last)} ({tag})"


def standing_of(course: Course, copy: int) -> reconcile.Standing:
    """How far a copy has come."""
    return next(each for each in reconcile.submissions(course.journal.entries) if each.copy == copy)
