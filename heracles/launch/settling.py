"""Leaving nothing in doubt: journal and queue say together what is adopted, released, withdrawn or submitted again."""

from __future__ import annotations

import time

from heracles import ledger, reconcile
from heracles.errors import Fault, LaunchError
from heracles.frozen import TYPE_CHECKING
from heracles.launch.events import Submitted, Warned
from heracles.launch.handing import taken
from heracles.launch.telling import title_of
from heracles.launch.waiting import insisted, wait
from heracles.launch.watching import cannot_start
from heracles.launch.withdrawing import withdrawn
from heracles.launchers.base import Finds, Holds, Tag, Tagged, Taken
from heracles.reconcile import Adopt, Ask, Confirm, Dead, Doubled, Evidence, Release, Resubmit, Wait, Withdraw

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from heracles.launch.course import Course
    from heracles.launch.events import Event
    from heracles.launchers.base import Found
    from heracles.reconcile import Decision

    Settling = Generator[Event, None, tuple[Resubmit, ...]]

UNSETTLED = ("in doubt", "held", "releasing")
SKEW_SECONDS = 5.0
PATIENCE_SECONDS = 180.0
"""For so long may the program that submits live on after us."""


def is_unsettled(course: Course) -> bool:
    """Whether a submission is in doubt, or waits to be released."""
    return any(standing.phase in UNSETTLED for standing in reconcile.submissions(course.journal.entries))


def settle(course: Course) -> Settling:
    """Adopts, releases and withdraws jobs until nothing is in doubt; what has to be submitted again.

    Raises a LaunchError where nothing can tell and the user has not said, where jobs cannot be released, and where the
    scheduler stays away.
    """
    if not isinstance(course.launcher, Finds):
        return _settle_by_word(course)
    return _settle_by_queue(course, course.launcher)


def _settle_by_word(course: Course) -> Settling:
    """For a launcher that can find nothing again: the user has to know."""
    doubts = reconcile.doubts(course.journal.entries)
    why = "it was cut off while it handed the copy over"
    yield from _answered(course, [Ask(each.copy, each.attempt, why) for each in doubts])
    return ()


def _settle_by_queue(course: Course, launcher: Finds) -> Settling:
    dead: dict[tuple[int, int], float] = {}
    while True:
        asked = time.time()
        found = yield from insisted(course, lambda: _found(course, launcher))
        decisions = yield from _simple(course, found, Evidence(asked, SKEW_SECONDS, _dead(course, dead, asked)))
        yield from _release(course, [each for each in decisions if isinstance(each, Release)])
        if reconcile.unanswered(course.journal.entries):
            course.journal.record(ledger.Looked(asked - PATIENCE_SECONDS))
        waits = [each for each in decisions if isinstance(each, Wait)]
        again = tuple(each for each in decisions if isinstance(each, Resubmit))
        if not waits or course.stopped():
            return again
        until = min(each.until for each in waits)
        yield from wait(course, until - time.time(), "a submission may still arrive, and would not be held")


def _found(course: Course, launcher: Finds) -> tuple[Found, ...]:
    """The queue's jobs, and where one is missing among them, those that accounting knows."""
    launch = course.launch
    queued = launcher.find(launch.id)
    seen = {(each.copy, each.attempt) for each in queued}
    unseen = (each for each in reconcile.submissions(course.journal.entries) if each.phase in UNSETTLED)
    if all((each.copy, each.attempt) in seen for each in unseen):
        return queued
    try:
        return (*queued, *launcher.find_finished(launch.id, launch.created - SKEW_SECONDS))
    except LaunchError:
        return queued


def _dead(course: Course, known: dict[tuple[int, int], float], now: float) -> tuple[Dead, ...]:
    """The attempts whose program has ended for certain, and when that was seen first."""
    for doubt in reconcile.doubts(course.journal.entries):
        if doubt.submitting.held:
            continue
        caller = doubt.process or doubt.submitting.process
        is_mine = doubt.process is None and caller == ledger.this_process()
        if caller.host == ledger.host() and (is_mine or not ledger.runs(caller)):
            # Without a process of its own, the program was not let begin.
            known.setdefault((doubt.copy, doubt.attempt), now if doubt.process else 0.0)
    return tuple(Dead(copy, attempt, since) for (copy, attempt), since in known.items())


