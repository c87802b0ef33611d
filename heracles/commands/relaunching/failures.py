"""Which products of some launches are to be launched again; of a script with an array of its own, which tasks."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from heracles.commands.known.launched import Launched
    from heracles.launchers.base import State, TaskState
    from heracles.ledger import Launch, Recorded

UNFINISHED = frozenset(("waiting", "pending", "running", "held"))


class Failed(NamedTuple):
    """A product that is launched again, as its last launch left it.

    ``states`` are those for which it is; ``tasks`` are theirs, in the script's own array (empty: it has none).
    """

    launched: Launched
    states: tuple[State, ...]
    tasks: tuple[int, ...] = ()

    @property
    def launch(self) -> Launch:
        return self.launched.known.launch

    @property
    def product(self) -> Recorded:
        return self.launched.known.product


class Choice(NamedTuple):
    """What is launched again, and how far everything is that it was chosen from.

    ``unfinished`` products have failed tasks, and others that wait or run; ``left`` are the states of tasks that are
    neither done nor launched again, though others of their product are.
    """

    failed: tuple[Failed, ...]
    states: tuple[State, ...]
    unfinished: int
    left: tuple[State, ...]


def chosen(meant: Sequence[Launched], states: Collection[State]) -> Choice:
    """Those of the products that are meant whose last launch left them in one of these states."""
    wanted = [each for each in (_failed(product, states) for product in meant) if each is not None]
    failed = [each for each in wanted if not UNFINISHED.intersection(_states(each.launched.state.tasks))]
    left = (state for each in failed for state in _states(each.launched.state.tasks))
    return Choice(
        tuple(failed),
        tuple(each.state.state for each in meant),
        len(wanted) - len(failed),
        tuple(state for state in left if state not in {*states, "completed"}),
    )


def _states(tasks: Iterable[TaskState]) -> list[State]:
    return [task.state for task in tasks]


def _failed(launched: Launched, states: Collection[State]) -> Failed | None:
    state = launched.state
    if not state.tasks:
        return Failed(launched, (state.state,)) if state.state in states else None
    found = {task.task: task.state for task in state.tasks if task.state in states and task.task is not None}
    return Failed(launched, tuple(found.values()), tuple(sorted(found))) if found else None
