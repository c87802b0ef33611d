"""How far launches are: what their schedulers tell now, and what was kept of what they told before."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from itertools import count

from heracles import launchers, ledger, reconcile
from heracles.commands.known import local_runs
from heracles.errors import LaunchError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launchers.base import Logs, Reports, Runs, SlurmSettings, Source, Tag, Tagged
from heracles.ledger.finals import keep, kept

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from typing import Any, Optional, TypeVar

    from heracles.launchers.base import Launcher, TaskState
    from heracles.ledger import Launch, Record, Recorded
    from heracles.reconcile import ProductState
    from heracles.status import Seen

    P = TypeVar("P", "Known", Seen)

    Tasks = Mapping[str, Sequence[TaskState]]
    """The tasks of launches, by the launch's id."""

    Key = tuple[Tag, Optional[int]]

ENDED = frozenset(("completed", "failed", "timeout", "out_of_memory", "cancelled", "node_fail", "preempted"))
"""The states that last: what is in one of them and not in the queue any more stays so."""

SIGNALLED = 128
"""What a shell adds to the number of the signal that ended its last command."""


class Known(NamedTuple):
    """A product that was launched, the last launch that it was in, and how far it is."""

    launch: Launch
    product: Recorded
    state: ProductState

    @property
    def index(self) -> int:  # type: ignore[override]  # hides tuple.index, as in Product
        return self.product.index

    @property
    def id(self) -> str:
        return self.product.id

    @property
    def values(self) -> dict[str, Any]:
        return self.product.values


def recorded_launcher(home: str, launch: Launch, show: Callable[[str], object], stdout: int | None = None) -> Launcher:
    """The launcher of a launch, as it was recorded; what its programs say on stderr is told to ``show``.

    The output of commands goes to the descriptor ``stdout`` (None: ours).
    """
    logs, exits = ledger.logs(home, launch.id), ledger.exits(home, launch.id)
    surroundings = launchers.Surroundings(launch.interpreter, logs, exits, stdout, show)
    return launchers.recorded(launch.settings, launch.terms, surroundings)


def asked(home: str, records: Sequence[Record], show: Callable[[str], object]) -> Tasks:
    """The tasks of launches as their schedulers tell of them, each asked once, else as they are known to have ended.

    Those that have ended are kept, and nobody is asked about a job again of which all have, and are settled. Raises a
    LaunchError where a scheduler does not answer.
    """
    before = {record.launch.id: kept(home, record.launch.id) for record in records}
    told = _told(home, records, before, show)
    return {record.launch.id: _joined(home, record, before, told) for record in records}


def remembered(home: str, records: Iterable[Record]) -> Tasks:
    """The tasks of launches that are known to have ended; nobody is asked."""
    return {record.launch.id: (*kept(home, record.launch.id), *_here(home, record)) for record in records}


def states(record: Record, tasks: Tasks) -> list[ProductState]:
    """How far the products of a launch are, by place."""
    launch = record.launch
    told, own = tasks.get(launch.id, ()), _own_tasks(launch)
    return reconcile.product_states(record.entries, launch.products, told, own, launch.id)


def _own_tasks(launch: Launch) -> tuple[int, ...]:
    """The numbers in the script's own array, each once, where it has one of several tasks."""
    if launch.terms.own_tasks == 1:
        return ()
    launcher = launchers.recorded(launch.settings, launch.terms, launchers.NOWHERE)
    source = Source(launch.script, launch.text, launch.working_directory, launch.user)
    numbers = launcher.own_tasks(source) if isinstance(launcher, Logs) else ()
    return tuple(sorted({number for number in numbers if number is not None}))


def known(home: str, record: Record, tasks: Tasks) -> Iterator[Known]:
    """The products of a launch, each with its state."""
    found = states(record, tasks)
    for product in ledger.products(home, record.launch.id, 0, record.launch.products - 1):
        yield Known(record.launch, product, found[product.place])


def latest(home: str, records: Iterable[Record], tasks: Tasks) -> dict[str, Known]:
    """The products that any of the launches launched, oldest first, by id, each as the last that did left it.

    One that was cancelled before it began was not launched after all, and is left out of that launch.
    """
    every = (each for record in records for each in known(home, record, tasks))
    return {product: each for product, each in last(every).items() if is_launched(each.state)}


