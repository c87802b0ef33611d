"""What runs left in files: reading it, selecting from it, averaging and sorting it; prints nothing."""

from heracles.results.averaging import Spread, is_number, spread
from heracles.results.formats import check_name, part_of
from heracles.results.ordering import in_order
from heracles.results.reading import CUT, MISSING, Content, Trouble, read
from heracles.results.selecting import names, selected
from heracles.results.texts import exact, portable, short

__all__ = [
    "CUT",
    "MISSING",
    "Content",
    "Spread",
    "Trouble",
    "check_name",
    "exact",
    "in_order",
    "is_number",
    "names",
    "part_of",
    "portable",
    "read",
    "selected",
    "short",
    "spread",
]
