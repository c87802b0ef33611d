"""Tells how a launch goes, and keeps count."""

from __future__ import annotations

from heracles import process
from heracles.commands.json_lines import json_line
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launchers.base import Ended, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Callable

    from heracles.launchers.base import Event
    from heracles.sweep import Product
    from heracles.terminal import Progress, Terminal

    Tell = Callable[[Event], None]


class Tally(NamedTuple):
    """How a launch went: the indices taken over or ended, those that failed, what stopped it (a fault, or ^C)."""

    done: tuple[int, ...]
    failed: tuple[int, ...]
    refused: Refused | None
    interrupted: bool


class _Counts:
    def __init__(self) -> None:
        self.done: list[int] = []
        self.failed: list[int] = []
        self.refused: Refused | None = None

    def add(self, event: Event) -> None:
        if isinstance(event, Refused):
            self.refused = event
            return
        self.done.append(event.submission.product_index)
        if isinstance(event, Ended) and event.exit_code:
            self.failed.append(event.submission.product_index)

    def tally(self, *, interrupted: bool) -> Tally:
        return Tally(tuple(self.done), tuple(self.failed), self.refused, interrupted)


def follow_submissions(events: Iterable[Event], tell: Tell) -> Tally:
    """Tells each event as it comes; an interrupt waits for the answer to the submission that is under way."""
    counts = _Counts()
    with process.interrupts_held_back() as interrupts:
        try:
            for event in events:
                counts.add(event)
                tell(event)
                if interrupts.came:
                    break
        except KeyboardInterrupt:
            pass
        return counts.tally(interrupted=interrupts.came)


def follow_runs(events: Iterable[Event], tell: Tell) -> Tally:
    """Tells each event as it comes; an interrupt ends the runs that are under way."""
    counts = _Counts()
    try:
        with process.interrupts_at_once():
            for event in events:
                counts.add(event)
                tell(event)
    except KeyboardInterrupt:
        return counts.tally(interrupted=True)
    return counts.tally(interrupted=False)


def in_lines(progress: Progress) -> Tell:
    """Dotted lines: the job of a submission, or how a run ended and where its output is."""

    def tell(event: Event) -> None:
        title = event.submission.title
        if isinstance(event, Ended) and event.exit_code:
            detail = f"- {process.ending(event.exit_code)}; output: {event.log}"
            progress.outcome(title, "Failed", "red", detail)
        elif isinstance(event, Ended):
            progress.outcome(title, "Passed", "green")
        elif not isinstance(event, Refused) and event.job:
            progress.outcome(title, f"job {event.job}", "green")

    return tell


def in_json(launch: str, products: Iterable[Product], terminal: Terminal) -> Tell:
    """JSON Lines: one object an event."""
    by_index = {product.index: product for product in products}

    def tell(event: Event) -> None:
        if not isinstance(event, Refused):
            terminal.result(json_line(by_index[event.submission.product_index], launch=launch, **_fields(event)))

    return tell


def _fields(event: Event) -> dict[str, object]:
    if isinstance(event, Ended):
        state = "failed" if event.exit_code else "completed"
        return {"state": state, "exit_code": event.exit_code, "log": event.log}
    if isinstance(event, Refused):
        return {"state": "waiting"}
    return {"state": "submitted", "job": event.job}
