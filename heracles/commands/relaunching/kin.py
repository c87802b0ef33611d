"""Which launches launched the same products: all of a declared sweep, or one that was given ad hoc and its retries."""

from __future__ import annotations

from heracles import ledger
from heracles.commands.known.remainder import is_open, left
from heracles.commands.targets import family, launches_of
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from heracles.commands.known.launched import Launched
    from heracles.commands.targets import Target
    from heracles.ledger import Launch, Record


class Kin(NamedTuple):
    """A target whose products are looked for in all launches of a declared sweep, or of an ad-hoc one.

    ``launch`` is the newest of the target's.
    """

    target: Target
    launch: Launch

    @property
    def claim(self) -> str:
        """What all of them are claimed by: the name of their sweep, or the id of the first."""
        return family(self.target.home, self.launch)[0].id if self.launch.ad_hoc else self.launch.sweep

    def whole(self) -> Target:
        """The target with all of these launches, as they are recorded now; raises a LaunchError for a damaged one."""
        home, launch = self.target.home, self.launch
        launches = family(home, launch) if launch.ad_hoc else launches_of(home, launch.sweep)
        return self.target._replace(records=tuple(ledger.read(home, each.id) for each in launches))

    def meant(self, products: Sequence[Launched]) -> Sequence[Launched]:
        """Those of their products that the target has: of one launch of a declared sweep, those of that launch."""
        if self.target.is_sweep or self.launch.ad_hoc:
            return products
        recorded = ledger.products(self.target.home, self.launch.id, 0, self.launch.products - 1)
        ids = {each.id for each in recorded}
        return [each for each in products if each.id in ids]


def refuse_unfinished(records: Iterable[Record]) -> None:
    """Raises a UsageError for launches of which something is not launched yet, or in doubt."""
    for record in records:
        if is_open(record):
            launch = record.launch
            what = (
                f"{left(record)} of {launch.products} products of the launch {launch.id} are not launched, or in doubt"
            )
            raise UsageError(what, cure=f"heracles resume {launch.id} goes on with it; retry then")
