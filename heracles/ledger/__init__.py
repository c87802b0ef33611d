"""The record on disk: what was launched, as what job, and how it ended."""

from heracles.frozen import TYPE_CHECKING
from heracles.ledger.claims import ForeignClaim, claim, holder, is_claimed
from heracles.ledger.folders import copies, create, exits, home, logs, new_launch
from heracles.ledger.journal import Writer
from heracles.ledger.launches import begin, digest, find, launches, make_copies, open_writer, products, read
from heracles.ledger.processes import group_runs, host, is_surely, process, runs, this_process
from heracles.ledger.values import (
    Abandoned,
    Called,
    Ended,
    GivenUp,
    Launch,
    Looked,
    NotSubmitted,
    Owner,
    Process,
    Record,
    Recorded,
    Released,
    Releasing,
    Started,
    Submitted,
    Submitting,
    Withdrawn,
)

if TYPE_CHECKING:
    from heracles.ledger.values import Entry as Entry, Recordable as Recordable

__all__ = [
    "Abandoned",
    "Called",
    "Ended",
    "ForeignClaim",
    "GivenUp",
    "Launch",
    "Looked",
    "NotSubmitted",
    "Owner",
    "Process",
    "Record",
    "Recorded",
    "Released",
    "Releasing",
    "Started",
    "Submitted",
    "Submitting",
    "Withdrawn",
    "Writer",
    "begin",
    "claim",
    "copies",
    "create",
    "digest",
    "exits",
    "find",
    "group_runs",
    "holder",
    "home",
    "host",
    "is_claimed",
    "is_surely",
    "launches",
    "logs",
    "make_copies",
    "new_launch",
    "open_writer",
    "process",
    "products",
    "read",
    "runs",
    "this_process",
]
