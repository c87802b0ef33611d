"""What Slurm itself writes at the end of a log, when a task does not end by itself or not well.

From Slurm 22.05 to 26.05: src/slurmd/slurmstepd/req.c, src/plugins/task/cgroup/task_cgroup_memory.c and
src/srun/launch.c.
"""

from __future__ import annotations

DAEMON, CLIENT = "slurmstepd", "srun"

CAUSES = {
    "DUE TO TIME LIMIT": "Slurm ended it at its time limit",
    "DUE TO PREEMPTION": "Slurm preempted it",
    "DUE TO NODE FAILURE": "its node failed",
    "DUE TO JOB REQUEUE": "Slurm requeued it",
    "UNCORRECTABLE MEMORY ERROR": "its node has a memory error",
    "OOM KILL": "it ran out of memory",
    "OOM-KILL": "it ran out of memory",
    "OOM_KILL": "it ran out of memory",
    "OUT OF MEMORY": "it ran out of memory",
    "MEMORY LIMIT": "it ran out of memory",
}
"""Parts of such lines, in capitals."""

OF_NO_USE = (
    "*** JOB", "*** STEP", "*** REASON", "EXITED WITH EXIT CODE", "JOB STEP ABORTED", "TERMINATED", "TERMINATING",
    "FORCING JOB TERMINATION", "FIRST TASK EXITED", "INTERRUPT", "GOT SIGCONT",
)  # fmt: skip
"""Parts of lines that only say that a task ended, not why."""


def last_words(line: str) -> str | None:
    """The cause that a line of Slurm's own names, "" where it names none; None for any other line.

    What srun says of some of its tasks is taken without their node.
    """
    program, colon, said = line.partition(":")
    if not colon or not _is_slurm(program):
        return None
    loud = said.upper()
    cause = next((words for part, words in CAUSES.items() if part in loud), None)
    if cause is not None:
        return cause
    return "" if any(part in loud for part in OF_NO_USE) else _of_tasks(said)


def _is_slurm(program: str) -> bool:
    """Whether the first word of a line is one of its programs; where several daemons share a node, it has a name."""
    return program in {DAEMON, CLIENT} or program.startswith(DAEMON + "-")


def _of_tasks(said: str) -> str | None:
    """How tasks ended, as srun says it: `` error: node1: tasks 0-3: Segmentation fault``."""
    level, _, rest = said.partition(": ")
    _, _, rest = rest.partition(": ")
    tasks, _, ending = rest.partition(": ")
    return ending if level.strip() == "error" and tasks.startswith("task") else None
