"""What the transcripts are played on: a project, its application in a container, and a cluster that runs its jobs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.launching import executable
from tests.readme import blocks
from tests.stand_in import PROGRAMS, StandIn

if TYPE_CHECKING:
    from tests.stand_in import Job

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NOT_OURS = ("SBATCH_", "SLURM_", "HERACLES_", "COLUMNS", "NO_COLOR", "FORCE_COLOR")

SBATCH = f"""#!/bin/bash
# Keeps the script, as Slurm spools it, and what was asked for beside it.
job=$({PROGRAMS}/sbatch "$@") || exit
cp "${{@: -1}}" "$STAND_IN_SLURM/spool.$job"
printf '%s\\n' "$@" > "$STAND_IN_SLURM/asked.$job"
echo "$job"
"""


class Stage(NamedTuple):
    """The user's projects, the programs on PATH, and the stand-in for Slurm."""

    projects: Path
    programs: Path
    slurm: StandIn

    @property
    def project(self) -> Path:
        return self.projects / "ppo"

    @property
    def environment(self) -> dict[str, str]:
        """That of a user on the login node, who has 80 columns and no colours."""
        own = {name: value for name, value in os.environ.items() if not name.startswith(NOT_OURS)}
        cluster = self.slurm.environment
        path = f"{self.programs}:{cluster['PATH']}"
        return {**own, **cluster, "STAND_IN_REASON": "Priority", "PYTHONPATH": str(ROOT), "COLUMNS": "80", "PATH": path}

    def let_jobs_run(self, without: int = 0) -> None:
        """Lets all jobs of the queue run to their ends, but for the first tasks of each, which go on."""
        for job in self.slurm.jobs():
            if job.state == "PENDING" and not job.held:
                self._let_run(job, without)

    def bound_queue(self, tasks: int) -> None:
        (self.slurm.folder / "max_submit_jobs").write_text(f"{tasks}\n")

    def mistype(self) -> None:
        file = self.project / "heracles.toml"
        file.write_text(file.read_text().replace("seeds = 5", "sedes = 5").replace('"slurm"', '"slrum"'))

    def _let_run(self, job: Job, without: int) -> None:
        asked = (self.slurm.folder / f"asked.{job.id}").read_text().splitlines()
        ended = [_accounted(job, task, self._run(job, task, asked), asked) for task in range(without, job.tasks)]
        with (self.slurm.folder / "sacct").open("a") as told:
            told.writelines(ended)
        file = self.slurm.folder / "jobs" / job.id
        if without:
            file.write_text(f"{without}|{job.id}|0-{without - 1}|RUNNING|1|{job.comment}\n")
        else:
            file.unlink()

    def _run(self, job: Job, task: int, asked: list[str]) -> int:
        memory = "".join(word.partition("=")[2] for word in asked if word.startswith("--mem="))
        variables = {"SLURM_JOB_ID": job.id, "SLURM_ARRAY_TASK_ID": str(task), "MEMORY": memory}
        with (self.project / f"slurm-{job.id}_{task}.out").open("w") as output:
            return subprocess.call(
                ["bash", str(self.slurm.folder / f"spool.{job.id}")],
                cwd=self.project, env={**self.environment, **variables}, stdout=output, stderr=output,
            )  # fmt: skip


def build(folder: Path) -> Stage:
    """A stage in an empty folder."""
    stage = Stage(folder / "projects", folder / "programs", StandIn(folder / "slurm", released="PENDING"))
    for each in (stage.project, stage.programs, stage.slurm.folder):
        each.mkdir(parents=True)
    executable(stage.programs / "heracles", f"#!/bin/sh\nexec '{sys.executable}' -m heracles \"$@\"\n")
    executable(stage.programs / "sbatch", SBATCH)
    executable(stage.programs / "singularity", (HERE / "singularity").read_text("utf-8"))
    executable(stage.programs / "module", "#!/bin/sh\n")
    executable(stage.project / "sbatch.sh", blocks("bash")[0])
    (stage.project / "heracles.toml").write_text(blocks("toml")[0])
    return stage


def _accounted(job: Job, task: int, code: int, asked: list[str]) -> str:
    """What sacct says of a task that ended."""
    state = "FAILED" if code else "COMPLETED"
    line = " ".join(("sbatch", *asked)).replace("|", " ")
    return f"{job.id}_{task}|{state}|{code}:0|node1|2026-11-22T14:30:02|{os.getuid()}||{line}\n"
