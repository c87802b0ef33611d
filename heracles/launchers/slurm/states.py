"""Asking how far tasks have come: one squeue and one sacct for all of them."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING

from heracles.errors import LaunchError
from heracles.frozen import NamedTuple
from heracles.launchers.base import TaskState
from heracles.launchers.slurm import asking, ranges
from heracles.launchers.slurm.finding import NO_NODES, all_of_mine, squeue_format, start_time
from heracles.launchers.slurm.state_words import UNFINISHED, is_held, state_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.launchers.base import State

QUEUE_FIELDS = ("ArrayJobID", "ArrayTaskID", "State", "PriorityLong", "exit_code", "RestartCnt", "NodeList", "Reason")
ACCOUNTED_FIELDS = ("JobID", "State", "ExitCode", "NodeList")
REQUEUED = "REQUEUED"
KINDS_OF_LINES = 4096
"""More than a launch has: its tasks differ in little but the nodes of a cluster."""


def states(jobs: Sequence[str], since: float, cluster: str = "") -> tuple[TaskState, ...]:
    """What Slurm knows of each task of these jobs; squeue's answer counts more than that of sacct, which lags.

    ``since`` is in seconds of the epoch, and before the first submission. Tasks of which neither knows are left out.
    Raises a LaunchError where squeue does not answer; where sacct does not, what squeue has forgotten is left out.
    """
    if not jobs:
        return ()
    queued = read_queued(asking.output(*queue_command(cluster)), jobs)
    return merged(queued, read_accounted(_ask_accounting(jobs, since, cluster), jobs, queued))


def queue_command(cluster: str) -> tuple[str, ...]:
    return ("squeue", *asking.of_cluster(cluster), *all_of_mine(), "--array", f"--Format={squeue_format(QUEUE_FIELDS)}")


def accounted_command(jobs: Sequence[str], since: float, cluster: str) -> tuple[str, ...]:
    """The options of sacct(1); ``--duplicates`` shows the earlier runs of what was requeued as well."""
    which = f"--jobs={','.join(jobs)}" if len(tuple(asking.in_lists(jobs))) == 1 else f"--uid={os.getuid()}"
    form = ("--noheader", "--parsable2", "--allocations", "--duplicates", f"--format={','.join(ACCOUNTED_FIELDS)}")
    return ("sacct", *asking.of_cluster(cluster), *form, which, start_time(since))


def _ask_accounting(jobs: Sequence[str], since: float, cluster: str) -> str:
    try:
        return asking.output(*accounted_command(jobs, since, cluster))
    except LaunchError:
        return ""


def read_queued(answer: str, jobs: Sequence[str]) -> tuple[TaskState, ...]:
    """The lines of squeue that are about these jobs."""
    wanted, bars = frozenset(jobs), len(QUEUE_FIELDS)
    known: list[TaskState] = []
    for line in answer.splitlines():
        job, _, rest = line.partition("|")
        if job in wanted and line.count("|") == bars:
            tasks, _, rest = rest.partition("|")
            condition = _queued(rest)
            if tasks.isdecimal():  # as nearly all are
                known.append(TaskState(job, int(tasks), *condition))
            else:
                known.extend(TaskState(job, task, *condition) for task in ranges.of(tasks))
    return tuple(known)


def read_accounted(answer: str, jobs: Sequence[str], queued: Sequence[TaskState] = ()) -> tuple[TaskState, ...]:
    """The lines of sacct that are about these jobs, but for tasks in the queue; of several about one task, the last."""
    wanted = frozenset(jobs)
    in_queue = {each.job if each.task is None else f"{each.job}_{each.task}" for each in queued}
    known: dict[tuple[str, int | None], TaskState] = {}
    for line in answer.splitlines():
        words, _, rest = line.partition("|")
        job, _, tasks = words.partition("_")
        if job in wanted and words not in in_queue:
            for task in ranges.of(tasks):
                again = (job, task) in known
                known[job, task] = TaskState(job, task, *(_again(rest) if again else _accounted(rest)))
    return tuple(known.values())


class _Condition(NamedTuple):
    """The part of a TaskState that most tasks share with many others, and that is read once for all of them."""

    state: State
    exit_code: int | None
    reason: str
    requeued: bool
    began: bool


@lru_cache(KINDS_OF_LINES)
def _queued(line: str) -> _Condition:
    """From the fields behind the task's number."""
    word, priority, exit_code, restarts, nodes, reason, _ = line.split("|")
    state: State = "held" if is_held(word, priority) else state_of(word)
    why = "" if reason == "None" else reason
    requeued = restarts not in {"", "0"}
    return _Condition(state, _telling(state, _exit_code(exit_code)), why, requeued, requeued or bool(nodes))


def _again(line: str) -> _Condition:
    return _accounted(line)._replace(requeued=True, began=True)


@lru_cache(KINDS_OF_LINES)
def _accounted(line: str) -> _Condition:
    word, exit_code, nodes = line.split("|")
    state = state_of(word)
    began = nodes not in NO_NODES
    return _Condition(state, _telling(state, _exit_code(exit_code)), "", word == REQUEUED, began)


def merged(queued: Sequence[TaskState], accounted: Sequence[TaskState]) -> tuple[TaskState, ...]:
    """Both answers as one; a task that is not in the queue neither waits nor runs, whatever the accounting says.

    For some seconds, the accounting takes an array's last task for a job without tasks.
    """
    in_queue = {(each.job, each.task) for each in queued}
    arrays = {each.job for each in (*queued, *accounted) if each.task is not None}
    return (*queued, *(_settled(each) for each in accounted if not _is_known(each, in_queue, arrays)))


def _is_known(each: TaskState, in_queue: set[tuple[str, int | None]], arrays: set[str]) -> bool:
    return (each.job, each.task) in in_queue or (each.task is None and each.job in arrays)


def _settled(each: TaskState) -> TaskState:
    return each._replace(state="unknown") if each.state in UNFINISHED else each


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
