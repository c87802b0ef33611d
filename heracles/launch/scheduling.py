"""Handing a launch's copies to a scheduler: as many as it takes, waiting while it takes none, each exactly once."""

from __future__ import annotations

from heracles import reconcile
from heracles.errors import HeraclesError
from heracles.frozen import TYPE_CHECKING
from heracles.launch.backlog import Backlog
from heracles.launch.events import Failed
from heracles.launch.patience import Patience
from heracles.launch.room import Room
from heracles.launch.rounds import EVERYTHING, submit_round
from heracles.launch.settling import is_unsettled, settle, settled_if_it_breaks
from heracles.launch.waiting import wait
from heracles.launch.watching import FirstJob
from heracles.launch.writing import WriteAhead

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.launch.course import Course
    from heracles.launch.events import Event
    from heracles.launchers.base import Submits


def schedule(course: Course, launcher: Submits) -> Iterator[Event]:
    """Submits all that is left of a launch, and leaves nothing in doubt; ends early where somebody asks us to end."""
    try:
        yield from _schedule(course, launcher)
        yield from _look_for_late_ones(course)
    except HeraclesError as error:
        yield from (Failed(fault) for fault in error.faults)


def _schedule(course: Course, launcher: Submits) -> Iterator[Event]:
    copies = WriteAhead(course)
    try:
        yield from _submit_all(course, launcher, copies)
    finally:
        copies.close()


def _submit_all(course: Course, launcher: Submits, copies: WriteAhead) -> Iterator[Event]:
    room, patience, first = Room(course), Patience(course), FirstJob(course)
    again = (yield from settle(course)) if is_unsettled(course) or _may_come_late(course) else ()
    while not course.stopped():
        most = 1 if first.is_to_be_tried else EVERYTHING
        submitting = submit_round(course, launcher, Backlog(course, again), copies, room, most)
        outcome = yield from settled_if_it_breaks(course, submitting)
        yield from first.look()
        yield from patience.before_settling(outcome)
        again = (yield from settle(course)) if is_unsettled(course) else ()
        if outcome.stop is None and not again and _is_complete(course):
            break
        yield from patience.after_settling(outcome, again)
        room.guess_after(outcome)
    yield from first.look()


def _is_complete(course: Course) -> bool:
    return not reconcile.remaining(course.journal.entries, course.launch.products)


def _may_come_late(course: Course) -> bool:
    return reconcile.unanswered(course.journal.entries) > 0


def _look_for_late_ones(course: Course) -> Iterator[Event]:
    if _may_come_late(course) and not course.stopped():
        yield from wait(course, course.pace.doubt, "looking whether a submission arrived late")
        yield from settle(course)
