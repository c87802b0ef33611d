"""How far products are, in words, and what to do about those that are not well."""

from __future__ import annotations

from heracles import status
from heracles.frozen import TYPE_CHECKING
from heracles.launchers.base import PluginSettings, SlurmSettings
from heracles.status import FAILED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from heracles.launchers.base import State
    from heracles.ledger import Record


def nothing_new(name: str, states: Collection[State], records: Sequence[Record]) -> str:
    """How many products are how far: ``21 completed, 3 failed, nothing new``; and what to do about failed ones."""
    return f"{in_words(states, records)}, nothing new{_hint(name, states, records)}"


def launched_before(name: str, states: Collection[State], records: Sequence[Record]) -> str:
    """The same of products beside which others are new: ``launched before: 21 completed, 3 failed``."""
    return f"launched before: {in_words(states, records)}{_hint(name, states, records)}"


def in_words(states: Iterable[State], records: Sequence[Record]) -> str:
    """How many are in which state; where no launcher can tell how far its jobs are, no more was asked for."""
    return status.in_words(states, *(() if _can_tell(records) else ("launched",)))


def _can_tell(records: Sequence[Record]) -> bool:
    return any(isinstance(record.launch.settings, (SlurmSettings, PluginSettings)) for record in records)


def _hint(name: str, states: Iterable[State], records: Sequence[Record]) -> str:
    return "".join(f". {hint}" for hint in hints(name, set(states), records))


def hints(name: str, states: Collection[State], records: Sequence[Record]) -> Iterator[str]:
    """What to do about products in some states."""
    if any(state in states for state in FAILED):
        yield f"Failed ones: heracles retry {name}"
    if "unknown" in states and _can_tell(records):  # a task of an array that is cancelled alone leaves no trace
        yield f"Nobody tells of unknown ones; any that never began: heracles run {name} --again --only KEY=VALUE"
    if "held" in states and not all(record.launch.terms.stays_held for record in records):
        yield f"Held ones: heracles resume {name}"
