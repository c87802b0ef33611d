"""Looking again and again how far things are: less and less often, since sites ask that nobody loops over squeue."""

from __future__ import annotations

import time
from itertools import repeat

from heracles.frozen import TYPE_CHECKING
from heracles.launchers.base import LocalSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Protocol, TypeVar

    from heracles.commands.known.survey import Silence
    from heracles.ledger import Record

    L = TypeVar("L", bound="Look")

    class Look(Protocol):
        """What was seen at one look."""

        @property
        def silences(self) -> tuple[Silence, ...]: ...
        @property
        def goes_on(self) -> bool: ...
        @property
        def is_settled(self) -> bool: ...
        def while_silent(self: L, silences: tuple[Silence, ...]) -> L:
            """The same, at a time at which schedulers do not answer."""


FIRST, GROWTH, LONGEST = 10.0, 1.5, 60.0
LOCALLY = 1.0
"""Seconds between looks: at schedulers, and at the ledger alone."""

LOOKS_AT_UNKNOWN = 4
"""How often is looked for how something ended that has left the queue: accounting lags."""


def pace(records: Iterable[Record], every: float | None = None) -> float | None:
    """Seconds between looks at launches; of schedulers none in particular, but not too few."""
    if all(isinstance(record.launch.settings, LocalSettings) for record in records):
        return every or LOCALLY
    return every and max(every, FIRST)


def pauses(every: float | None = None) -> Iterator[float]:
    """Seconds between looks: growing, or ``every`` so many."""
    if every is not None:
        yield from repeat(every)
    pause = FIRST
    while True:
        yield pause
        pause = min(pause * GROWTH, LONGEST)


def looks(look: Callable[[], L], between: Iterator[float]) -> Iterator[L]:
    """What is seen at each look, until nothing more is to be seen; where a scheduler is silent, what was seen last."""
    last, heard, unknown = None, 0.0, 0
    while True:
        seen = look()
        if seen.silences and last is not None:
            seen = last.while_silent(_since(heard, seen.silences))
        elif not seen.silences:
            last, heard = seen, time.time()
            unknown = 0 if seen.goes_on else unknown + 1
        yield seen
        if seen.is_settled or unknown == LOOKS_AT_UNKNOWN:
            return
        time.sleep(next(between))


def _since(heard: float, silences: Sequence[Silence]) -> tuple[Silence, ...]:
    return tuple(each._replace(since=heard) for each in silences)
