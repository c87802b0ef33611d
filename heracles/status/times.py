"""How long a launch has been going on, and how long it may go on."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.status.seen import FAILED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heracles.reconcile import ProductState

MINUTE, HOUR, DAY = 60, 3600, 86400
SHORTEST = MINUTE
FEWEST_TASKS, SMALLEST_PART = 3, 0.05
"""What has to be over, in seconds, tasks, and as a part of all, before anything is said of the rest."""


def seconds_left(states: Iterable[ProductState], elapsed: float) -> float | None:
    """How many seconds the rest takes if it goes on as fast as it went for ``elapsed`` seconds.

    None where nothing runs, or too little is over to tell.
    """
    states = tuple(states)
    if elapsed < SHORTEST or not any(state.state == "running" for state in states):
        return None
    over, total = sum(map(_over, states)), sum(state.total for state in states)
    return elapsed * (total - over) / over if over >= max(FEWEST_TASKS, SMALLEST_PART * total) else None


def _over(state: ProductState) -> int:
    """How many of the tasks of a product have ended."""
    return state.total if state.state in (*FAILED, "cancelled") else state.done


def duration(seconds: float) -> str:
    """``40 s``, ``12 min``, ``1 h 12 min``, ``30 h``, ``3 days``: as exactly as somebody wants to know who waits."""
    seconds = max(0, round(seconds))
    if seconds < 2 * MINUTE:
        return f"{seconds} s"
    if seconds < HOUR:
        return f"{seconds // MINUTE} min"
    if seconds < 10 * HOUR:
        return f"{seconds // HOUR} h {seconds % HOUR // MINUTE} min"
    return f"{seconds // HOUR} h" if seconds < 2 * DAY else f"{seconds // DAY} days"
