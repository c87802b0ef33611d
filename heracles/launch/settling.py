"""Leaving nothing in doubt: journal and queue say together what is adopted, released, withdrawn or submitted again."""

from __future__ import annotations

import time

from heracles import ledger, reconcile
from heracles.errors import HeraclesError, LaunchError
from heracles.frozen import TYPE_CHECKING
from heracles.launch.asking import answered, standing_of
from heracles.launch.events import Submitted, Warned
from heracles.launch.evidence import Deaths, look, refuse_strange
from heracles.launch.handing import taken
from heracles.launch.letting_go import let_go
from heracles.launch.telling import title_of
from heracles.launch.waiting import insisted, wait
from heracles.launch.withdrawing import withdrawn
from heracles.launchers.base import Finds, Taken
from heracles.reconcile import Adopt, Ask, Confirm, Doubled, Release, Resubmit, Wait, Withdraw

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence
    from typing import TypeVar

    from heracles.launch.course import Course
    from heracles.launch.events import Event
    from heracles.launch.evidence import Seen
    from heracles.reconcile import Decision

    T = TypeVar("T")
    Settling = Generator[Event, None, tuple[Resubmit, ...]]

PATIENCE_SECONDS = 180.0
"""For so long may the program that submits live on after us."""


def is_unsettled(course: Course) -> bool:
    """Whether a submission is in doubt, or waits to be released."""
    return any(standing.phase in reconcile.UNSETTLED for standing in reconcile.submissions(course.journal.entries))


def settle(course: Course) -> Settling:
    """Adopts, releases and withdraws jobs until nothing is in doubt; what has to be submitted again.

    Raises a LaunchError where nothing can tell and the user has not said, where jobs cannot be released, and where the
    scheduler stays away.
    """
    deaths = Deaths()
    while True:
        decisions = yield from decided(course, deaths)
        yield from let_go(course, [each for each in decisions if isinstance(each, Release)])
        waits = [each for each in decisions if isinstance(each, Wait)]
        if not waits or course.stopped():
            return tuple(each for each in decisions if isinstance(each, Resubmit))
        until = min(each.until for each in waits)
        yield from wait(course, until - time.monotonic(), "a submission may still arrive, and would not be held")


def settled_if_it_breaks(course: Course, submitting: Generator[Event, None, T]) -> Generator[Event, None, T]:
    """Goes through with submissions; where that raises an error, leaves nothing of them in doubt, or held, before.

    What keeps from that is raised as well.
    """
    try:
        return (yield from submitting)
    except HeraclesError as error:
        broken_by = error.faults
    try:
        if is_unsettled(course):
            yield from settle(course)
    except HeraclesError as error:
        raise LaunchError.of(dict.fromkeys((*broken_by, *error.faults))) from None
    raise LaunchError.of(broken_by)


def look_after(course: Course) -> Iterator[Event]:
    """Withdraws what came up late of a launch that is complete."""
    yield from settle(course)


def abandon(course: Course) -> Iterator[Event]:
    """Lets nothing more of a launch run: what is held is cancelled, and what was not submitted never will be."""
    decisions = yield from decided(course, Deaths())
    held = [Withdraw(each.job, each.copy, each.attempt) for each in decisions if isinstance(each, Release)]
    yield from withdrawn(course, held)
    lost = [(each.copy, each.attempt - 1) for each in decisions if isinstance(each, Resubmit)]
    unsure = [(each.copy, each.attempt) for each in decisions if isinstance(each, Wait)]
    course.journal.record(*(ledger.GivenUp(*each) for each in (*lost, *unsure)), ledger.Abandoned(time.time()))


def decided(course: Course, deaths: Deaths) -> Generator[Event, None, Sequence[Decision]]:
    """What is to be done about the launch's submissions, after all was done that lets no job run.

    Jobs are adopted, and strays withdrawn; the user is asked what nothing else can tell.
    """
    launcher = course.launcher
    if not isinstance(launcher, Finds):
        yield from answered(course, _broken_off(course))
        return ()
    seen = yield from insisted(course, lambda: look(course, launcher, deaths))
    refuse_strange(seen.strange)
    decisions = yield from _recorded(course, seen)
    yield from withdrawn(course, [each for each in decisions if isinstance(each, Withdraw)])
    yield from (Warned(_doubled(each)) for each in decisions if isinstance(each, Doubled))
    if reconcile.unanswered(course.journal.entries):
        course.journal.record(ledger.Looked(seen.evidence.asked - PATIENCE_SECONDS))
    return decisions


def _broken_off(course: Course) -> list[Ask]:
    """For a launcher that can find nothing again, only the user knows."""
    doubts = reconcile.doubts(course.journal.entries)
    return [Ask(each.copy, each.attempt, "the call that handed it over was broken off") for each in doubts]


def _recorded(course: Course, seen: Seen) -> Generator[Event, None, Sequence[Decision]]:
    """Records what was found until that decides nothing more."""
    while True:
        decisions = reconcile.resolve(course.journal.entries, seen.found, seen.evidence)
        asks = [each for each in decisions if isinstance(each, Ask)]
        yield from answered(course, asks)
        adopted = yield from _adopted(course, decisions)
        confirmed = [each.job for each in decisions if isinstance(each, Confirm)]
        if confirmed:
            course.journal.record(ledger.Released(tuple(confirmed)))
        if not (adopted or confirmed or asks):
            return decisions


def _adopted(course: Course, decisions: Iterable[Decision]) -> Generator[Event, None, bool]:
    adopts = [each for each in decisions if isinstance(each, Adopt)]
    for adopt in adopts:
        answer = Taken(adopt.job, course.launch.terms.cluster)
        course.journal.record(*taken(course, adopt.copy, adopt.attempt, answer))
        first, last = standing_of(course, adopt.copy).places
        is_array = course.launch.terms.per_copy > 1
        yield Submitted(first, last, title_of(course, first, last), adopt.job, answer.cluster, is_array)
    return bool(adopts)


def _doubled(job: Doubled) -> str:
    return f"job {job.job} is a second one for the same products and is not held: look whether both run"
