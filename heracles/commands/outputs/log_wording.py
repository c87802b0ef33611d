"""How far tasks are, and what is said of a log that is not there."""

from __future__ import annotations

import os

from heracles.frozen import TYPE_CHECKING
from heracles.status import ENDED_BY_SCHEDULER, SIGNS

if TYPE_CHECKING:
    from heracles.commands.outputs.places import Output
    from heracles.launchers.base import TaskState
    from heracles.reconcile import ProductState

WAITS = frozenset(("waiting", "held", "pending"))


def missing(state: TaskState, path: str) -> str:
    """Why a file is not there."""
    words = in_words_of(state)
    if state.state == "cancelled" and not state.began:
        return "cancelled before it began: it has no log"
    if state.state in WAITS or state.state == "running":
        return f"{words}; {short(path)} is not there yet"
    return f"{words}; {short(path)} is not there, or not any more, or not on this machine"


def without_log(output: Output) -> str:
    """Why it is not known where a task writes, or why it does not."""
    if output.job is None or output.state.state not in WAITS:
        return f"{in_words_of(output.state)}; {output.written.why}"
    return f"{in_words_of(output.state)}; it has no log yet"


def job_name(job: str | None, task: int | None) -> str:
    """``job 700001_3: ``, or nothing where a scheduler gave no name."""
    if not job:
        return ""
    return f"job {job}: " if task is None else f"job {job}_{task}: "


def in_words_of(task: TaskState | ProductState) -> str:
    """``failed, exit code 3``, ``pending, Priority``."""
    return ", ".join(filter(None, (SIGNS[task.state].meaning, _reason(task))))


def _reason(task: TaskState | ProductState) -> str:
    if task.exit_code and (task.exit_code > 0 or task.state not in ENDED_BY_SCHEDULER):
        return f"exit code {task.exit_code}" if task.exit_code > 0 else f"signal {-task.exit_code}"
    return "" if task.state in ("completed", "running", "failed") else task.reason


def short(path: str) -> str:
    """A path as somebody who stands here would say it."""
    from_here = os.path.relpath(path)
    return path if from_here.startswith(os.pardir) else from_here
