"""Slurm's words for the state of a job, and ours."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from heracles.launchers.base import State

STATES: dict[str, State] = {
    "BOOT_FAIL": "node_fail",
    "CANCELLED": "cancelled",
    "COMPLETED": "completed",
    "COMPLETING": "running",
    "CONFIGURING": "running",
    "DEADLINE": "timeout",
    "FAILED": "failed",
    "LAUNCH_FAILED": "failed",
    "NODE_FAIL": "node_fail",
    "OUT_OF_MEMORY": "out_of_memory",
    "PENDING": "pending",
    "POWER_UP_NODE": "running",
    "PREEMPTED": "preempted",
    "RECONFIG_FAIL": "node_fail",
    "REQUEUED": "pending",
    "REQUEUE_FED": "pending",
    "REQUEUE_HOLD": "held",
    "RESIZING": "running",
    "RESV_DEL_HOLD": "held",
    "REVOKED": "cancelled",
    "RUNNING": "running",
    "SIGNALING": "running",
    "SPECIAL_EXIT": "held",
    "STAGE_OUT": "running",
    "STOPPED": "running",
    "SUSPENDED": "running",
    "TIMEOUT": "timeout",
}
"""The long names of squeue(1) and sacct(1)."""

UNFINISHED: tuple[State, ...] = ("held", "running", "pending")
BY_DISTANCE_FROM_END: tuple[State, ...] = (
    *UNFINISHED, "unknown", "failed", "timeout", "out_of_memory", "node_fail", "preempted", "cancelled", "completed",
)  # fmt: skip


def state_of(word: str) -> State:
    """Our word for Slurm's, where sacct may add who it was: ``CANCELLED by 1000``."""
    return STATES.get(word.partition(" ")[0], "unknown")


def is_held(word: str, priority: str) -> bool:
    """Whether a job waits to be released: its priority is 0, whatever other reason it has to wait as well."""
    state = state_of(word)
    return state == "held" or (state == "pending" and priority == "0")


def first_of(one: State, other: State) -> State:
    """Of the states of two tasks, that of the one which is farther from its end."""
    return min(one, other, key=BY_DISTANCE_FROM_END.index)
