"""What a user says of submissions of which nothing can tell."""

from __future__ import annotations

from heracles import reconcile
from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heracles.ledger import Entry


class Assumption(NamedTuple):
    """What a user says, by ``submitted`` or ``lost``, of what was in doubt when the command began, and of no more.

    ``doubts`` are copies, attempts and how far these were then.
    """

    said: str
    doubts: frozenset[tuple[int, int, reconcile.Phase]]

    def of(self, standing: reconcile.Standing) -> str | None:
        """What was said of a submission that is in doubt now; None where it was not so then."""
        return self.said if _doubt(standing) in self.doubts else None


def assumption(said: str | None, entries: Iterable[Entry]) -> Assumption | None:
    """What a user says of a launch whose journal reads so as the command begins (None: nothing)."""
    return Assumption(said, frozenset(map(_doubt, reconcile.unfinished(entries)))) if said else None


def _doubt(standing: reconcile.Standing) -> tuple[int, int, reconcile.Phase]:
    return standing.copy, standing.attempt, standing.phase
