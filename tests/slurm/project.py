"""A user's project: a folder with a batch script that runs the application in its container."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .image import Image, Record, read_records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .cluster import Cluster

HERACLES = Path(sys.executable).with_name("heracles")


class Project(NamedTuple):
    """``folder`` is where the user works, ``results`` what the application sees as /results."""

    folder: Path
    results: Path
    cluster: Cluster
    image: Image

    def write_script(self, *directives: str, arguments: str = "") -> None:
        """Writes sbatch.sh, with ``arguments`` of the application's as the user wrote them."""
        header = ["#!/bin/bash", "#SBATCH --job-name=ppo", "#SBATCH --output=logs/%j.txt", *directives]
        command = f"{shlex.join(self.image.command(self.results))} {arguments}".rstrip()
        self.write("sbatch.sh", "\n".join([*header, "", command, ""]))

    def write(self, name: str, text: str, mode: int = 0o644) -> Path:
        path = self.folder / name
        path.write_text(text, "utf-8")
        path.chmod(mode)
        return path

    def heracles(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Runs the installed program here, with ``variables`` on top of the cluster's environment."""
        return self.call(str(HERACLES), *words, **variables)

    def call(self, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {**self.cluster.environment, **variables}
        return subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)

    def records(self) -> list[Record]:
        """What the project's jobs left in /results, when all of them have ended well; by product, then by task."""
        tasks = self.cluster.wait_for_tasks(self.folder)
        assert {task.state for task in tasks} <= {"COMPLETED"}, f"{tasks}\n{self.logs()}"
        return sorted(read_records(self.results), key=lambda record: place(record.environment))

    def logs(self) -> str:
        return "\n".join(path.read_text("utf-8", "replace") for path in sorted(self.folder.glob("logs/*")))

    def copies(self) -> set[str]:
        """The names of the copies that heracles wrote and has not deleted."""
        return {path.name for path in self.folder.rglob("*_hydra*")}


def place(environment: Mapping[str, str]) -> tuple[int, int]:
    return int(environment.get("HERACLES_INDEX", "0")), int(environment.get("SLURM_ARRAY_TASK_ID", "0"))
