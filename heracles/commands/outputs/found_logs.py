"""The outputs of the products that a user means, of which ``heracles logs`` shows something."""

from __future__ import annotations

import sys

from heracles import plan, reconcile
from heracles.commands import narrowing as narrowings
from heracles.commands.known import launched
from heracles.commands.outputs.places import outputs
from heracles.commands.targets import target_meant
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.status import SIGNS, in_words
from heracles.status.axes import find

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.commands.known.launched import Launched
    from heracles.commands.known.progress import Tasks
    from heracles.commands.narrowing import Narrowing
    from heracles.commands.outputs.places import Output
    from heracles.commands.targets import Target
    from heracles.terminal import Terminal


ALL_LINES = sys.maxsize


class Request(NamedTuple):
    """Whose logs are meant, and how many lines of each (None: as many as suit).

    ``task`` is a number in the script's own array (None: all of them).
    """

    target: str | None
    narrowing: Narrowing = narrowings.ALL
    task: int | None = None
    lines: int | None = None
    config: str | None = None


class Found(NamedTuple):
    """The products that are meant, and the outputs of their tasks; ``keys`` are those that vary in the target."""

    target: Target
    products: dict[str, Launched]
    outputs: tuple[Output, ...]
    keys: frozenset[str]

    def title(self, output: Output) -> str:
        """What an output is of: ``17  lr=0.1 seed=5``, by index and by what other products do not have."""
        product = self.products[output.product.id]
        words = [word for word in product.overrides if not self.keys or word.partition("=")[0].strip() in self.keys]
        task = f", task {output.state.task}" if product.state.total > 1 else ""
        return f"{product.index}{task}  {plan.title(words)}".rstrip()


def find_outputs(request: Request, terminal: Terminal) -> Found:
    """The outputs of the products that are meant; raises a UsageError where none is launched."""
    target = target_meant(request.target, request.config)
    if target.note:
        terminal.warn(target.note)
    if not target.records:
        raise UsageError(f"nothing of {target.name} is launched yet", cure=f"heracles run {target.name} launches it")
    return outputs_of(target, launched.tasks_of(target, terminal), request, terminal)


def outputs_of(target: Target, tasks: Tasks, request: Request, terminal: Terminal) -> Found:
    every = launched.launched(target, tasks)
    chosen = launched.chosen(every, request.narrowing, target)
    written = outputs(target.home, target.records, [each.known for each in chosen], tasks, terminal.note)
    place = {each.id: place for place, each in enumerate(chosen)}
    ordered = sorted(_of_task(written, request.task), key=lambda each: (place[each.product.id], each.state.task or 0))
    keys = find([each.seen for each in every]).keys
    return Found(target, {each.id: each for each in chosen}, tuple(ordered), frozenset(keys))


def _of_task(written: Sequence[Output], task: int | None) -> Sequence[Output]:
    if task is None:
        return written
    found = [each for each in written if each.state.task == task]
    if not found:
        raise UsageError(f"there is no task {task}", cure=_tasks_there_are(written))
    return found


def _tasks_there_are(written: Sequence[Output]) -> str:
    numbers = sorted({each.state.task for each in written if each.state.task is not None})
    return f"tasks are numbered from {numbers[0]} to {numbers[-1]}" if numbers else "no job is an array"


def refuse_many(found: Found, request: Request) -> None:
    """Raises a UsageError where a target has several products, and nobody said which are meant."""
    if len(found.products) == 1 or request.narrowing != narrowings.ALL:
        return
    states = [each.state.state for each in found.products.values()]
    (state, _), *_ = reconcile.counts(states)
    worst = next(each for each in found.products.values() if each.state.state == state)
    cure = f"heracles logs {found.target.name} {worst.index} prints one of them ({SIGNS[state].meaning})\n"
    more = "--only KEY=VALUE narrows, --failed groups failed ones by their causes, --path lists all logs"
    raise UsageError(f"{found.target.name} has {len(states)} products: {in_words(states)}", cure=f"{cure}{more}")
