"""A stand-in for Slurm: six small programs that share a folder, and no daemon; they run nothing.

They answer what heracles asks as the real ones do (tests/slurm compares them), and so quickly that a launch of a
thousand arrays takes seconds. A job that is released, or submitted without ``--hold``, is in the state
STAND_IN_RELEASED at once (COMPLETED); what is pending waits for STAND_IN_REASON (None). In the folder, ``calls`` has a
line for each call, and ``max_submit_jobs`` may say how many tasks may wait at once; sacct prints the file ``sacct``;
``untold`` may say how many messages the accounting has yet to get; a job is forgotten when its file in ``jobs`` is
removed.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

PROGRAMS = Path(__file__).parent


class Job(NamedTuple):
    """A job as the stand-in remembers it; ``array`` is what sbatch was told, N/A for no array."""

    tasks: int
    id: str
    array: str
    state: str
    held: bool
    comment: str


class StandIn(NamedTuple):
    """A stand-in with nothing in its queue, in an empty folder; its programs are found in ``environment``."""

    folder: Path
    max_array_size: int = 1001
    released: str = "COMPLETED"

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables that put it in place of Slurm."""
        return {
            "PATH": f"{PROGRAMS}:{os.environ['PATH']}",
            "STAND_IN_SLURM": str(self.folder),
            "STAND_IN_MAX_ARRAY_SIZE": str(self.max_array_size),
            "STAND_IN_RELEASED": self.released,
        }

    def jobs(self) -> list[Job]:
        """What was submitted, in that order."""
        return [_job(_whole(path)) for path in sorted(self.folder.glob("jobs/*"))]

    def calls(self, program: str) -> list[str]:
        """The words of each call of a program."""
        calls = self.folder / "calls"
        lines = calls.read_text("utf-8").splitlines() if calls.exists() else []
        return [line.partition(" ")[2] for line in lines if line.partition(" ")[0] == program]


def _whole(path: Path) -> str:
    """The text of a file that one of the programs may be writing just now."""
    while not (text := path.read_text("utf-8")).endswith("\n"):
        time.sleep(0.001)
    return text


def _job(text: str) -> Job:
    tasks, job, array, state, priority, comment = text.rstrip("\n").split("|", 5)
    return Job(int(tasks), job, array, state, priority == "0", comment)
