"""A project whose sweep is launched on a stand-in for Slurm, and what its ledger says afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from heracles import ledger
from heracles.ledger import Submitting

from .stand_in import StandIn

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from heracles.ledger import Launch, Record

COMMAND = "singularity exec --nv app.sif main.py hydra.run.dir=runs/$SLURM_JOB_ID"
SCRIPT = f"#!/bin/bash\nmodule load singularity\n{COMMAND}\n"
WHERE = f"overrides go after sbatch.sh:3  {COMMAND}"
WAYS_ON = [
    "  --keep-going launches what is not launched yet as it is now, "
    "and leaves the rest of ablation-a as it was launched",
    "  --again launches all products once more",
]
SINGLE = "array = false"


def config(a: str = "a = [1, 2, 3]", b: str = 'b = ["x", "y"]', *, cluster: str = "", more: str = "") -> str:
    """A heracles.toml with one sweep of two axes; ``cluster`` and ``more`` are further lines."""
    return f"""\
default_launcher = "cluster"
{more}
[launchers.cluster]
kind = "slurm"
args = ["--partition=gpu"]
{cluster}
[launchers.queue]
kind = "command"
command = "./submit"
[launchers.here]
kind = "local"
workers = 2
[sweeps.ablation-a]
script = "sbatch.sh"
[sweeps.ablation-a.axes]
{a}
{b}
"""


def make_project(folder: Path, text: str) -> None:
    executable(folder / "sbatch.sh", SCRIPT)
    (folder / "heracles.toml").write_text(text)


OWN_ARRAY = '#!/bin/bash\n#SBATCH --array=0-1 --output=%A_%a.out\nsingularity exec app.sif main.py "$@"\n'
"""A script of which each product is two tasks."""


def executable(path: Path, text: str) -> None:
    """Puts a program in place; one of that name that runs runs on, whereas a shell would read on in a changed file."""
    written = path.with_name(path.name + ".new")
    written.write_text(text)
    written.chmod(0o755)
    written.replace(path)


def put_in_place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """A stand-in for Slurm that this process and all that it starts will call."""
    folder.mkdir()
    slurm = StandIn(folder)
    for name, value in slurm.environment.items():
        monkeypatch.setenv(name, value)
    return slurm


def launches(project: Path) -> tuple[Launch, ...]:
    """All launches, oldest first."""
    return ledger.launches(str(project / ".heracles"))


def newest(project: Path) -> Record:
    return ledger.read(str(project / ".heracles"), launches(project)[-1].id)


def titles(project: Path, launch: Launch) -> list[str]:
    """The products of a launch."""
    recorded = ledger.products(str(project / ".heracles"), launch.id, 0, launch.products - 1)
    return [" ".join(product.overrides) for product in recorded]


def copies(project: Path, launch: Launch) -> list[str]:
    """The names of the copies that a launch kept."""
    return sorted(path.name for path in (project / ".heracles" / "launches" / launch.id / "copies").iterdir())


def break_off(project: Path, slurm: StandIn, entries: int) -> Launch:
    """Takes the newest launch back to where it had written so many entries: as if it had been killed then.

    What was submitted after the last of these is forgotten.
    """
    launch = launches(project)[-1]
    journal = project / ".heracles" / "launches" / launch.id / "journal.jsonl"
    kept = journal.read_text().splitlines(keepends=True)[: 1 + entries]
    journal.write_text("".join(kept))
    tags = [f"heracles:{launch.id}/{entry.copy}." for entry in newest(project).entries if isinstance(entry, Submitting)]
    for job in slurm.jobs():
        if job.comment.startswith(f"heracles:{launch.id}/") and not job.comment.startswith(tuple(tags)):
            (slurm.folder / "jobs" / job.id).unlink()
    return launch


def started(project: Path, *argv: str) -> subprocess.Popen[str]:
    """heracles in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "heracles", *argv],
        cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip


def names(folder: Path) -> list[str]:
    """The files of a folder, but for the ledger."""
    return sorted(name for name in os.listdir(folder) if name != ".heracles")
