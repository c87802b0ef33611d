"""How far each product has come: the journal, joined with what the scheduler says of its tasks."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launchers.base import Tag, TaskState
from heracles.reconcile.standings import submissions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from heracles.launchers.base import State
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


NO_STATES: frozenset[State] = frozenset()


class ProductState(NamedTuple):
    """How far a product is: its worst task's state and exit code, and how many of its tasks have completed.

    ``job`` and ``task`` are the scheduler's names for it; ``task`` is None where it has several, or none of its own.
    ``reason`` is why that task waits or how it failed; ``requeued``: the site ran one of its tasks more than once;
    ``began``: one of them may have run. ``tasks`` are those of the script's own array, where it has one; ``is_part``:
    those that failed before, launched again. ``states`` are all that its tasks are in, where it has several.
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
    tasks: tuple[TaskState, ...] = ()
    is_part: bool = False
    states: frozenset[State] = NO_STATES

    @property
    def of_tasks(self) -> frozenset[State]:
        """All states that its tasks are in, of which there may be one only."""
        return self.states or frozenset((self.state,))


def product_states(
    entries: Iterable[Entry],
    products: int,
    tasks: Iterable[TaskState],
    own_tasks: Sequence[int] = (),
    launch: str = "",
) -> list[ProductState]:
    """A state per place of a ``launch``. ``own_tasks`` are the numbers in the script's own array, where it has one.

    ``tasks`` are those of jobs with a tag of this launch: each is the place of its product, counted from the first of
    its copy; with an array of the script's own, all tasks of a job are its product's, or those that were submitted.
    What the scheduler does not tell of is unknown, never failed.
    """
    by_tag = _by_tag(tasks)
    states = [ProductState("waiting", 0, len(own_tasks) or 1)] * products
    for standing in submissions(entries):
        if standing.phase != "not submitted":
            told = by_tag.get((standing.copy, standing.attempt), {})
            states[standing.first : standing.last + 1] = _of_copy(standing, told, own_tasks, launch)
    return states


def counts(states: Iterable[State]) -> tuple[tuple[State, int], ...]:
    """How many products are in which state, the worst first; states that none is in are left out."""
    number = Counter(states)
    return tuple((state, number[state]) for state in WORST_FIRST if number[state])


def states_of_tasks(products: Sequence[ProductState]) -> frozenset[State]:
    """The states that any task of the products is in; only few scripts have several tasks a product."""
    several = (product.states for product in products if product.states)
    return frozenset(product.state for product in products).union(*several)


def _by_tag(tasks: Iterable[TaskState]) -> dict[tuple[int, int], dict[int | None, TaskState]]:
    by_tag: dict[tuple[int, int], dict[int | None, TaskState]] = {}
    for tag, together in groupby(tasks, key=lambda task: task.tag):
        by_tag.setdefault((tag.copy, tag.attempt), {}).update((task.task, task) for task in together)
    return by_tag


def joined(before: ProductState, later: ProductState) -> ProductState:
    """A product of which a launch left ``before``, and a later one launched some tasks, or all of it, once more.

    A task that was cancelled before it began was not launched after all.
    """
    if not (later.is_part and before.tasks):
        return later
    launched = (task for task in later.tasks if task.began or task.state != "cancelled")
    tasks = {task.task: task for task in (*before.tasks, *launched)}
    return _of_many(tuple(tasks.values()), later.job)._replace(tasks=tuple(tasks.values()), is_part=before.is_part)


def _of_copy(standing: Standing, told: Tasks, own_tasks: Sequence[int], launch: str) -> list[ProductState]:
    if standing.phase == "ended":
        return [_of_run(standing, told)]
    if standing.submitting.tasks or len(own_tasks) > 1:
        return [_of_own_array(standing, told, standing.submitting.tasks or own_tasks, launch)]
    if standing.first == standing.last and len(told) > 1:
        return [_of_many(tuple(told.values()), standing.job)]
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
    _, number, state, exit_code, reason, requeued, began, _ = task
    done = int(state == "completed")
    rest = (exit_code, standing.job, number, reason, requeued, began, (), False, NO_STATES)
    return ProductState._make((state, done, 1, *rest))


def _of_own_array(standing: Standing, told: Tasks, numbers: Sequence[int], launch: str) -> ProductState:
    """What is told of a job as a whole holds for the tasks of which nothing else is."""
    tag = Tag(launch, standing.copy, standing.attempt)
    untold = told.get(None) or TaskState(tag, None, UNTOLD[standing.phase], began=False)
    tasks = tuple(told.get(number) or untold._replace(task=number) for number in numbers)
    is_part = bool(standing.submitting.tasks)
    return _of_many(tasks, standing.job)._replace(tasks=tasks, is_part=is_part)


def _of_many(tasks: Sequence[TaskState], job: str | None) -> ProductState:
    worst = min(tasks, key=lambda task: WORST_FIRST.index(task.state))
    done = sum(task.state == "completed" for task in tasks)
    requeued, began = any(task.requeued for task in tasks), any(task.began for task in tasks)
    state = ProductState(worst.state, done, len(tasks), worst.exit_code, job, None, worst.reason, requeued, began)
    return state._replace(states=frozenset(task.state for task in tasks))
