"""Jobs of a real Slurm run the code as it was when they were launched, and write their logs where they always do."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from heracles import ledger

from .counting import ARRAYS, RECORD, SINGLY, SWEEP, Counted, in_use
from .daemons import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .cluster import Cluster

SCRIPT = '#!/bin/bash\n#SBATCH --output=logs/%x-%A.%a.txt\ncd "$SLURM_SUBMIT_DIR"\n./record "$@"\n'
RECORDS_ITS_PLACE = f"{RECORD}echo old $PWD $(git rev-parse --show-toplevel)\n"
HELD = "#SBATCH --hold\n"


@pytest.fixture(params=[SINGLY, ARRAYS], ids=["singly", "arrays"])
def project(request: pytest.FixtureRequest, cluster: Cluster, tmp_path: Path) -> Iterator[Counted]:
    """A sweep that is launched from snapshots, under git, which ignores where its runs and logs go."""
    with in_use(Counted(tmp_path / "kept", cluster, products=3, settings=request.param)) as project:
        (project.folder / "logs").mkdir()
        project.write_program("sbatch.sh", SCRIPT)
        project.write_program("record", RECORDS_ITS_PLACE)
        (project.folder / ".gitignore").write_text("/ran\n/logs\n")
        with (project.folder / "heracles.toml").open("a") as file:
            file.write("snapshot = true\n")
        for words in (("init", "--quiet"), ("add", "--all")):
            subprocess.run(["git", *words], cwd=project.folder, check=True)
        yield project.as_shown()
        for launch in ledger.launches(project.home):
            cluster.cancel_tasks(Path(launch.code))


def test_code_that_changes_while_jobs_are_held(project: Counted) -> None:
    project.write_program("sbatch.sh", SCRIPT.replace("cd ", f"{HELD}cd ", 1))
    ran = project.run()
    assert ran.returncode == 0, ran.stderr
    with (project.folder / "record").open("a") as file:
        file.write("echo new\nexit 3\n")
    [launch] = ledger.launches(project.home)
    jobs = sorted({standing.job or "" for _, standing in project.standings()})
    project.cluster.read("scontrol", "release", ",".join(jobs))
    wait_until(lambda: "3 completed, nothing new" in project.run().stderr, 60, "the jobs end", pause=0.5)
    place = launch.code
    assert [path.read_text() for path in (project.folder / "logs").iterdir()] == [f"old {place} {place}\n"] * 3
    assert sorted(run.product for run in project.runs()) == sorted(project.expected)
    shown = project.heracles("logs", SWEEP, "0")
    assert f"old {place} {place}" in shown.stdout, shown.stderr
