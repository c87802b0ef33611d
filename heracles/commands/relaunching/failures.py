"""Which products of some launches are to be launched again; of a script with an array of its own, which tasks."""

from __future__ import annotations

from heracles import reconcile
from heracles.commands.known import progress
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launchers.base import Logs, Source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from heracles.commands.known.progress import Known, Tasks
    from heracles.launchers.base import State, TaskState
    from heracles.ledger import Launch, Record, Recorded

    TaskStates = Mapping[int, State]

UNFINISHED = frozenset(("waiting", "pending", "running", "held"))


class Failed(NamedTuple):
    """A product that is launched again, as its last launch left it.

    ``states`` are those for which it is; ``tasks`` are theirs, in the script's own array (empty: it has none).
    """

    known: Known
    states: tuple[State, ...]
    tasks: tuple[int, ...] = ()

    @property
    def launch(self) -> Launch:
        return self.known.launch

    @property
    def product(self) -> Recorded:
        return self.known.product


class Choice(NamedTuple):
    """What is launched again, and how far everything is that it was chosen from.

    ``unfinished`` products have failed tasks, and others that wait or run; ``left`` are the states of tasks that are
    neither done nor launched again, though others of their product are.
    """

    failed: tuple[Failed, ...]
    states: tuple[State, ...]
    unfinished: int
    left: tuple[State, ...]


def latest(home: str, records: Sequence[Record], tasks: Tasks) -> Sequence[Known]:
    """Each product as its last launch left it; one that was always cancelled before it began is there too."""
    every = [known for record in records for known in progress.known(home, record, tasks)]
    last = {known.id: known for known in every if known.state.state == "cancelled"}
    last.update({known.id: known for known in every if progress.is_launched(known.state)})
    return sorted(last.values(), key=lambda known: known.index)


def chosen(
    home: str, records: Sequence[Record], tasks: Tasks, states: Collection[State], meant: Iterable[Known]
) -> Choice:
    """Those of the products that are meant whose last launch left them in one of these states."""
    of_tasks = {record.launch.id: _own_tasks(home, record, tasks) for record in records}
    failed: list[Failed] = []
    left: list[State] = []
    unfinished, meant = 0, tuple(meant)
    for known in meant:
        own = of_tasks[known.launch.id].get(known.product.place, {})
        wanted = _failed(known, own, states)
        if wanted and UNFINISHED.intersection(own.values()):
            unfinished += 1
        elif wanted:
            failed.append(wanted)
            left += [state for state in own.values() if state not in {*states, "completed"}]
    return Choice(tuple(failed), tuple(known.state.state for known in meant), unfinished, tuple(left))


def _failed(known: Known, own: TaskStates, states: Collection[State]) -> Failed | None:
    if not own:
        return Failed(known, (known.state.state,)) if known.state.state in states else None
    found = {task: state for task, state in own.items() if state in states}
    return Failed(known, tuple(found.values()), tuple(found)) if found else None


def _own_tasks(home: str, record: Record, tasks: Tasks) -> dict[int, TaskStates]:
    """How far each task of the script's own array is, by the place of its product; nothing where it has no array."""
    numbers = _numbers(home, record.launch) if record.launch.terms.own_tasks > 1 else ()
    told: dict[tuple[int, int], list[TaskState]] = {}
    for task in tasks.get(record.launch.id, ()) if numbers else ():
        told.setdefault((task.tag.copy, task.tag.attempt), []).append(task)
    return {
        each.first: _by_number(numbers, told.get((each.copy, each.attempt), ()))
        for each in (reconcile.submissions(record.entries) if numbers else ())
        if each.phase != "not submitted"
    }


def _by_number(numbers: Sequence[int], told: Sequence[TaskState]) -> TaskStates:
    """What is told of a job as a whole holds for the tasks of which nothing else is; what nobody tells is unknown."""
    states = {task.task: task.state for task in told}
    return {number: states.get(number, states.get(None, "unknown")) for number in numbers}


def _numbers(home: str, launch: Launch) -> tuple[int, ...]:
    launcher = progress.recorded_launcher(home, launch, str)
    if not isinstance(launcher, Logs):
        return ()
    numbers = launcher.own_tasks(Source(launch.script, launch.text, launch.working_directory, launch.user))
    return tuple(sorted({number for number in numbers if number is not None}))
