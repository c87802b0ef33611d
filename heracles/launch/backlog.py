"""What of a launch is still to be submitted, and in which portions."""

from __future__ import annotations

from collections import deque
from itertools import islice

from heracles import reconcile
from heracles.frozen import TYPE_CHECKING
from heracles.launch.handing import Part
from heracles.launchers.base import Declined, Taken
from heracles.ledger import Submitted
from heracles.reconcile import Range

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heracles.launch.course import Course
    from heracles.launch.handing import Handed
    from heracles.ledger import Entry
    from heracles.reconcile import Resubmit

WAITED_FOR = 10


class Backlog:
    """The parts that are left, first those that have to be submitted again under the number that they have."""

    def __init__(self, course: Course, again: Iterable[Resubmit]) -> None:
        entries = course.journal.entries
        self._again = deque(Part(each.copy, each.attempt, each.first, each.last) for each in again)
        self._free = deque(reconcile.remaining(entries, course.launch.products))
        self._next = Numbers(entries)
        self._lanes = Lanes(course)

    def __bool__(self) -> bool:
        return bool(self._again or self._free)

    def take(self, most: int) -> Part:
        """The next part, of at most so many products."""
        part = self._again.popleft() if self._again else self._new()
        return self._lanes.placed(self.cut(part, most))

    def cut(self, part: Part, most: int) -> Part:
        """The first so many products of a part; the others are left."""
        last = min(part.last, part.first + most - 1)
        if last < part.last:
            self._free.appendleft(Range(last + 1, part.last))
        return part._replace(last=last)

    def next(self, most: int) -> Range | None:
        """The products that are taken next, if as many as now are, and nothing comes in between."""
        waiting = [each.places for each in islice(self._again, 1)] or list(islice(self._free, 1))
        return next((Range(first, min(last, first + most - 1)) for first, last in waiting), None)

    def answered(self, handed: Handed) -> None:
        """Keeps what was declined."""
        part = handed.part
        if isinstance(handed.answer, Taken):
            self._lanes.extend(part, handed.answer.job)
        elif isinstance(handed.answer, Declined):
            self._free.appendleft(part.places)
            self._next.free(part.copy, part.attempt)

    def _new(self) -> Part:
        """All of the next free places, under a number of its own."""
        free = self._free.popleft()
        copy, attempt = self._next.number()
        return Part(copy, attempt, free.first, free.last)


class Numbers:
    """Numbers of copies: those of declined ones first, so that they stay dense."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        standings = reconcile.submissions(entries)
        self._free = deque((each.copy, each.attempt) for each in standings if each.phase == "not submitted")
        self._next = 1 + max((each.copy for each in standings), default=-1)

    def number(self) -> tuple[int, int]:
        """A number for a copy, and that of the attempt to submit it."""
        if self._free:
            copy, attempt = self._free.popleft()
            return copy, attempt + 1
        self._next += 1
        return self._next - 1, 1

    def free(self, copy: int, attempt: int) -> None:
        self._free.appendleft((copy, attempt))


class Lanes:
    """Copies go into lanes in turn; in a lane one begins when those before have ended, so that a limit holds.

    It waits for the last few, not for one alone: whoever cancels that before it began must not let this one overtake.
    """

    def __init__(self, course: Course) -> None:
        self._limits = course.launch.terms.lanes
        self._last = [deque[str](maxlen=WAITED_FOR) for _ in self._limits]
        for entry in course.journal.entries:
            if isinstance(entry, Submitted):
                self._append(entry.copy, entry.job)

    def placed(self, part: Part) -> Part:
        if not self._limits:
            return part
        lane = part.copy % len(self._limits)
        return part._replace(at_once=self._limits[lane], after=tuple(self._last[lane]))

    def extend(self, part: Part, job: str | None) -> None:
        self._append(part.copy, job)

    def _append(self, copy: int, job: str | None) -> None:
        if self._limits and job:
            self._last[copy % len(self._limits)].append(job)
