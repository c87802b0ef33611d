"""Handing a launch's copies to a scheduler: as many as it takes, waiting while it takes none, each exactly once."""

from __future__ import annotations

import time
from collections import Counter

from heracles import reconcile
from heracles.errors import Fault, HeraclesError, LaunchError, Place
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launch.backlog import Backlog
from heracles.launch.events import Failed, Submitted
from heracles.launch.handing import hand_over
from heracles.launch.settling import is_unsettled, settle
from heracles.launch.waiting import pauses, wait
from heracles.launch.watching import FirstJob
from heracles.launchers.base import FINAL, POLICY, Counts, Declined, Taken, Unsure

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from heracles.launch.course import Course
    from heracles.launch.events import Event
    from heracles.launch.handing import Handed, Part
    from heracles.launchers.base import Submits

MAY_MEAN = """it says no more. It may mean that you have as many jobs in the queue as you may have,
or that the job is larger or longer than you may ask for: sacctmgr show assoc where user=$USER"""


class Stop(NamedTuple):
    """Why a round of submissions ended before all was submitted: ``kind`` is a kind of refusal, "doubt" or "room"."""

    kind: str
    words: str
    place: Place | None = None


def schedule(course: Course, launcher: Submits) -> Iterator[Event]:
    """Submits all that is left of a launch, and leaves nothing in doubt; ends early where somebody asks us to end."""
    try:
        yield from _schedule(course, launcher)
    except HeraclesError as error:
        yield from (Failed(fault) for fault in error.faults)


def _schedule(course: Course, launcher: Submits) -> Iterator[Event]:
    state, first = _Progress(course), FirstJob(course)
    again = (yield from settle(course)) if _needs_settling(course) else ()
    while not course.stopped():
        stop = yield from _round(course, launcher, Backlog(course, again), state, is_trial=first.is_to_be_tried)
        yield from first.look()
        again = (yield from _settled_after(course, stop, state)) if is_unsettled(course) else ()
        if stop is None and not again and not reconcile.remaining(course.journal.entries, course.launch.products):
            break
        yield from state.wait_or_fail(stop)
    yield from first.look()
    if reconcile.unanswered(course.journal.entries) and not course.stopped():
        yield from wait(course, course.pace.doubt, "looking whether a submission arrived late")
        yield from settle(course)


def _needs_settling(course: Course) -> bool:
    return is_unsettled(course) or reconcile.unanswered(course.journal.entries) > 0


def _settled_after(
    course: Course, stop: Stop | None, state: _Progress
) -> Generator[Event, None, tuple[reconcile.Resubmit, ...]]:
    if stop is not None and stop.kind == "doubt":
        yield from wait(course, course.pace.doubt, stop.words)
    again = yield from settle(course)
    if stop is not None and any(state.doubts[each.copy] >= course.pace.tries for each in again):
        what = f"the same products were submitted {course.pace.tries} times, and no job came of it"
        raise LaunchError(what, stop.place, stop.words)
    return again


def _round(
    course: Course, launcher: Submits, backlog: Backlog, state: _Progress, *, is_trial: bool
) -> Generator[Event, None, Stop | None]:
    """Submits until all is submitted, a batch is full or something is in the way; what that is."""
    deadline = time.monotonic() + course.pace.batch
    state.look_at_queue()
    while backlog and not course.stopped() and time.monotonic() < deadline:
        if not state.most:
            return Stop("room", f"{state.queued} tasks of the sweep are in the queue, max_queued allows no more")
        meant = backlog.take(state.most)
        handed = hand_over(course, launcher, meant)
        backlog.cut(meant, handed.part)
        if isinstance(handed.answer, Taken):
            state.taken(handed.part)
            backlog.taken(handed.part, handed.answer.job)
            yield _event(course, handed)
            if is_trial:
                return None
        elif isinstance(handed.answer, Unsure):
            state.doubts[handed.part.copy] += 1
            return Stop("doubt", handed.answer.words, Place(handed.copy, handed.title))
        else:
            backlog.put_back(handed.part)
            if not state.halved(handed):
                return Stop(handed.answer.kind, handed.answer.words, Place(handed.copy, handed.title))
    return None


def _event(course: Course, handed: Handed) -> Event:
    part, answer = handed.part, handed.answer
    job, cluster = (answer.job, answer.cluster) if isinstance(answer, Taken) else (None, "")
    return Submitted(part.first, part.last, handed.title, job, cluster, course.launch.terms.per_copy > 1)


class _Progress:
    """How much the scheduler takes at once, by what it took and declined so far."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._terms = course.launch.terms
        self._size = self._terms.per_copy
        self._grows = False
        self._room: int | None = None
        self._pauses = pauses(course)
        self._unexplained = 0
        self.doubts: Counter[int] = Counter()
        self.queued = 0

    @property
    def most(self) -> int:
        """How many products the next copy may carry at most."""
        return self._size if self._room is None else min(self._size, self._room // self._terms.own_tasks)

    def look_at_queue(self) -> None:
        launcher = self._course.launcher
        if self._terms.most_queued and isinstance(launcher, Counts):
            self.queued = launcher.queued((*self._course.siblings, self._course.launch.id))
            self._room = max(0, self._terms.most_queued - self.queued)

    def taken(self, part: Part) -> None:
        self._pauses = pauses(self._course)
        self._unexplained = 0
        if self._grows:
            self._size = min(self._terms.per_copy, 2 * part.size)
        if self._room is not None:
            self.queued += part.size * self._terms.own_tasks
            self._room -= part.size * self._terms.own_tasks

    def halved(self, handed: Handed) -> bool:
        """Whether a smaller copy may fit where this one was declined."""
        declined = isinstance(handed.answer, Declined) and handed.answer.kind != FINAL
        self._size, self._grows = max(1, handed.part.size // 2), False
        return declined and handed.part.size > 1

    def wait_or_fail(self, stop: Stop | None) -> Iterator[Event]:
        """Waits until the queue is shorter; raises a LaunchError where waiting cannot help, or did not."""
        if stop is None or stop.kind == "doubt":
            return
        self._unexplained += stop.kind == POLICY
        if stop.kind == FINAL or self._unexplained >= self._course.pace.tries:
            raise LaunchError.of([Fault(stop.words, stop.place, MAY_MEAN if stop.kind == POLICY else "")])
        before = self._count()
        yield from wait(self._course, next(self._pauses), f"waiting for room in the queue: {stop.words}")
        freed = before - self._count() if before else 0
        self._size, self._grows = min(self._terms.per_copy, max(1, freed)), True

    def _count(self) -> int:
        launcher = self._course.launcher
        try:
            return launcher.mine() if isinstance(launcher, Counts) else 0
        except LaunchError:
            return 0
