"""What a launch costs: in words, and whether a user who set limits wants it."""

from __future__ import annotations

import math

from heracles.commands import wording
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.config import ConfirmAbove
    from heracles.launchers.base import Cost
    from heracles.terminal import Terminal

WHOLE_FROM = 10
"""So many hours and more are told without tenths."""


def describe(cost: Cost) -> str:
    """The cost in one line: ``90 tasks, at most 1,440 CPU hours, 90 GPU hours``.

    Hours are rounded up. Where only those of one kind are known, the others are said to be unknown; GPUs that nobody
    asked for are not mentioned.
    """
    hours = ((cost.cpu_hours, "CPU"), (cost.gpu_hours, "GPU"))
    known = [_grouped(_rounded_up(number), f"{kind} hour") for number, kind in hours if number]
    if not known:
        return _grouped(cost.tasks, "task")
    unknown = [f"{kind} hours unknown" for number, kind in hours if number is None]
    return ", ".join((_grouped(cost.tasks, "task"), f"at most {', '.join(known)}", *unknown))


def confirm(cost: Cost, limits: ConfirmAbove | None, sure: bool, terminal: Terminal) -> None:
    """Asks whether a launch above a limit is meant; ``sure`` (--yes) has answered already.

    GPU hours that nobody knows count as above any limit of theirs: who sets one fears the large bill, and the jobs that
    run longest are those without a time limit. Raises a UsageError where the answer is no, and where there is no
    terminal to ask on.
    """
    excess = "; ".join(_excess(cost, limits)) if limits else ""
    if sure or not excess:
        return
    if not terminal.is_interactive:
        raise UsageError(excess, cure="say --yes to launch them")
    terminal.note(excess)
    if not terminal.confirm(f"launch {wording.counted(cost.tasks, 'task', 'tasks')}? [y/N] "):
        raise UsageError("nothing was launched")


def _excess(cost: Cost, limits: ConfirmAbove) -> Iterator[str]:
    if limits.tasks is not None and cost.tasks > limits.tasks:
        tasks = wording.counted(cost.tasks, "task is", "tasks are")
        yield f"{tasks} more than confirm_above.tasks = {limits.tasks}"
    if limits.gpu_hours is not None and (cost.gpu_hours is None or cost.gpu_hours > limits.gpu_hours):
        yield f"{_gpu_hours(cost)} more than confirm_above.gpu_hours = {_whole_if_it_is(limits.gpu_hours)}"


def _gpu_hours(cost: Cost) -> str:
    if cost.gpu_hours is None:
        return "the GPU hours are unknown and may be"
    return f"{_rounded_up(cost.gpu_hours)} GPU hours are"


def _grouped(number: float, one: str) -> str:
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def _rounded_up(hours: float) -> float:
    tenths = math.ceil(round(hours * 10, 6))
    return _whole_if_it_is(tenths / 10) if tenths < WHOLE_FROM * 10 else math.ceil(tenths / 10)


def _whole_if_it_is(number: float) -> float:
    return int(number) if number == int(number) else number
