"""How a launch stands, in a few lines: numbers by state, what it waits for, since when and how long still."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.status.tallies import moment, tally
from heracles.status.times import duration, seconds_left
from heracles.terminal.values import Chart, Note

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heracles.status.seen import Seen
    from heracles.terminal.values import Panel


def summary(seen: Sequence[Seen], launched: float | None, now: float) -> tuple[Panel, ...]:
    """A bar with the numbers by state, and notes below it.

    ``launched`` is when the newest launch was begun and ``now`` the time, in seconds since the epoch; None: never.
    """
    chart = Chart((tally((), (product.state.state for product in seen)),), "product", "products")
    return (chart, *map(Note, _notes(seen, launched, now)))


def _notes(seen: Sequence[Seen], launched: float | None, now: float) -> Iterator[str]:
    yield "never launched" if launched is None else ", ".join(_times(seen, launched, now))
    waiting = [product for product in seen if product.state.state == "pending" and product.state.reason]
    if waiting:
        oldest = min(waiting, key=lambda product: product.index)
        yield f"oldest pending: {oldest.index}, {oldest.state.reason}"
    requeued = sum(product.state.requeued for product in seen)
    if requeued:
        yield f"run more than once, requeued by the site: {requeued}"


def _times(seen: Sequence[Seen], launched: float, now: float) -> Iterator[str]:
    yield f"launched {moment(launched)}"
    yield f"{duration(now - launched)} ago"
    left = seconds_left((product.state for product in _newest(seen)), now - launched)
    if left is not None:
        yield f"about {duration(left)} left"


def _newest(seen: Sequence[Seen]) -> Iterator[Seen]:
    """The products of the newest launch: what is over of earlier ones tells nothing of how fast this one goes."""
    newest = max((product.launch for product in seen), default="")
    return (product for product in seen if product.launch == newest)
