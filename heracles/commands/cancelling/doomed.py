"""What waits or runs of a target and is meant to end, and whether its launchers can end it."""

from __future__ import annotations

from heracles import launchers
from heracles.commands.cancelling.living import copies, living
from heracles.commands.known import progress
from heracles.commands.narrowing import Narrowing, narrowed
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launchers.base import Cancels, Runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heracles.commands.cancelling.living import Copy, Living
    from heracles.commands.known.progress import Tasks
    from heracles.commands.targets import Target
    from heracles.launchers.base import Launcher
    from heracles.ledger import Record
    from heracles.reconcile import Standing
    from heracles.terminal import Terminal


class Doomed(NamedTuple):
    """The products of a launch that are meant and wait or run, by place, and what was told of their tasks."""

    record: Record
    launcher: Launcher
    places: Living
    tasks: Tasks

    @property
    def is_local(self) -> bool:
        return isinstance(self.launcher, Runs)

    def copies(self) -> Iterator[tuple[Copy, tuple[int, ...]]]:
        """The copies that carry any of these products, with the places of these."""
        for copy in copies(self.record, self.tasks):
            meant = tuple(place for place in copy.places if place in self.places)
            if meant and copy.standing.phase != "not submitted":
                yield copy, meant

    def standings(self) -> list[Standing]:
        return [copy.standing for copy, _ in self.copies()]


def found(target: Target, only: tuple[str, ...], terminal: Terminal) -> list[Doomed]:
    """The launches of which something waits or runs that is meant."""
    tasks = progress.asked(target.home, target.records, terminal.note)
    live = []
    for record in target.records:
        launcher = progress.recorded_launcher(target.home, record.launch, terminal.note)
        live.append(Doomed(record, launcher, living(record, tasks, launcher), tasks))
    return [each for each in (_narrowed(target, live, only) if only else live) if each.places]


def able(live: Sequence[Doomed]) -> list[Doomed]:
    """Those that their launchers can end."""
    return [each for each in live if each.is_local or isinstance(each.launcher, Cancels)]


def tell_powerless(live: Sequence[Doomed], doomed: Sequence[Doomed], terminal: Terminal, *, is_all: bool) -> None:
    """Says which launches nobody here can end; raises a UsageError where that is all that can be done."""
    for each in live:
        if each not in doomed:
            error = powerless(each.record)
            if is_all:
                raise error
            terminal.warn(f"{error.faults[0].what}; {error.faults[0].cure}")


def _narrowed(target: Target, live: Sequence[Doomed], only: tuple[str, ...]) -> list[Doomed]:
    known = [each for one in live for each in progress.known(target.home, one.record, one.tasks)]
    meant = {(each.launch.id, each.product.place) for each in narrowed(known, Narrowing(only))}
    return [
        one._replace(places={at: state for at, state in one.places.items() if (one.record.launch.id, at) in meant})
        for one in live
    ]


def powerless(record: Record) -> UsageError:
    """Why a launcher ends nothing; raises what keeps its package from being used."""
    launchers.require(record.launch.settings)
    name = record.launch.launcher
    return UsageError(f"what `{name}` was given cannot be ended by heracles", cure="end it by what took it over")
