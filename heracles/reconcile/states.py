"""How far each product has come: the journal, joined with what the scheduler says of its tasks."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.reconcile.standings import submissions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from heracles.launchers.base import State, TaskState
    from heracles.ledger.values import Entry
    from heracles.reconcile.standings import Phase, Standing

    Tasks = Mapping[int | None, TaskState]

WORST_FIRST: tuple[State, ...] = (
    "failed", "out_of_memory", "timeout", "node_fail", "cancelled", "preempted", "unknown", "held", "waiting",
    "pending", "running", "completed",
)  # fmt: skip

UNTOLD: dict[Phase, State] = {
    "in doubt": "unknown",
    "held": "held",
    "releasing": "unknown",
    "launched": "unknown",
    "running": "running",
    "ended": "unknown",
}
"""What is known of a product's tasks where the scheduler says nothing."""


class ProductState(NamedTuple):
    """How far a product is: its worst task's state and exit code, and how many of its tasks have completed.

    ``job`` and ``task`` are the scheduler's names for it; ``task`` is None where it has several, or none of its own.
    ``reason`` is why that task waits or how it failed; ``requeued``: the site ran one of its tasks more than once;
    ``began``: one of them may have run.
    """

    state: State
    done: int
    total: int
    exit_code: int | None = None
    job: str | None = None
    task: int | None = None
    reason: str = ""
    requeued: bool = False
    began: bool = True


def product_states(
    entries: Iterable[Entry], products: int, tasks: Iterable[TaskState], own_tasks: int = 1
) -> list[ProductState]:
    """A state per place. ``own_tasks`` is the number of tasks in the script's own array, where it has one.

    ``tasks`` are those of jobs with a tag of this launch: each is the place of its product, counted from the first of
    its copy; with an array of the script's own, all tasks of a job are its product's. What the scheduler does not tell
    of is unknown, never failed.
    """
    by_tag = _by_tag(tasks)
    states = [ProductState("waiting", 0, own_tasks)] * products
    for standing in submissions(entries):
        if standing.phase != "not submitted":
            told = by_tag.get((standing.copy, standing.attempt), {})
            states[standing.first : standing.last + 1] = _of_copy(standing, told, own_tasks)
    return states


def counts(states: Iterable[State]) -> tuple[tuple[State, int], ...]:
    """How many products are in which state, the worst first; states that none is in are left out."""
    number = dict.fromkeys(WORST_FIRST, 0)
    for state in states:
        number[state] += 1
    return tuple((state, count) for state, count in number.items() if count)


def _by_tag(tasks: Iterable[TaskState]) -> dict[tuple[int, int], dict[int | None, TaskState]]:
    by_tag: dict[tuple[int, int], dict[int | None, TaskState]] = {}
    for task in tasks:
        by_tag.setdefault((task.tag.copy, task.tag.attempt), {})[task.task] = task
    return by_tag


def _of_copy(standing: Standing, told: Tasks, own_tasks: int) -> list[ProductState]:
    if standing.phase == "ended":
        return [_of_run(standing, told)]
    if own_tasks > 1 or (standing.first == standing.last and len(told) > 1):
        return [_of_many(standing, tuple(told.values()), own_tasks)]
    places = range(standing.last - standing.first + 1)
    return [_of_one(standing, told.get(place) or _of_whole_job(standing, told)) for place in places]


def _of_run(standing: Standing, told: Tasks) -> ProductState:
    """What ran on this machine; one that was cancelled did not fail, whatever its exit code says."""
    state: State = "failed" if standing.exit_code else "completed"
    if state == "failed" and None in told and told[None].state == "cancelled":
        state = "cancelled"
    return ProductState(state, int(state == "completed"), 1, standing.exit_code)


def _of_whole_job(standing: Standing, told: Tasks) -> TaskState | None:
    """What is said of a job as a whole: of a job that is no array, or of an array that nobody has split up yet."""
    if standing.first == standing.last and len(told) == 1:
        return next(iter(told.values()))
    return told.get(None)


def _of_one(standing: Standing, task: TaskState | None) -> ProductState:
    if task is None:
        return ProductState(UNTOLD[standing.phase], 0, 1, None, standing.job)
    _, number, state, exit_code, reason, requeued, began = task
    done = int(state == "completed")
    return ProductState._make((state, done, 1, exit_code, standing.job, number, reason, requeued, began))


def _of_many(standing: Standing, told: Sequence[TaskState], own_tasks: int) -> ProductState:
    total = max(own_tasks, len(told))
    ends = [(task.state, task.exit_code, task.reason) for task in told]
    if len(told) < total:
        ends.append((UNTOLD[standing.phase], None, ""))
    state, exit_code, reason = min(ends, key=lambda end: WORST_FIRST.index(end[0]))
    done = sum(task.state == "completed" for task in told)
    requeued, began = any(task.requeued for task in told), any(task.began for task in told)
    return ProductState(state, done, total, exit_code, standing.job, None, reason, requeued, began)
