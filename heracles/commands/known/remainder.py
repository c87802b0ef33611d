"""What is left to do about a launch: what is not launched yet or in doubt, and what may still come of it unseen."""

from __future__ import annotations

from heracles import ledger, reconcile
from heracles.frozen import TYPE_CHECKING
from heracles.launchers.base import LocalSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.ledger import Record, Recorded


def left(record: Record) -> int:
    """How many products of a launch are not launched yet."""
    return sum(part.size for part in reconcile.left(record.entries, record.launch.products))


def is_closed(record: Record) -> bool:
    """Whether what was not launched of a launch never will be."""
    return any(isinstance(entry, ledger.Abandoned) for entry in record.entries)


def is_open(record: Record) -> bool:
    """Whether something of a launch is not launched yet, or in doubt."""
    return left(record) > 0


def has_loose_ends(record: Record) -> bool:
    """Whether a submission that was given up may still come up, or a run that was left alone may have ended."""
    return reconcile.unanswered(record.entries) > 0 or bool(left_alone(record))


def left_alone(record: Record) -> tuple[reconcile.Range, ...]:
    """The places of runs on another host of which a user said that they go on, and nobody has seen the end yet."""
    if not isinstance(record.launch.settings, LocalSettings):
        return ()
    return tuple(each.places for each in reconcile.submissions(record.entries) if each.phase == "launched")


def left_of(home: str, record: Record) -> Iterator[Recorded]:
    """The products of a launch that may still be let run: not launched, held, in doubt, or broken off."""
    for part in reconcile.left(record.entries, record.launch.products):
        yield from ledger.products(home, record.launch.id, part.first, part.last)
