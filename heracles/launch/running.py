"""Running a launch's copies on this machine: none twice at once, and none that ended is forgotten."""

from __future__ import annotations

import time

from heracles import ledger, plan, reconcile
from heracles.errors import Fault, HeraclesError, LaunchError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launch import copies
from heracles.launch.events import Ended, Failed, Warned
from heracles.launch.handing import Part, fitting_rows, submission, write_copy
from heracles.launch.telling import title_of
from heracles.launchers.base import Begun, Tag

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterator
    from typing import Literal

    from heracles.launch.course import Course
    from heracles.launch.events import Event
    from heracles.launchers.base import Ended as RunEnded, Runs, Submission
    from heracles.ledger import Entry, Process

    Fate = Literal["runs", "broken off", "left alone", "out of sight"]
    Parts = dict[Tag, tuple[Part, str]]


class Earlier(NamedTuple):
    """Of the runs that began before: the processes of those that were broken off, and what nobody can see from here."""

    dead: tuple[Process, ...]
    unseen: tuple[Fault, ...]


def run_here(course: Course, launcher: Runs) -> Iterator[Event]:
    """Runs all that is left of a launch; what still runs from before, or may run elsewhere, is left alone and told."""
    try:
        earlier = yield from _looked_after(course, launcher)
        parts: Parts = {}
        for event in launcher.run(_submissions(course, earlier.dead, parts)):
            if isinstance(event, Begun):
                course.journal.record(*_begun(*parts[event.submission.tag], event))
            else:
                yield _ended(course, *parts.pop(event.submission.tag), event)
        yield from (Failed(fault) for fault in earlier.unseen)
    except HeraclesError as error:
        yield from (Failed(fault) for fault in error.faults)


def abandon_here(course: Course, launcher: Runs) -> Iterator[Event]:
    """Records that what has not run of a launch, or was broken off, never will; what still runs is left alone.

    Raises a LaunchError where a run may still go on elsewhere, and the user has not said.
    """
    earlier = yield from _looked_after(course, launcher)
    if earlier.unseen:
        raise LaunchError.of(earlier.unseen)
    entries = course.journal.entries
    again = tuple(_again(entries, earlier.dead))
    course.journal.record(*(ledger.NotSubmitted(each.copy, each.attempt - 1, "broken off") for each in again))
    if not any(isinstance(entry, ledger.Abandoned) for entry in entries):
        course.journal.record(ledger.Abandoned(time.time()))


def _looked_after(course: Course, launcher: Runs) -> Generator[Event, None, Earlier]:
    """Records how runs ended that nobody saw the end of, and says which still run.

    A run that ends meanwhile counts as running: its end is looked for after its process.
    """
    dead: list[Process] = []
    unseen: list[Fault] = []
    for standing in reconcile.submissions(course.journal.entries):
        if standing.phase != "running" or standing.process is None:
            continue
        fate = _fate(standing.process, course.assume)
        code = launcher.exit_code(Tag(course.launch.id, standing.copy, standing.attempt))
        if code is not None:
            yield from _ended_meanwhile(course, standing, code)
        elif fate == "broken off":
            dead.append(standing.process)
        elif fate == "runs":
            yield Warned(f"{_title(course, standing)} still runs, as {_described(standing.process)}; it is left alone")
        elif fate == "out of sight":
            unseen.append(_out_of_sight(_title(course, standing), standing.process))
    return Earlier(tuple(dead), tuple(unseen))


def _fate(process: Process, assumed: str | None) -> Fate:
    """What became of a run that nobody saw the end of; of one on another host, what the user says."""
    if process.host == ledger.host():
        return "runs" if ledger.group_runs(process) else "broken off"
    if assumed is None:
        return "out of sight"
    return "broken off" if assumed == "lost" else "left alone"


def _described(process: Process) -> str:
    """The process that keeps a run; where only that was killed, the group that it led."""
    kind = "process" if ledger.runs(process) else "process group"
    return f"{kind} {process.pid} on {process.host}"


def _out_of_sight(title: str, process: Process) -> Fault:
    what = f"it cannot be seen from here whether {title} still runs, as process {process.pid} on {process.host}"
    cure = f"look on {process.host}, then say --assume submitted (leave it alone) or --assume lost (run it again)"
    return Fault(what, cure=cure)


def _title(course: Course, standing: reconcile.Standing) -> str:
    return title_of(course, standing.first, standing.last)


def _ended_meanwhile(course: Course, standing: reconcile.Standing, code: int) -> Iterator[Event]:
    course.journal.record(ledger.Ended(standing.copy, standing.attempt, code, 0.0))
    if not course.launch.keep:
        rows = fitting_rows(course, Part(standing.copy, standing.attempt, standing.first, standing.last))
        copies.delete([plan.copy(course.launch, rows, None).path])
    if code:
        how = f"was killed by signal {-code}" if code < 0 else f"failed with exit code {code}"
        yield Warned(f"{_title(course, standing)} {how} meanwhile")


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
