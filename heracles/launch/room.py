"""How much a scheduler takes at once, by what it took and declined so far."""

from __future__ import annotations

from heracles.errors import LaunchError
from heracles.frozen import TYPE_CHECKING
from heracles.launch.waiting import insisted
from heracles.launchers.base import FINAL, LIMIT, POLICY, Counts, Declined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.launch.course import Course
    from heracles.launch.events import Event
    from heracles.launch.handing import Handed, Part
    from heracles.launch.outcome import Outcome


class Room:
    """The room in a scheduler's queue: under a limit of the user's own, and under those of the site as they show."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._terms = course.launch.terms
        self._size = self._terms.per_copy
        self._grows = False
        self._own: int | None = None
        self._mine = 0
        self.queued = 0

    @property
    def most(self) -> int:
        """How many products the next copy may carry at most."""
        return self._size if self._own is None else min(self._size, self._own // self._terms.own_tasks)

    def look(self) -> Iterator[Event]:
        """Asks how many tasks of the sweep are in the queue, where the user limits them."""
        course, launcher = self._course, self._course.launcher
        if self._terms.most_queued and isinstance(launcher, Counts):
            self.queued = yield from insisted(course, lambda: launcher.queued((*course.siblings, course.launch.id)))
            self._own = max(0, self._terms.most_queued - self.queued)

    def taken(self, part: Part) -> None:
        """A part was taken: where the size was found by trying, a larger one is tried next."""
        tasks = part.size * self._terms.own_tasks
        self._mine += tasks
        if self._grows:
            self._size = min(self._terms.per_copy, 2 * part.size)
        if self._own is not None:
            self.queued, self._own = self.queued + tasks, self._own - tasks

    def declined(self, handed: Handed) -> bool:
        """Halves the size; whether that is worth a try."""
        self._size, self._grows = max(1, handed.part.size // 2), False
        return isinstance(handed.answer, Declined) and handed.answer.kind != FINAL and handed.part.size > 1

    def guess_after(self, outcome: Outcome) -> None:
        """Where the site takes no more, goes on with as many as have left the queue meanwhile."""
        if outcome.stop is None or outcome.stop.kind not in {LIMIT, POLICY}:
            return
        before, self._mine = self._mine, self._count()
        self._size, self._grows = min(self._terms.per_copy, max(1, before - self._mine)), True

    def _count(self) -> int:
        launcher = self._course.launcher
        try:
            return launcher.mine() if isinstance(launcher, Counts) else 0
        except LaunchError:
            return 0
