"""How far each copy of a launch has come, by its journal alone."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.ledger.values import (
    Abandoned,
    Called,
    Ended,
    GivenUp,
    Looked,
    NotSubmitted,
    Released,
    Releasing,
    Started,
    Submitted,
    Submitting,
    Withdrawn,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Literal

    from heracles.ledger.values import Entry, Process

    Phase = Literal["in doubt", "held", "releasing", "launched", "running", "ended", "not submitted"]

LATEST_ACCEPTANCE = 300.0
"""Seconds after the end of its client for which a congested controller was seen to take over a submission."""

UNSETTLED: tuple[Phase, ...] = ("in doubt", "held", "releasing")
"""The phases of copies of which it is not known that their jobs may run."""


class Standing(NamedTuple):
    """The last attempt to submit a copy, and what became of it.

    ``in doubt``: nobody recorded how it went; ``held``: submitted, and never released by us; ``releasing``: it may have
    been released; ``running`` and ``ended``: by this machine itself; ``not submitted``: its products are free for other
    copies. ``job`` is None where no scheduler named it; ``process`` runs the copy, or submitted it, where it is known.
    """

    submitting: Submitting
    phase: Phase = "in doubt"
    job: str | None = None
    cluster: str = ""
    process: Process | None = None
    exit_code: int | None = None

    @property
    def copy(self) -> int:
        return self.submitting.copy

    @property
    def attempt(self) -> int:
        return self.submitting.attempt

    @property
    def first(self) -> int:
        return self.submitting.first

    @property
    def last(self) -> int:
        return self.submitting.last

    @property
    def places(self) -> Range:
        return Range(self.first, self.last)


class Range(NamedTuple):
    """Places of products, both ends included."""

    first: int
    last: int

    @property
    def size(self) -> int:
        return self.last - self.first + 1


def submissions(entries: Iterable[Entry]) -> tuple[Standing, ...]:
    """How far each copy has come, in the order in which copies were first submitted."""
    by_copy: dict[int, Standing] = {}
    copy_of: dict[str, int] = {}
    for entry in entries:
        if isinstance(entry, Submitting):
            by_copy[entry.copy] = Standing(entry)
        elif isinstance(entry, (Releasing, Released)):
            copies = (copy_of[job] for job in entry.jobs if job in copy_of)
            by_copy.update((copy, _let_go(by_copy[copy], entry)) for copy in copies)
        elif isinstance(entry, (Abandoned, Looked)):
            continue
        elif entry.copy in by_copy and entry.attempt == by_copy[entry.copy].attempt:
            by_copy[entry.copy] = _after(by_copy[entry.copy], entry)
            if isinstance(entry, Submitted) and entry.job is not None:
                copy_of[entry.job] = entry.copy
    return tuple(by_copy.values())


def _let_go(standing: Standing, entry: Releasing | Released) -> Standing:
    if standing.job not in entry.jobs:  # a later attempt has another job
        return standing
    return standing._replace(phase="releasing" if isinstance(entry, Releasing) else "launched")


def _after(
    standing: Standing, entry: Called | Submitted | NotSubmitted | GivenUp | Withdrawn | Started | Ended
) -> Standing:
    if isinstance(entry, Called):
        return standing._replace(process=entry.process)
    if isinstance(entry, Submitted):
        held = standing.submitting.held and entry.job is not None
        return standing._replace(phase="held" if held else "launched", job=entry.job, cluster=entry.cluster)
    if isinstance(entry, Started):
        return standing._replace(phase="running", process=entry.process)
    if isinstance(entry, Ended):
        return standing._replace(phase="ended", exit_code=entry.exit_code)
    if isinstance(entry, Withdrawn) and entry.job != standing.job:  # another job with the same tag
        return standing
    return standing._replace(phase="not submitted")


def unfinished(entries: Iterable[Entry]) -> tuple[Standing, ...]:
    """The copies that are neither launched nor free for others: unsettled ones, and those that this machine runs."""
    return tuple(each for each in submissions(entries) if each.phase in UNSETTLED or each.phase == "running")


def doubts(entries: Iterable[Entry]) -> tuple[Standing, ...]:
    """The copies of which the journal does not know whether they may run: the scheduler has to be asked."""
    return tuple(standing for standing in submissions(entries) if standing.phase in ("in doubt", "releasing"))


def unanswered(entries: Iterable[Entry]) -> int:
    """How many attempts to submit got no answer, and may come up late: nobody looked since they no longer could."""
    entries = tuple(entries)
    answers = (each for each in entries if isinstance(each, (Submitted, NotSubmitted, Started)))
    answered = {(each.copy, each.attempt) for each in answers}
    looked = max((each.time for each in entries if isinstance(each, Looked)), default=0.0)
    tried = (each for each in entries if isinstance(each, Submitting) and each.time + LATEST_ACCEPTANCE > looked)
    return len({(each.copy, each.attempt) for each in tried} - answered)


def next_copy(entries: Iterable[Entry]) -> int:
    """A number that no copy of the launch has."""
    return 1 + max((standing.copy for standing in submissions(entries)), default=-1)


def remaining(entries: Iterable[Entry], products: int) -> tuple[Range, ...]:
    """The places that are free for further copies: those that no standing copy carries; none of an abandoned launch."""
    entries = tuple(entries)
    if any(isinstance(entry, Abandoned) for entry in entries):
        return ()
    taken = sorted((one.first, one.last) for one in submissions(entries) if one.phase != "not submitted")
    return tuple(_gaps(taken, products))


def left(entries: Iterable[Entry], products: int) -> tuple[Range, ...]:
    """The places that may still be let run: free ones, and those of copies that are unfinished."""
    entries = tuple(entries)
    return (*remaining(entries, products), *(each.places for each in unfinished(entries)))


def _gaps(taken: list[tuple[int, int]], products: int) -> Iterator[Range]:
    free = 0
    for first, last in (*taken, (products, products)):
        if free < first:
            yield Range(free, first - 1)
        free = max(free, last + 1)
