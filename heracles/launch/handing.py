"""Handing one copy over: what is about to be done is recorded, then it is done, then what became of it."""

from __future__ import annotations

import os
import time

from heracles import ledger, plan
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launch import copies
from heracles.launchers.base import Declined, Submission, Tag, Taken
from heracles.reconcile import Range

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from heracles.launch.course import Course
    from heracles.launch.writing import Written
    from heracles.launchers.base import Answer, Submits
    from heracles.ledger import Entry
    from heracles.script import Row


class Part(NamedTuple):
    """An attempt to submit a copy with the products at the places ``first`` to ``last``.

    At most ``at_once`` of them run at once (0: all), and none before the jobs ``after`` have ended.
    """

    copy: int
    attempt: int
    first: int
    last: int
    at_once: int = 0
    after: tuple[str, ...] = ()

    @property
    def places(self) -> Range:
        return Range(self.first, self.last)

    @property
    def size(self) -> int:
        return self.places.size


class Handed(NamedTuple):
    """What became of a part; ``copy`` is its file's name."""

    part: Part
    title: str
    copy: str
    answer: Answer


def hand_over(
    course: Course, launcher: Submits, part: Part, written: Written, meanwhile: Callable[[], object]
) -> Handed:
    """Submits a part, whose copy is written; ``meanwhile`` is what may be done before the answer comes."""
    _, rows, path = written
    course.journal.record(_submitting(course, part, rows))
    answer = _submit(course, launcher, submission(course, part, rows, path), meanwhile)
    course.journal.record(*_entries(course, part, answer))
    if not course.launch.keep and (isinstance(answer, Taken) or course.launch.terms.spools):
        copies.delete([path])
    return Handed(part, plan.title_of(course.launch, rows), os.path.basename(path), answer)


def submission(course: Course, part: Part, rows: Sequence[Row], path: str) -> Submission:
    launch = course.launch
    return Submission(
        tag=Tag(launch.id, part.copy, part.attempt),
        name=plan.name(rows),
        copy=os.path.relpath(path, launch.working_directory),
        directory=launch.working_directory,
        environment=plan.environment(launch, rows),
        tasks=len(rows) if launch.terms.per_copy > 1 else 0,
        at_once=part.at_once,
        after=part.after,
        own_tasks=rows[0].tasks,
    )


def _submitting(course: Course, part: Part, rows: Sequence[Row]) -> ledger.Submitting:
    held, process, tasks = course.launch.terms.held, ledger.this_process(), rows[0].tasks
    return ledger.Submitting(part.copy, part.attempt, part.first, part.last, held, process, time.time(), tasks)


def _submit(course: Course, launcher: Submits, submitted: Submission, meanwhile: Callable[[], object]) -> Answer:
    def called(pid: int) -> None:
        _, copy, attempt = submitted.tag
        course.journal.record(ledger.Called(copy, attempt, ledger.process(pid)))

    return launcher.submit(submitted, called, meanwhile)


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
