"""From products and their states to what is shown of them; draws and prints nothing."""

from heracles.status.picture import picture
from heracles.status.rows import ENDED_BY_SCHEDULER, ending, rows
from heracles.status.seen import FAILED, SIGNS, Seen, in_words
from heracles.status.summary import summary
from heracles.status.tallies import Launched, moment, overview

__all__ = [
    "ENDED_BY_SCHEDULER",
    "FAILED",
    "SIGNS",
    "Launched",
    "Seen",
    "ending",
    "in_words",
    "moment",
    "overview",
    "picture",
    "rows",
    "summary",
]
