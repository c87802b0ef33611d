"""How long what is in the way of a launch is waited for, and when waiting is given up."""

from __future__ import annotations

from collections import Counter

from heracles.errors import Fault, LaunchError
from heracles.frozen import TYPE_CHECKING
from heracles.launch.outcome import DOUBT
from heracles.launch.waiting import pauses, wait
from heracles.launchers.base import FINAL, POLICY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heracles.launch.course import Course
    from heracles.launch.events import Event
    from heracles.launch.outcome import Outcome, Stop
    from heracles.reconcile import Resubmit

MAY_MEAN = """it says no more. It may mean that you have as many jobs in the queue as you may have,
or that the job is larger or longer than you may ask for: sacctmgr show assoc where user=$USER"""


class Patience:
    """What stood in the way so far, and how often."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._pauses = pauses(course)
        self._unexplained = 0
        self._again: Counter[int] = Counter()

    def before_settling(self, outcome: Outcome) -> Iterator[Event]:
        """Gives a submission in doubt some time to arrive."""
        if outcome.copies:
            self._pauses, self._unexplained = pauses(self._course), 0
        if outcome.stop is not None and outcome.stop.kind == DOUBT:
            yield from wait(self._course, self._course.pace.doubt, outcome.stop.words)

    def after_settling(self, outcome: Outcome, again: Sequence[Resubmit]) -> Iterator[Event]:
        """Waits until the queue may be shorter; raises a LaunchError where waiting cannot help, or did not."""
        stop = outcome.stop
        self._refuse_hopeless(stop, again)
        if again and stop is None:
            yield from wait(self._course, self._course.pace.doubt, "jobs are gone before they could run")
        if stop is None or stop.kind == DOUBT:
            return
        self._unexplained += stop.kind == POLICY
        if stop.kind == FINAL or self._unexplained >= self._course.pace.tries:
            raise LaunchError.of([Fault(stop.words, stop.place, MAY_MEAN if stop.kind == POLICY else "")])
        yield from wait(self._course, next(self._pauses), f"waiting for room in the queue: {stop.words}")

    def _refuse_hopeless(self, stop: Stop | None, again: Sequence[Resubmit]) -> None:
        """Raises a LaunchError where no job of the same products ever stays."""
        self._again.update(each.copy for each in again)
        if any(self._again[each.copy] >= self._course.pace.tries for each in again):
            what = f"the same products were submitted {self._course.pace.tries} times, and no job came of it"
            raise LaunchError(
                what, stop.place if stop else None, stop.words if stop else "does somebody cancel the jobs?"
            )
