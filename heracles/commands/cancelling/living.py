"""Which products of a launch wait or run, as far as their scheduler tells, or as this machine shows."""

from __future__ import annotations

from heracles import ledger, reconcile
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launchers.base import Cancels, Portion, Reports, Runs, Tag, Tagged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from heracles.commands.known.progress import Tasks
    from heracles.launchers.base import Launcher, State, TaskState
    from heracles.ledger import Record
    from heracles.reconcile import Standing

    Living = dict[int, State]
    """The places of products that wait or run, and which of it they do (``unknown``: nobody can tell)."""

LIVE: tuple[State, ...] = ("running", "pending", "held")


class Copy(NamedTuple):
    """A copy that was handed over or runs here, and what is told of its tasks, by their numbers."""

    record: Record
    standing: Standing
    told: dict[int | None, TaskState]

    @property
    def tag(self) -> Tag:
        return Tag(self.record.launch.id, self.standing.copy, self.standing.attempt)

    @property
    def places(self) -> Sequence[int]:
        return range(self.standing.first, self.standing.last + 1)

    @property
    def is_one_product(self) -> bool:
        return self.standing.first == self.standing.last

    @property
    def live(self) -> tuple[TaskState, ...]:
        """Its tasks that wait or run."""
        return tuple(task for task in self.told.values() if task.state in LIVE)

    def of(self, place: int) -> tuple[TaskState, ...]:
        """Those of its tasks that are the product's at a place."""
        if self.is_one_product:
            return tuple(self.told.values())
        return tuple(self.told[task] for task in (None, place - self.standing.first) if task in self.told)

    def portion(self, places: Iterable[int]) -> Portion:
        """The tasks of the products at these places; all of the job where it carries no others."""
        job = Tagged(self.standing.job or "", self.tag, self.standing.submitting.time)
        tasks = tuple(sorted(place - self.standing.first for place in places))
        return Portion(job, () if len(tasks) == self.standing.places.size else tasks)


def copies(record: Record, tasks: Tasks) -> Iterator[Copy]:
    """The copies of a launch that some job or process stands for."""
    by_tag: dict[Tag, dict[int | None, TaskState]] = {}
    for task in tasks.get(record.launch.id, ()):
        by_tag.setdefault(task.tag, {})[task.task] = task
    for standing in reconcile.submissions(record.entries):
        yield Copy(record, standing, by_tag.get(Tag(record.launch.id, standing.copy, standing.attempt), {}))


def living(record: Record, tasks: Tasks, launcher: Launcher) -> Living:
    """What waits or runs of a launch; of a launcher that does not report, all that it was given."""
    if isinstance(launcher, Runs):
        runs = (copy.standing for copy in copies(record, tasks) if runs_here(copy.standing))
        return {standing.first: "running" for standing in runs}
    given = [copy for copy in copies(record, tasks) if _was_given(copy.standing, launcher)]
    tells = isinstance(launcher, Reports)
    states = ((place, _state(copy, place, tells)) for copy in given for place in copy.places)
    return {place: state for place, state in states if state}


def runs_here(standing: Standing) -> bool:
    """Whether a run of this machine goes on; one of another is never ours to end."""
    process = standing.process
    if standing.phase != "running" or process is None or process.host != ledger.host():
        return False
    return ledger.is_surely(process) and ledger.group_runs(process)


def _was_given(standing: Standing, launcher: Launcher) -> bool:
    """Whether a job stands for a copy; one without a name can be ended by nobody, which is to be told."""
    is_named = standing.job is not None or not isinstance(launcher, Cancels)
    return is_named and standing.phase != "not submitted"


def _state(copy: Copy, place: int, tells: bool) -> State | None:
    """Of several tasks, that of the one which is farthest; None where nothing waits or runs."""
    told = {task.state for task in copy.of(place)}
    if not (told or tells):
        return "unknown"
    return next((state for state in LIVE if state in told), None)