def last(products: Iterable[P]) -> dict[str, P]:
    """Each product by id, as the last launch that really launched it left it, else as the last of all did.

    Of a script with an array of its own, each task so. ``products`` are those of launches, oldest first.
    """
    found: dict[str, P] = {}
    for each in products:
        before = found.get(each.id)
        if before is None or is_launched(each.state) or not is_launched(before.state):
            found[each.id] = each if before is None else _after(before, each)
    return found


def _after(before: P, later: P) -> P:
    """A product as two launches left it, of which the later one may have launched some tasks alone."""
    if not later.state.is_part:
        return later
    return later._replace(state=reconcile.joined(before.state, later.state))


def placed(products: Iterable[str], today: Mapping[str, int]) -> dict[str, int]:
    """The indices of products by id: those of today, and behind these the ones that are not declared any more."""
    behind = count(1 + max(today.values(), default=-1))
    return {product: today[product] if product in today else next(behind) for product in products}


def is_launched(state: ProductState) -> bool:
    never_began = state.state == "cancelled" and not state.began and state.of_tasks == {"cancelled"}
    return state.state != "waiting" and not never_began


def queue(launch: Launch) -> object:
    """What launches have in common whose jobs are in one queue, so that it is asked once for all of them."""
    if isinstance(launch.settings, SlurmSettings):
        return launch.terms.cluster, "slurm"
    return launch.terms.cluster, launch.settings


def by_queue(records: Iterable[Record]) -> Collection[list[Record]]:
    """The launches in groups of which each has one queue."""
    groups: dict[object, list[Record]] = {}
    for record in records:
        groups.setdefault(queue(record.launch), []).append(record)
    return groups.values()


def _told(home: str, records: Iterable[Record], before: Tasks, show: Callable[[str], object]) -> Tasks:
    told: dict[str, list[TaskState]] = {}
    for group in by_queue(records):
        for task in _answer(home, group, before, show):
            told.setdefault(task.tag.launch, []).append(task)
    return told


def _answer(home: str, records: Sequence[Record], before: Tasks, show: Callable[[str], object]) -> Sequence[TaskState]:
    jobs = [job for record in records for job in _unsettled(record, before[record.launch.id])]
    for record in records if jobs else ():
        launcher = recorded_launcher(home, record.launch, show)
        if isinstance(launcher, Reports):
            return launcher.states(jobs)
    return ()


def _unsettled(record: Record, before: Sequence[TaskState]) -> Iterator[Tagged]:
    """The jobs of a launch of which not all tasks are settled, with the number of those that are not."""
    settled = Counter(task.tag for task in before if task.settled)
    for job in _jobs(record):
        if settled[job.tag] < job.tasks:
            yield job._replace(tasks=job.tasks - settled[job.tag])


def _jobs(record: Record) -> Iterator[Tagged]:
    own_tasks = record.launch.terms.own_tasks
    for each in reconcile.submissions(record.entries):
        if each.job:
            tag = Tag(record.launch.id, each.copy, each.attempt)
            tasks = len(each.submitting.tasks) or each.places.size * own_tasks
            yield Tagged(each.job, tag, each.submitting.time, tasks)


def _joined(home: str, record: Record, before: Tasks, told: Tasks) -> tuple[TaskState, ...]:
    launch = record.launch.id
    earlier = {task[:2]: task for task in before[launch]}
    now = {task[:2]: task for task in told.get(launch, ())}
    now.update({key: _exact(now[key], task) for key, task in _signalled(earlier) if key in now})
    with suppress(LaunchError):  # whoever may only read the ledger is told all the same
        keep(home, launch, (task for key, task in now.items() if task.state in ENDED and earlier.get(key) != task))
    return (*{**earlier, **now}.values(), *_here(home, record))


def _signalled(tasks: Mapping[Key, TaskState]) -> Iterator[tuple[Key, TaskState]]:
    return ((key, task) for key, task in tasks.items() if task.exit_code and task.exit_code > SIGNALLED)


def _exact(task: TaskState, before: TaskState) -> TaskState:
    """The task as squeue told of it before where that says more: sacct takes 128 off larger exit codes."""
    cut = before.state, before.requeued, (before.exit_code or 0) - SIGNALLED
    return before._replace(settled=task.settled) if (task.state, task.requeued, task.exit_code) == cut else task


def _here(home: str, record: Record) -> tuple[TaskState, ...]:
    """What has become of runs of this machine since somebody wrote into the journal."""
    begun = local_runs.running(record)
    launcher = recorded_launcher(home, record.launch, str) if begun else None
    return tuple(local_runs.ended(begun, launcher)) if isinstance(launcher, Runs) else ()
