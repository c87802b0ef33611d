"""Handing one copy over: what is about to be done is recorded, then it is done, then what became of it."""

from __future__ import annotations

import os
import time

from heracles import ledger, plan, script as scripts
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launch import copies
from heracles.launchers.base import Declined, Submission, Tag, Taken
from heracles.script.arrays import fitting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.launch.course import Course
    from heracles.launchers.base import Answer, Submits
    from heracles.ledger import Entry
    from heracles.script import Row


class Part(NamedTuple):
    """An attempt to submit a copy with the products at the places ``first`` to ``last``.

    At most ``at_once`` of them run at once (0: all), and none before the job ``after`` has ended.
    """

    copy: int
    attempt: int
    first: int
    last: int
    at_once: int = 0
    after: str = ""

    @property
    def size(self) -> int:
        return self.last - self.first + 1


class Handed(NamedTuple):
    """What became of a part, which may have turned out smaller than it was meant to be; ``copy`` is its file's name."""

    part: Part
    title: str
    copy: str
    answer: Answer


def hand_over(course: Course, launcher: Submits, part: Part) -> Handed:
    """Submits a part, or as much of it as one copy may carry."""
    rows = fitting_rows(course, part)
    part = part._replace(last=part.first + len(rows) - 1)
    path = write_copy(course, rows)
    course.journal.record(_submitting(course, part))
    answer = _submit(course, launcher, submission(course, part, rows, path))
    course.journal.record(*_entries(course, part, answer))
    if not course.launch.keep and (isinstance(answer, Taken) or course.launch.terms.spools):
        copies.delete([path])
    return Handed(part, plan.title_of(rows), os.path.basename(path), answer)


def fitting_rows(course: Course, part: Part) -> tuple[Row, ...]:
    """The products of a part, or as many of the first ones as fit into one copy."""
    recorded = ledger.products(course.home, course.launch.id, part.first, part.last)
    rows = (scripts.Row(each.index, each.id, each.overrides) for each in recorded)
    launch = course.launch
    if launch.terms.per_copy == 1:
        return tuple(rows)
    return fitting(launch.placement, plan.origin(launch), rows, launch.terms.copy_bytes)


def write_copy(course: Course, rows: Sequence[Row]) -> str:
    """Writes the copy that carries these products, where its launcher needs it; the path from where we stand."""
    copy = plan.copy(course.launch, rows, copy_folder(course))
    write = copies.write_over if course.launch.terms.spools or course.overwrite else copies.write_new
    (path,) = write([copy])
    return path


def copy_folder(course: Course) -> str | None:
    """The ledger's folder of copies, for those that need not lie beside the script."""
    if not course.launch.terms.spools:
        return None
    return ledger.make_copies(course.home, course.launch.id)


def submission(course: Course, part: Part, rows: Sequence[Row], path: str) -> Submission:
    launch = course.launch
    return Submission(
        tag=Tag(launch.id, part.copy, part.attempt),
        name=plan.name(rows),
        copy=os.path.relpath(path, launch.directory),
        directory=launch.directory,
        environment=plan.environment(launch, rows),
        tasks=len(rows) if launch.terms.per_copy > 1 else 0,
        at_once=part.at_once,
        after=part.after,
    )


def _submitting(course: Course, part: Part) -> ledger.Submitting:
    held, process = course.launch.terms.held, ledger.this_process()
    return ledger.Submitting(part.copy, part.attempt, part.first, part.last, held, process, time.time())


def _submit(course: Course, launcher: Submits, submitted: Submission) -> Answer:
    def called(pid: int) -> None:
        _, copy, attempt = submitted.tag
        course.journal.record(ledger.Called(copy, attempt, ledger.process(pid)))

    return launcher.submit(submitted, called)


def _entries(course: Course, part: Part, answer: Answer) -> Sequence[Entry]:
    if isinstance(answer, Taken):
        return taken(course, part.copy, part.attempt, answer)
    if isinstance(answer, Declined):
        return (ledger.NotSubmitted(part.copy, part.attempt, answer.words),)
    return ()


def taken(course: Course, copy: int, attempt: int, answer: Taken) -> Sequence[Entry]:
    """What is recorded of a job; one that the script itself holds is not ours to release."""
    submitted = ledger.Submitted(copy, attempt, answer.job, answer.cluster)
    if course.launch.terms.stays_held and answer.job is not None:
        return (submitted, ledger.Released((answer.job,)))
    return (submitted,)