def _simple(course: Course, found: Sequence[Found], evidence: Evidence) -> Generator[Event, None, Sequence[Decision]]:
    """Does all that needs no further look at the queue, and returns what is left to be done."""
    while True:
        decisions = reconcile.resolve(course.journal.entries, found, evidence)
        yield from _answered(course, [each for each in decisions if isinstance(each, Ask)])
        adopted = yield from _adopted(course, decisions)
        confirmed = [each.job for each in decisions if isinstance(each, Confirm)]
        if confirmed:
            course.journal.record(ledger.Released(tuple(confirmed)))
        if not (adopted or confirmed or any(isinstance(each, Ask) for each in decisions)):
            break
    yield from withdrawn(course, [each for each in decisions if isinstance(each, Withdraw)])
    yield from (Warned(_doubled(each)) for each in decisions if isinstance(each, Doubled))
    return decisions


def _adopted(course: Course, decisions: Iterable[Decision]) -> Generator[Event, None, bool]:
    adopts = [each for each in decisions if isinstance(each, Adopt)]
    for adopt in adopts:
        answer = Taken(adopt.job, course.launch.terms.cluster)
        course.journal.record(*taken(course, adopt.copy, adopt.attempt, answer))
        standing = _standing(course, adopt.copy)
        title = title_of(course, standing.first, standing.last)
        yield Submitted(
            standing.first, standing.last, title, adopt.job, answer.cluster, course.launch.terms.per_copy > 1
        )
    return bool(adopts)


def _standing(course: Course, copy: int) -> reconcile.Standing:
    return next(each for each in reconcile.submissions(course.journal.entries) if each.copy == copy)


def _doubled(job: Doubled) -> str:
    return f"job {job.job} is a second one for the same products and is not held: look whether both run"


def _release(course: Course, releases: Sequence[Release]) -> Iterator[Event]:
    """Lets jobs run that are recorded; raises a LaunchError for those that stay held."""
    if not releases or not isinstance(course.launcher, Holds):
        return
    tagged = [Tagged(each.job, Tag(course.launch.id, each.copy, each.attempt)) for each in releases]
    course.journal.record(ledger.Releasing(tuple(each.job for each in releases)))
    launcher = course.launcher
    released = yield from insisted(course, lambda: launcher.release(tagged))
    if released.released:
        course.journal.record(ledger.Released(released.released))
    hopeless = _hopeless(course, released.held)
    if hopeless:
        raise LaunchError.of(map(cannot_start, hopeless))
    if released.held:
        what = f"{len(released.held)} of {len(releases)} jobs stay held: {released.words or 'nobody said why'}"
        raise LaunchError(what, cure=f"their ids: {' '.join(released.held)}")


def _hopeless(course: Course, held: Sequence[str]) -> list[Found]:
    """The jobs that went back to being held because they can never start."""
    if not held or not isinstance(course.launcher, Finds):
        return []
    return [each for each in course.launcher.find(course.launch.id) if each.job in held and each.hopeless]


def _answered(course: Course, asks: Sequence[Ask]) -> Iterator[Event]:
    """Records what the user said of submissions in doubt; raises a LaunchError that names them where it is nothing."""
    if asks and course.assume is None:
        raise LaunchError.of([_in_doubt(course, each) for each in asks])
    for ask in asks:
        course.journal.record(_assumed(course, ask))
        yield Warned(f"{_name(course, ask)} counts as {course.assume}, as you say")


def _assumed(course: Course, ask: Ask) -> ledger.Entry:
    standing = _standing(course, ask.copy)
    if course.assume == "lost":
        return ledger.NotSubmitted(ask.copy, ask.attempt, "the user said so")
    if standing.job is not None:
        return ledger.Released((standing.job,))
    return ledger.Submitted(ask.copy, ask.attempt, None)


def _in_doubt(course: Course, ask: Ask) -> Fault:
    what = f"nothing can tell whether {_name(course, ask)} was submitted: {ask.why}"
    cure = "look for it, then say --assume submitted (it is there, or was) or --assume lost (submit it again)"
    return Fault(what, cure=cure)


def _name(course: Course, ask: Ask) -> str:
    standing = _standing(course, ask.copy)
    tag = Tag(course.launch.id, ask.copy, ask.attempt)
    return f"{title_of(course, standing.first, standing.last)} ({tag})"


def look_after(course: Course) -> Iterator[Event]:
    """Withdraws what came up late of a launch that is complete."""
    yield from settle(course)


def abandon(course: Course) -> Iterator[Event]:
    """Leaves nothing in doubt, and records that what was not submitted of the launch never will be."""
    again = yield from settle(course)
    lost = (ledger.NotSubmitted(each.copy, each.attempt - 1, "abandoned") for each in again)
    course.journal.record(*lost, ledger.Abandoned(time.time()))
