"""One round of submissions: until all is submitted, a batch is full, or something is in the way."""

from __future__ import annotations

import sys
import time

from heracles.errors import Place
from heracles.frozen import TYPE_CHECKING
from heracles.launch.events import Submitted
from heracles.launch.handing import hand_over
from heracles.launch.outcome import DOUBT, FULL, Outcome, Stop
from heracles.launchers.base import Taken, Unsure

if TYPE_CHECKING:
    from collections.abc import Generator

    from heracles.launch.backlog import Backlog
    from heracles.launch.course import Course
    from heracles.launch.events import Event
    from heracles.launch.handing import Handed
    from heracles.launch.room import Room
    from heracles.launch.writing import WriteAhead
    from heracles.launchers.base import Submits

EVERYTHING = sys.maxsize


def submit_round(  # noqa: PLR0913, PLR0917  # all that a round works with
    course: Course, launcher: Submits, backlog: Backlog, copies: WriteAhead, room: Room, most_copies: int
) -> Generator[Event, None, Outcome]:
    """Submits at most so many copies; tells of each that was taken."""
    deadline = time.monotonic() + course.pace.batch
    yield from room.look()
    taken = 0
    while backlog and taken < most_copies and time.monotonic() < deadline and not course.stopped():
        if not room.most:
            return Outcome(
                taken, Stop(FULL, f"{room.queued} tasks of the sweep are in it, and max_queued allows no more")
            )
        handed = _handed(course, launcher, backlog, copies, room.most)
        if isinstance(handed.answer, Taken):
            room.taken(handed.part)
            taken += 1
            yield _event(course, handed, handed.answer)
        elif isinstance(handed.answer, Unsure):
            return Outcome(taken, _stop(handed, DOUBT, handed.answer.words))
        elif not room.declined(handed):
            return Outcome(taken, _stop(handed, handed.answer.kind, handed.answer.words))
    return Outcome(taken)


def _handed(course: Course, launcher: Submits, backlog: Backlog, copies: WriteAhead, most: int) -> Handed:
    """Submits what comes next, and writes the copy after it while the scheduler thinks."""
    part = backlog.take(most)
    written = copies.written(part.places)
    part = backlog.cut(part, len(written.rows))
    handed = hand_over(course, launcher, part, written, lambda: copies.write_next(backlog.next(most)))
    backlog.answered(handed)
    return handed


def _event(course: Course, handed: Handed, taken: Taken) -> Submitted:
    part, is_array = handed.part, course.launch.terms.per_copy > 1
    return Submitted(part.first, part.last, handed.title, taken.job, taken.cluster, is_array)


def _stop(handed: Handed, kind: str, words: str) -> Stop:
    return Stop(kind, words, Place(handed.copy, handed.title), handed.part.copy)
