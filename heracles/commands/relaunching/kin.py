"""Which launches launched the same products: all of a declared sweep, or one that was given ad hoc and its retries."""

from __future__ import annotations

from heracles import ledger
from heracles.commands.launching import earlier
from heracles.commands.launching.underway import is_open, left
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from heracles.commands.targets import Target
    from heracles.ledger import Launch, Record
    from heracles.sweep import Sweep


class Kin(NamedTuple):
    """Launches that are claimed together, by ``claim``: the name of their sweep, or the id of the first of them.

    ``name`` is what to call what is meant of them; ``launch`` is the one whose products these are (None: all);
    ``sweep`` is the sweep as it is declared today, where it is meant and still is.
    """

    home: str
    name: str
    claim: str
    ad_hoc: bool
    launch: Launch | None = None
    sweep: Sweep | None = None

    def records(self) -> tuple[Record, ...]:
        """The launches and their journals as they are now, oldest first; raises a LaunchError for a damaged one."""
        if not self.ad_hoc:
            return earlier.launches_of(self.home, self.claim)
        known = {launch.id: launch for launch in ledger.launches(self.home)}
        of_one = (each for each in known.values() if each.ad_hoc and _first(each, known) == self.claim)
        return tuple(ledger.read(self.home, each.id) for each in of_one)

    def products(self) -> frozenset[str] | None:
        """The ids of the products that are meant (None: all)."""
        if self.launch is None:
            return None
        last = self.launch.products - 1
        return frozenset(each.id for each in ledger.products(self.home, self.launch.id, 0, last))


def kin_of(target: Target) -> Kin:
    """The launches among which the last one of a target's products is to be looked for."""
    if target.is_sweep:
        return Kin(target.home, target.name, target.name, ad_hoc=False, sweep=target.sweep)
    launch = target.records[-1].launch
    if not launch.ad_hoc:
        return Kin(target.home, target.name, launch.sweep, ad_hoc=False, launch=launch)
    known = {each.id: each for each in ledger.launches(target.home)}
    return Kin(target.home, target.name, _first(launch, known), ad_hoc=True)


def _first(launch: Launch, known: Mapping[str, Launch]) -> str:
    """The launch that it goes back to, as a retry of a retry of it."""
    while launch.retries in known:
        launch = known[launch.retries]
    return launch.retries or launch.id


def refuse_unfinished(records: Iterable[Record]) -> None:
    """Raises a UsageError for launches of which something is not launched yet, or in doubt."""
    for record in records:
        if is_open(record):
            launch = record.launch
            what = (
                f"{left(record)} of {launch.products} products of the launch {launch.id} are not launched, or in doubt"
            )
            raise UsageError(what, cure=f"heracles resume {launch.id} goes on with it; retry then")
