"""Tells how a launch goes, as it goes."""

from __future__ import annotations

import sys
from contextlib import contextmanager

from heracles import ledger, process
from heracles.commands.json_lines import json_line
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launch.events import Ended, Failed, Submitted, Waiting, Warned
from heracles.launchers.base import CommandSettings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from typing import Callable, Protocol

    from heracles.errors import Fault
    from heracles.launch.events import Event
    from heracles.ledger import Launch
    from heracles.terminal import Progress, Terminal

    class Voice(Protocol):
        """How a launch is told; the output of commands goes to the descriptor ``stdout`` (None: to ours)."""

        @property
        def stdout(self) -> int | None: ...

        def telling(self, home: str, launch: Launch, products: int) -> AbstractContextManager[Teller]: ...


class Teller(NamedTuple):
    """Tells what happens, and what the programs say that a launcher calls."""

    tell: Callable[[Event], None]
    said: Callable[[str], None]


class InLines(NamedTuple):
    """Dotted lines, or a bar: the job of a submission, or how a run ended and where its output is."""

    terminal: Terminal
    stdout: int | None = None

    @contextmanager
    def telling(self, _home: str, launch: Launch, products: int) -> Iterator[Teller]:
        is_loud = isinstance(launch.settings, CommandSettings)
        with self.terminal.lines() if is_loud else self.terminal.progress(products) as progress:
            yield Teller(lambda event: _tell(event, progress), progress.note)


def _tell(event: Event, progress: Progress) -> None:
    if isinstance(event, Ended) and event.exit_code:
        detail = f"- {process.ending(event.exit_code)}; output: {event.log}"
        progress.outcome(event.title, "Failed", "red", detail)
    elif isinstance(event, Ended):
        progress.outcome(event.title, "Passed", "green")
    elif isinstance(event, Submitted) and event.job:
        cluster = f" on {event.cluster}" if event.cluster else ""
        progress.outcome(event.title, f"job {event.job}{cluster}", "green", number=event.last - event.first + 1)
    elif isinstance(event, Waiting):
        progress.status(event.why)
    elif isinstance(event, Warned):
        progress.note(f"heracles: warning: {event.text}")


class InJson(NamedTuple):
    """JSON Lines on stdout, where nothing else goes: one object a product, as soon as it is launched or has ended."""

    terminal: Terminal

    @property
    def stdout(self) -> int | None:
        return sys.stderr.fileno()

    @contextmanager
    def telling(self, home: str, launch: Launch, _products: int) -> Iterator[Teller]:
        yield Teller(lambda event: self._tell(event, home, launch), self.terminal.note)

    def _tell(self, event: Event, home: str, launch: Launch) -> None:
        if isinstance(event, Submitted):
            self.terminal.results(_submitted(event, home, launch))
        elif isinstance(event, Ended):
            self.terminal.results(_ended(event, home, launch))
        elif isinstance(event, Waiting) and event.why:
            self.terminal.note(event.why)
        elif isinstance(event, Warned):
            self.terminal.warn(event.text)


def _submitted(event: Submitted, home: str, launch: Launch) -> Iterator[str]:
    fields = {"launch": launch.id, "state": "submitted", "job": event.job}
    for product in ledger.products(home, launch.id, event.first, event.last):
        yield json_line(product, **fields, task=product.place - event.first if event.is_array else None)


def _ended(event: Ended, home: str, launch: Launch) -> Iterator[str]:
    state = "failed" if event.exit_code else "completed"
    for product in ledger.products(home, launch.id, event.place, event.place):
        yield json_line(product, launch=launch.id, state=state, exit_code=event.exit_code, log=event.log)


class Tally(NamedTuple):
    """How a launch went: how many jobs, products launched, and runs that failed; what was wrong."""

    jobs: int = 0
    launched: int = 0
    failed: int = 0
    faults: tuple[Fault, ...] = ()
    interrupted: bool = False

    def after(self, event: Event) -> Tally:
        if isinstance(event, Submitted):
            return self._replace(jobs=self.jobs + 1, launched=self.launched + event.last - event.first + 1)
        if isinstance(event, Ended):
            return self._replace(launched=self.launched + 1, failed=self.failed + bool(event.exit_code))
        if isinstance(event, Failed):
            return self._replace(faults=(*self.faults, event.fault))
        return self
