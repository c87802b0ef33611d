"""Ending what waits or runs, and what became of it: cancelled, ended meanwhile, or still there."""

from __future__ import annotations

from heracles import reconcile
from heracles.commands.cancelling import stopping
from heracles.commands.cancelling.doomed import powerless
from heracles.commands.cancelling.living import LIVE, living, runs_here
from heracles.commands.known import progress
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launchers.base import Cancelled, Cancels, CancelsTasks, Reports, Runs, Tag, TaskState
from heracles.ledger.finals import keep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from heracles.commands.cancelling.doomed import Doomed
    from heracles.commands.cancelling.living import Copy
    from heracles.commands.known.progress import Tasks
    from heracles.launchers.base import Portion, State
    from heracles.ledger import Record
    from heracles.reconcile import Standing

ENDING: State = "running"


class Fates(NamedTuple):
    """How many products were cancelled, how those ended that were faster, and how many are still there.

    ``complaints`` is what a scheduler said where it refused.
    """

    cancelled: int = 0
    ended: tuple[State, ...] = ()
    remaining: int = 0
    complaints: tuple[str, ...] = ()

    def and_of(self, states: Iterable[State]) -> Fates:
        """These products too, which are in these states now."""
        told = list(states)
        ended = tuple(state for state in told if state not in {"cancelled", *LIVE})
        remaining = sum(state in LIVE for state in told)
        cancelled = len(told) - len(ended) - remaining
        return Fates(self.cancelled + cancelled, self.ended + ended, self.remaining + remaining, self.complaints)


def end_runs(home: str, doomed: Doomed, *, is_ours: bool) -> Sequence[State]:
    """Stops runs of this machine; ``is_ours``: nobody else writes the journal, so that this does."""
    if not isinstance(doomed.launcher, Runs):
        return ()
    standings = doomed.standings()
    stopping.stop_runs(standings)
    states = list(_states_of_runs(doomed.record, standings, doomed.launcher))
    cancelled = [standing for standing, state in zip(standings, states) if state == "cancelled"]
    stopping.keep_as_cancelled(home, doomed.record.launch.id, cancelled)
    if is_ours:
        stopping.record_ends(home, doomed.record, standings, doomed.launcher)
    return states


def _states_of_runs(record: Record, standings: Iterable[Standing], launcher: Runs) -> Iterator[State]:
    for each in standings:
        code = launcher.exit_code(Tag(record.launch.id, each.copy, each.attempt))
        if code is not None:
            yield "failed" if code else "completed"
        else:
            yield ENDING if runs_here(each) else "cancelled"


def end_jobs(home: str, doomed: Sequence[Doomed], fates: Fates, show: Callable[[str], object]) -> Fates:
    """Cancels what waits or runs of launches, with one call for those of one scheduler; how it went.

    Raises a LaunchError where a scheduler does not answer, a UsageError where a launcher cannot end what is meant.
    """
    by_queue: dict[object, list[Doomed]] = {}
    for each in doomed:
        by_queue.setdefault(progress.queue(each.record.launch), []).append(each)
    for group in by_queue.values():
        cancelled = _cancelled(group)
        if isinstance(group[0].launcher, Reports):
            fates = fates.and_of(_seen(home, group, show))
        else:
            fates = fates.and_of(_said(home, group, cancelled))
        if cancelled.words:
            fates = fates._replace(complaints=(*fates.complaints, cancelled.words))
    return fates


def _cancelled(group: Sequence[Doomed]) -> Cancelled:
    portions = [copy.portion(meant) for each in group for copy, meant in each.copies()]
    launcher = group[0].launcher
    if isinstance(launcher, CancelsTasks):
        return launcher.cancel_tasks(portions)
    _refuse_parts(portions, group[0])
    if not isinstance(launcher, Cancels):
        raise powerless(group[0].record)
    return launcher.cancel([portion.job for portion in portions])


def _refuse_parts(portions: Iterable[Portion], doomed: Doomed) -> None:
    parts = [portion.job.job for portion in portions if portion.tasks]
    if parts:
        what = f"the launcher {doomed.record.launch.launcher} ends whole jobs, and only a part of some is meant"
        raise UsageError(what, cure=f"widen --only; they are {' '.join(parts)}")


def _seen(home: str, group: Sequence[Doomed], show: Callable[[str], object]) -> Iterator[State]:
    """How far the products are by what the scheduler tells now; what is gone without a trace is kept as cancelled."""
    after = progress.asked(home, [each.record for each in group], show)
    for each in group:
        launch = each.record.launch.id
        now = {(task.tag, task.task): task for task in after[launch] if task.state != "unknown"}
        gone = [task for copy, _ in each.copies() for task in copy.live if (task.tag, task.task) not in now]
        keep(home, launch, [_as_cancelled(task) for task in gone])
        yield from _fates(each, {launch: (*now.values(), *map(_as_cancelled, gone))})


def _as_cancelled(task: TaskState) -> TaskState:
    """A task of which nothing is left was cancelled before it began, if it had not: it counts as not launched."""
    return task._replace(state="cancelled", reason="", began=task.began or task.state == "running")


def _fates(doomed: Doomed, after: Tasks) -> Iterator[State]:
    """The state of each product of which some task was live, by what became of those tasks."""
    still = living(doomed.record, after, doomed.launcher)
    ends = {(task.tag, task.task): task.state for tasks in after.values() for task in tasks}
    for copy, meant in doomed.copies():
        for place in meant:
            yield still[place] if place in still else _end_of(copy, place, ends)


def _end_of(copy: Copy, place: int, ends: Mapping[tuple[Tag, int | None], State]) -> State:
    live = [task for task in copy.of(place) if task.state in LIVE]
    states: set[State] = {ends.get((task.tag, task.task), "cancelled") for task in live}
    if "cancelled" in states or not states:
        return "cancelled"
    return reconcile.counts(states)[0][0]


def _said(home: str, group: Sequence[Doomed], cancelled: Cancelled) -> Iterator[State]:
    """The same where a launcher says no more than what it cancelled; whether that had begun, nobody knows."""
    for each in group:
        for copy, meant in each.copies():
            state = _state_said(copy.standing.job or "", cancelled)
            if state == "cancelled":
                keep(home, each.record.launch.id, [TaskState(copy.tag, None, "cancelled")])
            yield from [state] * len(meant)


def _state_said(job: str, cancelled: Cancelled) -> State:
    if job in cancelled.cancelled:
        return "cancelled"
    return ENDING if job in cancelled.remaining else "unknown"
