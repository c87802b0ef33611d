"""How a round of submissions ended."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from heracles.errors import Place

DOUBT, FULL = "doubt", "full"
"""Kinds of stops besides those of refusals: nobody knows what became of a submission; max_queued is reached."""


class Stop(NamedTuple):
    """What is in the way: its kind, what was said, and the copy of which, which may be submitted again."""

    kind: str
    words: str
    place: Place | None = None
    copy: int | None = None


class Outcome(NamedTuple):
    """How many copies a round submitted, and what was in the way of more (None: nothing)."""

    copies: int
    stop: Stop | None = None
