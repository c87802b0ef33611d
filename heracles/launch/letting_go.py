"""Letting jobs run that are recorded."""

from __future__ import annotations

from heracles import ledger, reconcile
from heracles.errors import LaunchError
from heracles.frozen import TYPE_CHECKING
from heracles.launch.events import Warned
from heracles.launch.waiting import insisted
from heracles.launch.watching import cannot_start
from heracles.launchers.base import Finds, Holds, Tag, Tagged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heracles.launch.course import Course
    from heracles.launch.events import Event
    from heracles.launchers.base import Found
    from heracles.reconcile import Release


def let_go(course: Course, releases: Sequence[Release]) -> Iterator[Event]:
    """Lets jobs run that are recorded; raises a LaunchError for those that stay held."""
    if not releases or not isinstance(course.launcher, Holds):
        return
    tagged = [Tagged(each.job, Tag(course.launch.id, each.copy, each.attempt)) for each in releases]
    course.journal.record(ledger.Releasing(tuple(each.job for each in releases)))
    launcher = course.launcher
    released = yield from insisted(course, lambda: launcher.release(tagged))
    if released.released:
        course.journal.record(ledger.Released(released.released))
    hopeless = _hopeless(course, released.held)
    if hopeless:
        raise LaunchError.of(map(cannot_start, hopeless))
    if released.held:
        what = f"{len(released.held)} of {len(releases)} jobs stay held: {released.words or 'nobody said why'}"
        raise LaunchError(what, cure=f"their ids: {' '.join(released.held)}")


def _hopeless(course: Course, held: Sequence[str]) -> list[Found]:
    """The jobs that went back to being held because they can never start."""
    if not held or not isinstance(course.launcher, Finds):
        return []
    return [each for each in course.launcher.find(course.launch.id) if each.job in held and each.hopeless]


def release_again(course: Course) -> Iterator[Event]:
    """Lets those jobs run that are held although they were released, and says so."""
    launcher = course.launcher
    if not isinstance(launcher, Finds) or course.launch.terms.stays_held:
        return
    found = yield from insisted(course, lambda: launcher.find(course.launch.id))
    releases = reconcile.held_again(course.journal.entries, found)
    yield from let_go(course, releases)
    for each in releases:
        yield Warned(f"job {each.job} was held again after its release; it is released once more")
