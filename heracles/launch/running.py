"""Running a launch's copies on this machine: none twice at once, and none that ended is forgotten."""

from __future__ import annotations

import time

from heracles import ledger, plan, reconcile
from heracles.errors import Fault, HeraclesError, LaunchError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launch import copies
from heracles.launch.asking import assumed
from heracles.launch.events import Ended, Failed, Warned
from heracles.launch.handing import Part, submission
from heracles.launch.telling import title_of
from heracles.launch.writing import fitting_rows, write_copy
from heracles.launchers.base import Begun, Tag

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterator

    from heracles.launch.course import Course
    from heracles.launch.events import Event
    from heracles.launchers.base import Ended as RunEnded, Runs, Submission
    from heracles.ledger import Entry, Process

    Parts = dict[Tag, tuple[Part, str]]


class Run(NamedTuple):
    """A run of which nobody saw the end; ``title`` is its product."""

    standing: reconcile.Standing
    process: Process
    title: str


class Earlier(NamedTuple):
    """Of the runs that began before: the processes of those that were broken off, and what nobody can see from here."""

    dead: tuple[Process, ...]
    unseen: tuple[Fault, ...]

    def and_one(self, run: Run, fate: str) -> Earlier:
        if fate in {"broken off", "lost"}:
            return self._replace(dead=(*self.dead, run.process))
        return self._replace(unseen=(*self.unseen, _out_of_sight(run))) if fate == "out of sight" else self


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


def look_after_here(course: Course, launcher: Runs) -> Iterator[Event]:
    """Records how those runs ended that a user left alone on another host."""
    yield from _looked_after(course, launcher)


def _looked_after(course: Course, launcher: Runs) -> Generator[Event, None, Earlier]:
    """Records how runs ended that nobody saw the end of, and says which still run.

    A run that ends meanwhile counts as running: its end is looked for after its process.
    """
    earlier = Earlier((), ())
    for run in tuple(_not_ended(course)):
        fate = _fate(course, run)
        code = launcher.exit_code(Tag(course.launch.id, run.standing.copy, run.standing.attempt))
        if code is None:
            yield from _told(course, run, fate)
            earlier = earlier.and_one(run, fate)
        else:
            yield from _ended_meanwhile(course, run.standing, code)
    return earlier


def _not_ended(course: Course) -> Iterator[Run]:
    """The runs of which the journal has no end, those among them that a user left alone on another host."""
    for standing in reconcile.submissions(course.journal.entries):
        if standing.process and standing.phase in {"running", "launched"}:
            yield Run(standing, standing.process, title_of(course, standing.first, standing.last))


def _fate(course: Course, run: Run) -> str:
    """What became of a run; of one on another host ``submitted`` or ``lost``, as the user says, or ``out of sight``."""
    if run.standing.phase == "launched":
        return "left alone"
    if run.process.host != ledger.host():
        return assumed(course, run.standing) or "out of sight"
    return "runs" if ledger.group_runs(run.process) else "broken off"


def _told(course: Course, run: Run, fate: str) -> Iterator[Event]:
    if fate == "runs":
        yield Warned(f"{run.title} still runs, as {_described(run.process)}; it is left alone")
    if fate == "submitted":
        course.journal.record(ledger.Submitted(run.standing.copy, run.standing.attempt, None))
    if fate in {"submitted", "lost"}:
        yield Warned(f"{run.title}, on {run.process.host}, counts as {fate}, as you say")


def _described(process: Process) -> str:
    """The process that keeps a run; where only that was killed, the group that it led."""
    kind = "process" if ledger.runs(process) else "process group"
    return f"{kind} {process.pid} on {process.host}"


def _out_of_sight(run: Run) -> Fault:
    process = run.process
    what = f"it cannot be seen from here whether {run.title} still runs, as process {process.pid} on {process.host}"
    cure = f"look on {process.host}, then say --assume submitted (leave it alone) or --assume lost (run it again)"
    return Fault(what, cure=cure)


def _ended_meanwhile(course: Course, standing: reconcile.Standing, code: int) -> Iterator[Event]:
    course.journal.record(ledger.Ended(standing.copy, standing.attempt, code, 0.0))
    if not course.launch.keep:
        rows = fitting_rows(course, standing.places)
        copies.delete([plan.copy(course.launch, rows, None).path])
    if code:
        how = f"was killed by signal {-code}" if code < 0 else f"failed with exit code {code}"
        yield Warned(f"{title_of(course, standing.first, standing.last)} {how} meanwhile")


def _submissions(course: Course, dead: Collection[Process], parts: Parts) -> Iterator[Submission]:
    """What is left to run, its copies written as they are needed."""
    for part in _left(course, dead):
        tag = Tag(course.launch.id, part.copy, part.attempt)
        rows = fitting_rows(course, part.places)
        parts[tag] = (part, plan.title_of(course.launch, rows))
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
        copies.delete([plan.path_of_copy(course.launch, event.submission.copy)])
    return Ended(part.first, title, event.exit_code, event.log)
