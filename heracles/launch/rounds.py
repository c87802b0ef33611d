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
    from heracles.launchers.base import Submits

EVERYTHING = sys.maxsize


def submit_round(
    course: Course, launcher: Submits, backlog: Backlog, room: Room, most_copies: int
) -> Generator[Event, None, Outcome]:
    """Submits at most so many copies; tells of each that was taken."""
    deadline = time.monotonic() + course.pace.batch
    yield from room.look()
    copies = 0
    while backlog and copies < most_copies and time.monotonic() < deadline and not course.stopped():
        if not room.most:
            return Outcome(
                copies, Stop(FULL, f"{room.queued} tasks of the sweep are in it, and max_queued allows no more")
            )
        meant = backlog.take(room.most)
        handed = hand_over(course, launcher, meant)
        backlog.answered(meant, handed)
        if isinstance(handed.answer, Taken):
            room.taken(handed.part)
            copies += 1
            yield _event(course, handed, handed.answer)
        elif isinstance(handed.answer, Unsure) or not room.declined(handed):
            return Outcome(copies, _stop(handed))
    return Outcome(copies)


def _event(course: Course, handed: Handed, taken: Taken) -> Submitted:
    part, is_array = handed.part, course.launch.terms.per_copy > 1
    return Submitted(part.first, part.last, handed.title, taken.job, taken.cluster, is_array)


def _stop(handed: Handed) -> Stop | None:
    if isinstance(handed.answer, Taken):
        return None
    kind = DOUBT if isinstance(handed.answer, Unsure) else handed.answer.kind
    return Stop(kind, handed.answer.words, Place(handed.copy, handed.title), handed.part.copy)
