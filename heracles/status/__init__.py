"""From products and their states to what is shown of them; draws and prints nothing."""

from heracles.status.picture import picture
from heracles.status.rows import rows
from heracles.status.seen import FAILED, Seen
from heracles.status.summary import summary
from heracles.status.tallies import Launched, overview

__all__ = ["FAILED", "Launched", "Seen", "overview", "picture", "rows", "summary"]
