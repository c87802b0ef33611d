"""Running a launch's copies on this machine: none twice at once, and none that ended is forgotten."""

from __future__ import annotations

import time

from heracles import ledger, plan, reconcile
from heracles.errors import HeraclesError
from heracles.frozen import TYPE_CHECKING
from heracles.launch import copies
from heracles.launch.events import Ended, Failed, Warned
from heracles.launch.handing import Part, fitting_rows, submission, write_copy
from heracles.launch.telling import title_of
from heracles.launchers.base import Begun, Tag

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterator

    from heracles.launch.course import Course
    from heracles.launch.events import Event
    from heracles.launchers.base import Ended as RunEnded, Runs, Submission
    from heracles.ledger import Entry, Process

    Parts = dict[Tag, tuple[Part, str]]


def run_here(course: Course, launcher: Runs) -> Iterator[Event]:
    """Runs all that is left of a launch; what still runs from before is left alone, and told."""
    try:
        dead = yield from _looked_after(course, launcher)
        parts: Parts = {}
        for event in launcher.run(_submissions(course, dead, parts)):
            if isinstance(event, Begun):
                course.journal.record(*_begun(*parts[event.submission.tag], event))
            else:
                yield _ended(course, *parts.pop(event.submission.tag), event)
    except HeraclesError as error:
        yield from (Failed(fault) for fault in error.faults)


def abandon_here(course: Course, launcher: Runs) -> Iterator[Event]:
    """Records that what has not run of a launch, or was broken off, never will; what still runs is left alone."""
    dead = yield from _looked_after(course, launcher)
    entries = course.journal.entries
    again = tuple(_again(entries, dead))
    course.journal.record(*(ledger.NotSubmitted(each.copy, each.attempt - 1, "broken off") for each in again))
    if not any(isinstance(entry, ledger.Abandoned) for entry in entries):
        course.journal.record(ledger.Abandoned(time.time()))


def _looked_after(course: Course, launcher: Runs) -> Generator[Event, None, tuple[Process, ...]]:
    """Records how runs ended that nobody saw the end of, says which still run, and returns those that were broken off.

    A run that ends meanwhile counts as running: its end is looked for after its process.
    """
    dead: list[Process] = []
    for standing in reconcile.submissions(course.journal.entries):
        if standing.phase != "running" or standing.process is None:
            continue
        has_ended = _has_ended(standing.process)
        code = launcher.exit_code(Tag(course.launch.id, standing.copy, standing.attempt))
        if code is not None:
            yield from _ended_meanwhile(course, standing, code)
        elif has_ended:
            dead.append(standing.process)
        else:
            title = title_of(course, standing.first, standing.last)
            where = f"process {standing.process.pid} on {standing.process.host}"
            yield Warned(f"{title} still runs, as {where}; it is left alone")
    return tuple(dead)


def _ended_meanwhile(course: Course, standing: reconcile.Standing, code: int) -> Iterator[Event]:
    course.journal.record(ledger.Ended(standing.copy, standing.attempt, code, 0.0))
    if not course.launch.keep:
        rows = fitting_rows(course, Part(standing.copy, standing.attempt, standing.first, standing.last))
        copies.delete([plan.copy(course.launch, rows, None).path])
    if code:
        how = f"was killed by signal {-code}" if code < 0 else f"failed with exit code {code}"
        yield Warned(f"{title_of(course, standing.first, standing.last)} {how} meanwhile")


def _has_ended(process: Process) -> bool:
    return process.host == ledger.host() and not ledger.runs(process)


def _submissions(course: Course, dead: Collection[Process], parts: Parts) -> Iterator[Submission]:
    """What is left to run, its copies written as they are needed."""
    for part in _left(course, dead):
        tag = Tag(course.launch.id, part.copy, part.attempt)
        rows = fitting_rows(course, part)
        parts[tag] = (part, plan.title(rows[0].words))
        yield submission(course, part, rows, write_copy(course, rows))


def _left(course: Course, dead: Collection[Process]) -> Iterator[Part]:
    entries = course.journal.entries
    yield from _again(entries, dead)
    copy = reconcile.next_copy(entries)
    for free in reconcile.remaining(entries, course.launch.products):
        for place in range(free.first, free.last + 1):
            yield Part(copy, 1, place, place)
            copy += 1


def _again(entries: tuple[Entry, ...], dead: Collection[Process]) -> Iterator[Part]:
    """The runs that were broken off, and those that never began: their beginning is not wholly on the disk."""
    for broken_off in reconcile.interrupted(entries, dead):
        yield Part(broken_off.copy, broken_off.attempt, broken_off.first, broken_off.last)
    for each in reconcile.doubts(entries):
        yield Part(each.copy, each.attempt + 1, each.first, each.last)


def _begun(part: Part, _title: str, event: Begun) -> tuple[ledger.Entry, ...]:
    process = ledger.process(event.pid)
    submitting = ledger.Submitting(
        part.copy, part.attempt, part.first, part.last, False, ledger.this_process(), time.time()
    )
    return submitting, ledger.Started(part.copy, part.attempt, process)


def _ended(course: Course, part: Part, title: str, event: RunEnded) -> Ended:
    course.journal.record(ledger.Ended(part.copy, part.attempt, event.exit_code, event.seconds))
    if not course.launch.keep:
        copies.delete([plan.path_from_here(course.launch, event.submission.copy)])
    return Ended(part.first, title, event.exit_code, event.log)
