"""The products of a target's launches: where each stands today, and how its last launch left it."""

from __future__ import annotations

from heracles import sweep as sweeps
from heracles.commands.known import progress, survey
from heracles.commands.narrowing import narrowed
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.status import Seen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from heracles.commands.known.progress import Known, Tasks
    from heracles.commands.narrowing import Narrowing
    from heracles.commands.targets import Target
    from heracles.reconcile import ProductState
    from heracles.terminal import Terminal


class Launched(NamedTuple):
    """A product, and the last launch that launched it; else, the last one that was to.

    ``index`` is the one that it has today: behind those of the sweep where that does not declare it any more, and it
    is not ``is_declared`` then; without a sweep, it is that of the launch.
    """

    index: int  # type: ignore[assignment]  # hides tuple.index, as in Product
    known: Known
    is_declared: bool

    @property
    def id(self) -> str:
        return self.known.id

    @property
    def overrides(self) -> tuple[str, ...]:
        return self.known.product.overrides

    @property
    def values(self) -> dict[str, Any]:
        return self.known.values

    @property
    def state(self) -> ProductState:
        return self.known.state

    @property
    def seen(self) -> Seen:
        launch = self.known.launch.id
        return Seen(self.index, self.id, self.overrides, self.values, self.state, self.is_declared, launch)


def tasks_of(target: Target, terminal: Terminal) -> Tasks:
    """The tasks of a target's launches; warns where a scheduler does not answer, and goes by what was known before."""
    answers = survey.answers(target.home, target.records, terminal.note)
    for warning in survey.warnings(answers.silences):
        terminal.warn(warning)
    return answers.tasks


def launched(target: Target, tasks: Tasks) -> tuple[Launched, ...]:
    """Every product of a target's launches, once, by index."""
    every = (each for record in target.records for each in progress.known(target.home, record, tasks))
    last = progress.last(every)
    return tuple(sorted(_placed(last, target), key=lambda each: each.index))


def _placed(last: dict[str, Known], target: Target) -> Iterator[Launched]:
    if target.sweep is None:
        yield from (Launched(known.index, known, is_declared=True) for known in last.values())
        return
    declared = today(target)
    for product, index in progress.placed(last, declared).items():
        yield Launched(index, last[product], product in declared)


def today(target: Target) -> dict[str, int]:
    """The indices, by id, of the products that a target has as it is declared today."""
    if target.sweep is None:
        return {}
    return {product.id: product.index for product in sweeps.products(target.sweep)}


def chosen(products: tuple[Launched, ...], narrowing: Narrowing, target: Target) -> tuple[Launched, ...]:
    """Those that are meant; raises a UsageError as ``narrowed`` does, and for a product that no launch has."""
    is_launched = narrowing.product in {str(each.index) for each in products}
    if narrowing.product and not is_launched and narrowing.product in map(str, today(target).values()):
        what = f"product {narrowing.product} is not launched yet"
        raise UsageError(what, cure=f"heracles run {target.name} launches it")
    return narrowed(products, narrowing)
