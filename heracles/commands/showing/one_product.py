"""One product of a target, in all launches that had it."""

from __future__ import annotations

from heracles import plan, sweep as sweeps
from heracles.commands.known import launched, progress
from heracles.commands.narrowing import Narrowing, narrowed
from heracles.commands.outputs.places import outputs
from heracles.commands.showing import hand_copy
from heracles.commands.targets import target_meant
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.reconcile import ProductState
from heracles.status import FAILED, Seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heracles.commands.known.launched import Launched
    from heracles.commands.known.progress import Known, Tasks
    from heracles.commands.outputs.places import Output
    from heracles.commands.showing.hand_copy import HandCopy
    from heracles.commands.targets import Target
    from heracles.terminal import Terminal

NOT_LAUNCHED = ProductState("waiting", 0, 1, began=False)


class Part(NamedTuple):
    """A launch that had a product, how far that was, and its tasks there (none: ``why`` says why they are not told)."""

    known: Known
    outputs: tuple[Output, ...]
    why: str = ""


class OneProduct(NamedTuple):
    """A product of a target, and the launches that had it, oldest first."""

    target: Target
    seen: Seen
    parts: tuple[Part, ...]

    @property
    def by_hand(self) -> HandCopy:
        """What runs it by hand: as the launch had it that tells how far it is, or as it would be launched."""
        if self.target.sweep is not None and not self.seen.launch:
            return hand_copy.of_sweep(self.target.sweep, self.seen)
        last = next(part for part in self.parts if part.known.launch.id == self.seen.launch)
        return hand_copy.of_launch(last.known.launch, last.known.product, _task(last.outputs))


def _task(tasks: Sequence[Output]) -> int | None:
    """The number of the first task that failed, else of the first."""
    failed = (each.state.task for each in tasks if each.state.state in FAILED)
    return next(failed, tasks[0].state.task if tasks else None)


def one_product(target: str, name: str, config: str | None, terminal: Terminal) -> OneProduct:
    """The product of that index, or whose id begins so; raises a UsageError where there is none, or more than one."""
    meant = target_meant(target, config)
    if meant.note:
        terminal.warn(meant.note)
    tasks = launched.tasks_of(meant, terminal)
    seen = _named(meant, launched.launched(meant, tasks), name)
    return OneProduct(meant, seen, tuple(_parts(meant, seen.id, tasks, terminal)))


def _named(target: Target, products: Sequence[Launched], name: str) -> Seen:
    seen = {each.id: each for each in _declared(target)}
    seen.update((each.id, each.seen) for each in products)
    return narrowed(seen.values(), Narrowing(product=name))[0]


def _declared(target: Target) -> Iterator[Seen]:
    if target.sweep is not None:
        for each in plan.filled(sweeps.products(target.sweep), target.sweep):
            yield Seen(each.index, each.id, each.overrides, each.values, NOT_LAUNCHED)


def _parts(target: Target, product: str, tasks: Tasks, terminal: Terminal) -> Iterator[Part]:
    for record in target.records:
        for known in progress.known(target.home, record, tasks):
            if known.id == product:
                try:
                    yield Part(known, outputs(target.home, [record], [known], tasks, terminal.note))
                except UsageError as error:
                    yield Part(known, (), error.faults[0].what)
