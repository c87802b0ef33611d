"""Where the tasks of launched products write, and how far each of these tasks is."""

from __future__ import annotations

import os

from heracles import ledger, plan, reconcile, script as scripts
from heracles.commands.known import progress, survey
from heracles.commands.known.progress import Known
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launchers.base import Launched as LaunchedTask, Logs, Source, Tag, TaskState, Written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from heracles.commands.known.progress import Tasks
    from heracles.launchers.base import Launcher
    from heracles.ledger import Launch, Record, Recorded
    from heracles.reconcile import Standing
    from heracles.script import Row

NOT_SUBMITTED = Written(None, None, "it is not submitted yet")
UNTOLD = frozenset(("waiting", "held", "unknown"))
NO_TASK = Tag("", -1, 0)


class Output(NamedTuple):
    """A task of a product: its number in the array of a job (None: the job is none), how far it is, where it writes."""

    product: Known
    job: str | None
    state: TaskState
    written: Written

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that it writes to, as far as they are known, each once."""
        return tuple(dict.fromkeys(filter(None, (self.written.stdout, self.written.stderr))))


def outputs(
    home: str, records: Iterable[Record], products: Iterable[Known], tasks: Tasks, show: Callable[[str], object]
) -> tuple[Output, ...]:
    """The tasks of products, of each as of the launch that it names, or of the one that launched that task last.

    Raises a UsageError where a launcher does not know where its tasks write.
    """
    by_id = {record.launch.id: record for record in records}
    of_launch: dict[str, list[Known]] = {}
    for product in products:
        for part in _by_launch(home, product, by_id):
            of_launch.setdefault(part.launch.id, []).append(part)
    return tuple(
        output
        for launch, some in of_launch.items()
        for output in _of_launch(home, by_id[launch], some, tasks.get(launch, ()), show)
    )


def _by_launch(home: str, product: Known, records: Mapping[str, Record]) -> Iterator[Known]:
    """The product as each launch launched it that was the last one of some of its tasks."""
    tags = {task.tag for task in product.state.tasks}
    if len(tags) <= 1:
        yield product
        return
    for tag in tags:
        record = records[tag.launch]
        tasks = tuple(task for task in product.state.tasks if task.tag == tag)
        yield Known(record.launch, _recorded(home, record, tag), product.state._replace(tasks=tasks))


def _recorded(home: str, record: Record, tag: Tag) -> Recorded:
    """The product of a copy that has one."""
    place = next(each.first for each in reconcile.submissions(record.entries) if each.copy == tag.copy)
    return next(ledger.products(home, tag.launch, place, place))


def last_words(home: str, products: Iterable[Known], show: Callable[[str], object]) -> Callable[[str], str | None]:
    """What the launchers of some products say of a line, each of them asked in turn: see Logs."""
    launches = {product.launch.id: product.launch for product in products}.values()
    launchers = [_with_logs(launch, progress.recorded_launcher(home, launch, show)) for launch in launches]
    heard = tuple({type(each): each for each in launchers}.values())

    def said(line: str) -> str | None:
        return next((words for words in (each.last_words(line) for each in heard) if words is not None), None)

    return said


def _with_logs(launch: Launch, launcher: Launcher) -> Logs:
    if isinstance(launcher, Logs):
        return launcher
    name = survey.called(launch.launcher, launch.settings)
    raise UsageError(f"where jobs of `{name}` write, nobody can tell here", cure="look where it puts them itself")


def _of_launch(
    home: str, record: Record, products: Sequence[Known], told: Sequence[TaskState], show: Callable[[str], object]
) -> Iterator[Output]:
    launch = record.launch
    launcher = _with_logs(launch, progress.recorded_launcher(home, launch, show))
    source = Source(launch.script, launch.text, launch.working_directory, launch.user)
    jobs = _jobs(home, record)
    own = launcher.own_tasks(source)
    asked = [(each, task) for each in products for task in _launched(launch, jobs, each, own)]
    written = launcher.written(source, [task for _, task in asked if task is not None])
    by_task = {(each.tag, each.task): each for each in told}
    paths = iter(written)
    for product, task in asked:
        yield _waiting(product) if task is None else _output(product, task, next(paths), by_task)


def _waiting(product: Known) -> Output:
    return Output(product, None, _as_task(product, NO_TASK, None), NOT_SUBMITTED)


def _output(
    product: Known, task: LaunchedTask, written: Written, told: Mapping[tuple[Tag, int | None], TaskState]
) -> Output:
    found = told.get((task.tag, task.task)) or told.get((task.tag, None)) or _as_task(product, task.tag, task.task)
    return Output(product, task.job or None, found._replace(task=task.task), written)


def _as_task(product: Known, tag: Tag, task: int | None) -> TaskState:
    """A task of which only the product's state is known."""
    state = product.state
    if state.total == 1 or state.state in UNTOLD:
        return TaskState(tag, task, state.state, state.exit_code, state.reason, began=state.began)
    return TaskState(tag, task, "unknown")


class _Job(NamedTuple):
    """The job of a copy, and the first and the last product of the copy (one: the copy has no other)."""

    standing: Standing
    ends: tuple[Row, ...]


def _jobs(home: str, record: Record) -> dict[int, _Job]:
    """By the place of each product that is submitted, or may be, the job that has it."""
    jobs = {}
    for standing in reconcile.submissions(record.entries):
        if standing.phase != "not submitted":
            job = _Job(standing, _ends(home, record.launch, standing))
            jobs.update(dict.fromkeys(range(standing.first, standing.last + 1), job))
    return jobs


def _ends(home: str, launch: Launch, standing: Standing) -> tuple[Row, ...]:
    """Nothing where it is the product itself: that is known without reading it again."""
    if standing.first == standing.last:
        return ()
    both = (next(ledger.products(home, launch.id, place, place)) for place in (standing.first, standing.last))
    return tuple(map(plan.row, both))


def _launched(
    launch: Launch, jobs: Mapping[int, _Job], known: Known, own: Sequence[int | None]
) -> Iterator[LaunchedTask | None]:
    """The tasks of a product; one None where it is not submitted."""
    product = known.product
    job = jobs.get(product.place)
    if job is None:
        yield None
        return
    standing, rows = job.standing, job.ends or (plan.row(product),)
    tag = Tag(launch.id, standing.copy, standing.attempt)
    copy = os.path.basename(_copy(launch, rows))
    task = LaunchedTask(tag, plan.name(rows), copy, standing.job or "", None, standing.submitting.time)
    own = tuple(task.task for task in known.state.tasks) or own
    numbers = (product.place - standing.first,) if launch.terms.per_copy > 1 else own
    yield from (task._replace(task=number) for number in numbers)


def _copy(launch: Launch, rows: Sequence[Row]) -> str:
    if launch.terms.per_copy > 1:
        return scripts.array_copy_name(launch.script, rows[0].index, rows[-1].index)
    return scripts.copy_name(launch.script, rows[0].index)
