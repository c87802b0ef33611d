"""Asking how far tasks have come: one squeue for all of them, and one sacct where some have left the queue."""

from __future__ import annotations

import os
from collections import Counter
from itertools import repeat

from heracles.errors import LaunchError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launchers.base import TaskState
from heracles.launchers.slurm import asking, ranges
from heracles.launchers.slurm.finding import INVALID_FIELD, LEADER, NO_NODES, all_of_mine, squeue_format, start_time
from heracles.launchers.slurm.recognizing import SKEW_SECONDS, Ours
from heracles.launchers.slurm.state_words import UNFINISHED, is_held, state_of
from heracles.launchers.slurm.tags import tag_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Callable

    from heracles.launchers.base import State, Tag, Tagged

    _Told = tuple[Tag, "_Condition"]

QUEUE_FIELDS = (
    "ArrayJobID", "ArrayTaskID", "State", "PriorityLong", "exit_code", "RestartCnt", "NodeList", "Reason", "Comment",
)  # fmt: skip
ACCOUNTED_FIELDS = ("JobID", "State", "ExitCode", "NodeList", "Submit", "UID", "Comment", "SubmitLine")
FIELDS_BEFORE_21_08 = ACCOUNTED_FIELDS[:-1]
REQUEUED = "REQUEUED"

UNTOLD = "DBD Agent queue size:"
"""Before the number of messages to the accounting that the controller has yet to get rid of, as sdiag(1) tells it."""


def states(jobs: Sequence[Tagged], cluster: str = "") -> tuple[TaskState, ...]:
    """What Slurm knows of each task of these jobs; squeue's answer counts more than that of sacct, which lags.

    So sacct is asked only where squeue does not tell of all tasks. Those of which neither knows are left out. Raises a
    LaunchError where squeue does not answer; where sacct does not, what squeue has forgotten is left out.
    """
    if not jobs:
        return ()
    queued = read_queued(asking.output(*queue_command(cluster)), jobs)
    if _tells_of_all(queued, jobs):
        return queued
    is_complete = accounting_is_complete(cluster)
    return merged(queued, read_accounted(_ask_accounting(jobs, cluster), jobs, queued, is_complete=is_complete))


def _tells_of_all(queued: Sequence[TaskState], jobs: Sequence[Tagged]) -> bool:
    told = Counter(tag for tag, _ in _keys(queued))
    return all(0 < each.tasks <= told[each.tag] for each in jobs)


def queue_command(cluster: str) -> tuple[str, ...]:
    """The tasks of an array that still wait are one line, as Slurm keeps them."""
    return ("squeue", *asking.of_cluster(cluster), *all_of_mine(), f"--Format={squeue_format(QUEUE_FIELDS)}")


def accounted_command(jobs: Sequence[Tagged], cluster: str, fields: Sequence[str]) -> tuple[str, ...]:
    """The options of sacct(1); ``--duplicates`` shows the earlier runs of what was requeued as well."""
    ids = tuple(dict.fromkeys(each.job for each in jobs))
    which = f"--jobs={','.join(ids)}" if len(tuple(asking.in_lists(ids))) == 1 else f"--uid={os.getuid()}"
    form = ("--noheader", "--parsable2", "--allocations", "--duplicates", f"--format={','.join(fields)}")
    since = start_time(min(each.since for each in jobs) - SKEW_SECONDS)
    return ("sacct", *asking.of_cluster(cluster), *form, which, since)


def accounting_is_complete(cluster: str) -> bool:
    """Whether the accounting has been told of all that has left the queue, so that nothing of that changes any more.

    What has left the queue can't be requeued. False where nobody can tell.
    """
    try:
        told = asking.output("sdiag", *asking.of_cluster(cluster))
    except LaunchError:
        return False
    return any(line.removeprefix(UNTOLD).strip() == "0" for line in told.splitlines() if line.startswith(UNTOLD))


def _ask_accounting(jobs: Sequence[Tagged], cluster: str) -> str:
    try:
        given = asking.answer(*accounted_command(jobs, cluster, ACCOUNTED_FIELDS))
        if given.exit_code and INVALID_FIELD in given.complaints:
            given = asking.answer(*accounted_command(jobs, cluster, FIELDS_BEFORE_21_08))
        return asking.successful("sacct", given)
    except LaunchError:
        return ""


def read_queued(answer: str, jobs: Sequence[Tagged]) -> tuple[TaskState, ...]:
    """The lines of squeue that are about these jobs: with their ids and with their tags."""
    kinds = _kinds_of_lines(jobs, _queued)
    known: list[TaskState] = []
    for line in answer.splitlines():
        job, _, rest = line.partition("|")
        if job in kinds:
            tasks, _, rest = rest.partition("|")
            told = kinds[job][rest]
            if told and tasks.isdecimal():  # as all are that have begun
                known.append(TaskState._make((told[0], int(tasks), *told[1])))
            elif told:
                known.extend(_of_each(ranges.of(tasks), *told))
    return tuple(known)


def _of_each(tasks: Sequence[int | None], tag: Tag, condition: _Condition) -> Iterator[TaskState]:
    return map(TaskState._make, zip(repeat(tag), tasks, *map(repeat, condition)))


