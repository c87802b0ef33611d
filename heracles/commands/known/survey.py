"""How far all that a user means is: as the schedulers tell now, or as it was known last."""

from __future__ import annotations

import os
from itertools import chain

from heracles import launchers, ledger
from heracles.commands.claiming import claimed_as
from heracles.commands.known import progress
from heracles.commands.known.meanwhile import begun
from heracles.commands.targets import target_meant
from heracles.errors import LaunchError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launchers.base import CommandSettings, Reports, Runs, Terms
from heracles.ledger.finals import finals_file
from heracles.reconcile import ProductState, states_of_tasks
from heracles.status import Seen, moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from heracles.commands.known.progress import Tasks
    from heracles.commands.targets import Target
    from heracles.launchers.base import Settings, State, TaskState
    from heracles.ledger import Record, Recorded
    from heracles.sweep import Product

NOT_LAUNCHED = ProductState("waiting", 0, 1)
LASTING = progress.ENDED - {"node_fail", "preempted"}
"""The states behind which no site runs a product again of its own accord."""

IN_QUEUE: frozenset[State] = frozenset(("held", "pending", "running"))


class Silence(NamedTuple):
    """A scheduler does not answer: its own words, and when it last told anything (epoch seconds)."""

    words: str
    since: float


class Answers(NamedTuple):
    """What is known of the tasks of launches, and which schedulers do not answer."""

    tasks: Tasks
    silences: tuple[Silence, ...]


class Survey(NamedTuple):
    """The products of a target and how far they are, by index, and which schedulers do not answer.

    ``is_launched``: somebody launches what waits; of ``untold`` launchers nobody can tell what became of their jobs.
    """

    seen: tuple[Seen, ...]
    silences: tuple[Silence, ...] = ()
    is_launched: bool = False
    untold: tuple[str, ...] = ()

    @property
    def states(self) -> set[State]:
        return {each.state.state for each in self.seen}

    @property
    def of_tasks(self) -> frozenset[State]:
        """The states of all tasks, of which some products have several."""
        return states_of_tasks([each.state for each in self.seen])

    @property
    def goes_on(self) -> bool:
        """Whether more will happen to some products, as far as anybody knows."""
        return bool(self.of_tasks & IN_QUEUE) or (self.is_launched and "waiting" in self.states)

    @property
    def is_settled(self) -> bool:
        """Whether all that was launched has come to an end that stays."""
        return not self.goes_on and self.of_tasks <= {*LASTING, "waiting"}

    def while_silent(self, silences: tuple[Silence, ...]) -> Survey:
        """The same, at a time at which schedulers do not answer."""
        return self._replace(silences=silences)

    def of_launched(self) -> Survey:
        """The same without what is not launched, where nobody is at it."""
        if self.is_launched:
            return self
        return self._replace(seen=tuple(each for each in self.seen if each.state.state != "waiting"))


def survey(target: Target, show: Callable[[str], object]) -> Survey:
    """How far the products of a target are, each asked scheduler once; ``show`` is given what their programs say."""
    is_launched = any(ledger.is_claimed(target.home, claimed_as(record.launch)) for record in target.records)
    records = target.records if is_launched else _read_again(target)
    told = begun(lambda: answers(target.home, records, show))
    products = [_products(target.home, record) for record in records]
    declared = _declared(target)
    given = told()
    launched = (_of_launch(record, some, given.tasks) for record, some in zip(records, products))
    return Survey(tuple(_seen(declared, tuple(launched))), given.silences, is_launched, untold(records))


def _read_again(target: Target) -> tuple[Record, ...]:
    """The records as whoever launched left them: they may have been read before the last product was launched."""
    return tuple(ledger.read(target.home, record.launch.id) for record in target.records)


def afresh(target: Target, config: str | None) -> Target:
    """The same target as it is recorded now; of a sweep, with the launches that were begun since."""
    return target_meant(target.name, config) if target.is_sweep else target._replace(records=_read_again(target))


def untold(records: Iterable[Record]) -> tuple[str, ...]:
    """The launchers of which nobody can tell what became of their jobs, as a user calls them."""
    used = dict.fromkeys((record.launch.launcher, record.launch.settings) for record in records)
    return tuple(dict.fromkeys(called(name, settings) for name, settings in used if not can_tell(settings)))


def can_tell(settings: Settings) -> bool:
    """Whether a launcher knows what becomes of its jobs."""
    return isinstance(launchers.recorded(settings, Terms(), launchers.NOWHERE), (Reports, Runs))


def called(name: str, settings: Settings) -> str:
    return settings.command[0] if isinstance(settings, CommandSettings) else name


def answers(home: str, records: Sequence[Record], show: Callable[[str], object]) -> Answers:
    """What each scheduler tells of some launches, asked once; where one does not answer, what was known before."""
    tasks: dict[str, Sequence[TaskState]] = {}
    silences = []
    for group in progress.by_queue(records):
        try:
            tasks.update(progress.asked(home, group, show))
        except LaunchError as error:
            tasks.update(progress.remembered(home, group))
            silences.append(Silence(error.faults[0].what, _last_heard(home, group)))
    return Answers(tasks, tuple(silences))


def _last_heard(home: str, records: Sequence[Record]) -> float:
    """When something of some launches was last written down (epoch seconds)."""
    files = (finals_file(home, record.launch.id) for record in records)
    heard = (os.path.getmtime(file) for file in files if os.path.exists(file))
    return max((*heard, *(record.launch.created for record in records)))


def _products(home: str, record: Record) -> list[Recorded]:
    return [*ledger.products(home, record.launch.id, 0, record.launch.products - 1)]


def _declared(target: Target) -> dict[str, Product] | None:
    """The products of a sweep by id, as it is declared today; None where it is not, or none is meant."""
    if target.sweep is None:
        return None
    from heracles import sweep as sweeps  # noqa: PLC0415  # where one is declared

    return {product.id: product for product in sweeps.products(target.sweep)}


def _of_launch(record: Record, products: Sequence[Recorded], tasks: Tasks) -> Sequence[Seen]:
    """The products of a launch and how it left them."""
    launch = record.launch.id
    return [
        Seen._make((index, name, overrides, values, state, True, launch))
        for (_, index, name, overrides, values, _, _), state in zip(products, progress.states(record, tasks))
    ]


def _seen(declared: dict[str, Product] | None, launched: Sequence[Sequence[Seen]]) -> Iterable[Seen]:
    """The products by index, those behind all others that are declared no more."""
    if declared is None and len(launched) == 1:
        return launched[0]
    last = progress.last(chain.from_iterable(launched))
    if declared is None:
        return sorted(last.values(), key=lambda each: each.index)
    return _beside_declared(declared, last)


def _beside_declared(declared: dict[str, Product], last: dict[str, Seen]) -> Iterator[Seen]:
    """Each declared product under its index of today, then those that were launched and are declared no more."""
    indices = progress.placed(last, {name: product.index for name, product in declared.items()})
    for name, product in declared.items():
        if name in last:
            yield last[name]._replace(index=product.index)
        else:
            yield Seen(product.index, name, product.overrides, product.values, NOT_LAUNCHED)
    others = (each for name, each in last.items() if name not in declared)
    yield from (each._replace(index=indices[each.id], declared=False) for each in others)


def warnings(silences: Iterable[Silence]) -> Iterator[str]:
    """That schedulers do not answer, in a line each."""
    for silence in silences:
        yield f"{' '.join(silence.words.split())}; what is shown was known {moment(silence.since)}"