def read_accounted(
    answer: str, jobs: Sequence[Tagged], queued: Sequence[TaskState] = (), *, is_complete: bool = False
) -> tuple[TaskState, ...]:
    """The lines of sacct that are about these jobs, but for tasks in the queue; of several about one task, the last.

    Of what is not in the queue and has no end here, it is unknown how it ended. What has one is settled where the
    accounting ``is_complete``, but for jobs of other users, of which the queue was not asked.

    For some seconds, the line of what never began of an array has tasks that did, which have lines of their own.
    """
    kinds = _kinds_of_lines(jobs, lambda line, job, ours: _accounted(line, job, ours, is_complete=is_complete))
    in_queue = _keys(queued)
    known: dict[tuple[Tag, int | None], TaskState] = {}
    for line in answer.splitlines():
        words, _, rest = line.partition("|")
        job, _, tasks = words.removesuffix(LEADER).partition("_")
        told = kinds[job][rest] if job in kinds else None
        if told is None:
            continue
        tag, condition = told
        never_began = tasks.startswith("[")
        for task in ranges.of(tasks):
            key = (tag, task)
            if key not in in_queue and not (never_began and key in known):
                known[key] = TaskState._make((*key, *(_again(condition) if key in known else condition)))
    return tuple(known.values())


def _keys(tasks: Iterable[TaskState]) -> set[tuple[Tag, int | None]]:
    return {(tag, task) for tag, task, *_ in tasks}


class _Condition(NamedTuple):
    """The part of a TaskState that most tasks share with many others."""

    state: State
    exit_code: int | None
    reason: str
    requeued: bool
    began: bool
    settled: bool = False


class _Kinds(dict):  # type: ignore[type-arg]  # Python 3.9 would evaluate them
    """What the lines about a job say behind the task's number: most say the same, and each is read once."""

    def __init__(self, job: str, ours: Ours, read: Callable[[str, str, Ours], _Told | None]) -> None:
        self._read, self._job, self._ours = read, job, ours

    def __missing__(self, rest: str) -> _Told | None:
        self[rest] = told = self._read(rest, self._job, self._ours)
        return told


def _kinds_of_lines(
    jobs: Sequence[Tagged], read: Callable[[str, str, Ours], _Told | None]
) -> dict[str, dict[str, _Told | None]]:
    ours = Ours(jobs)
    return {each.job: _Kinds(each.job, ours, read) for each in jobs}


def _queued(line: str, job: str, ours: Ours) -> _Told | None:
    """None for a job that is not ours, or for what stands behind a line break in a comment."""
    word, priority, exit_code, restarts, nodes, reason, comment = (*line.split("|", 6), *[""] * 6)[:7]
    tag = tag_in(comment.removesuffix("|"))
    if tag is None or not ours.has(job, tag):
        return None
    state: State = "held" if is_held(word, priority) else state_of(word)
    why = "" if reason == "None" else reason
    requeued = restarts not in {"", "0"}
    return tag, _Condition(state, _telling(state, _exit_code(exit_code)), why, requeued, requeued or bool(nodes))


def _accounted(line: str, job: str, ours: Ours, *, is_complete: bool) -> _Told | None:
    """None for a job that is not ours, or for what stands behind a line break in a comment."""
    if line.count("|") < len(FIELDS_BEFORE_21_08) - 2:
        return None
    word, exit_code, nodes, submitted, user, texts = line.split("|", 5)
    tag = ours.whose(job, submitted, texts)
    if tag is None:
        return None
    state = state_of(word)
    if state in UNFINISHED:
        return tag, _Condition("unknown", None, "", word == REQUEUED, nodes not in NO_NODES)
    code = _telling(state, _exit_code(exit_code))
    is_settled = is_complete and user == str(os.getuid())
    return tag, _Condition(state, code, "", word == REQUEUED, nodes not in NO_NODES, is_settled)


def _again(condition: _Condition) -> _Condition:
    return condition._replace(requeued=True, began=True)


def merged(queued: Sequence[TaskState], accounted: Sequence[TaskState]) -> tuple[TaskState, ...]:
    """Both answers as one, of which the second tells of what is not in the queue.

    For some seconds, the accounting takes an array's last task for a job without tasks.
    """
    arrays = {each.tag for each in (*queued, *accounted) if each.task is not None}
    return (*queued, *(each for each in accounted if each.task is not None or each.tag not in arrays))


def _exit_code(words: str) -> int | None:
    """From ``code:signal``, or from the status of wait(2) that squeue printed before Slurm 23.02; None if neither."""
    code, colon, signal = words.partition(":")
    if not (code + signal).isdecimal():
        return None
    if not colon:
        code, signal = str(int(code) >> 8 & 255), str(int(code) & 127)
    return -int(signal) if int(signal) else int(code)


def _telling(state: State, exit_code: int | None) -> int | None:
    """The exit code where it says something: one of 0 does not, where the task did not complete."""
    return exit_code if state not in UNFINISHED and (exit_code or state == "completed") else None
