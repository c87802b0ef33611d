"""``heracles status`` and ``heracles wait`` on a real Slurm: every way in which a product ends, and who knows of it."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, NamedTuple

import pytest

from .configuration import Settings
from .conftest import a_cluster
from .daemons import wait_until
from .project import HERACLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .cluster import Cluster

FORGETFUL = Settings(min_job_age=2)
"""A site whose controller forgets jobs seconds after their end."""

SCRIPT = """\
#!/bin/bash
#SBATCH --output=/dev/null --time=1 --requeue
./app "$@"
"""
APP = """\
#!/bin/bash
how=$(printf '%s' "$@")
case $how in
how=ends) ;;
how=fails) exit 3 ;;
how=again) [[ ${SLURM_RESTART_COUNT:-0} != 0 ]] || exec sleep 300 ;;
*) exec sleep 300 ;;
esac
"""
DECLARED = """\
[launchers.site]
kind = "slurm"
[sweeps.ways]
script = "sbatch.sh"
launcher = "site"
overrides = ["how=ends,fails,runs,cancelled,again"]
"""
ENDS = ["completed", "failed", "timeout", "cancelled", "completed"]
UNDERWAY = ["completed", "failed", "running", "running", "running"]


class Ways(NamedTuple):
    """A project with a product for each way in which one ends."""

    folder: Path
    cluster: Cluster

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [str(HERACLES), *words],
            cwd=self.folder,
            env=dict(self.cluster.environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def status(self, *words: str) -> tuple[list[str], str]:
        """The states of the products, and what was said besides."""
        running = self.start("status", "--json", *words)
        out, err = running.communicate(timeout=60)
        assert running.returncode == 0, err
        return [json.loads(line)["state"] for line in out.splitlines()], err

    def reach(self, states: list[str], seconds: float = 30) -> None:
        wait_until(lambda: self.status("ways")[0] == states, seconds, f"the products are {states}", pause=0.5)

    def forget(self) -> None:
        """Forgets how tasks ended, as if nobody had asked before."""
        for path in self.folder.glob(".heracles/launches/*/ended.jsonl"):
            path.unlink()

    def queue(self) -> str:
        return self.cluster.read("squeue", "--noheader", "--states=all", "--format=%i %T")


@pytest.fixture(scope="module")
def forgetful() -> Iterator[Cluster]:
    with a_cluster(FORGETFUL) as cluster:
        yield cluster


@pytest.fixture
def ways(tmp_path: Path, forgetful: Cluster) -> Iterator[Ways]:
    for name, text in (("sbatch.sh", SCRIPT), ("app", APP), ("heracles.toml", DECLARED)):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    yield Ways(tmp_path, forgetful)
    forgetful.cancel_tasks(tmp_path)


def test_every_way_in_which_a_product_ends(ways: Ways) -> None:
    running = ways.start("run", "ways", "--wait")
    wait_until(lambda: "RUNNING" in ways.queue(), 30, "the jobs run")
    job = ways.queue().split("_")[0]
    ways.reach(UNDERWAY)
    with ways.cluster.accounting.stopped():
        assert ways.status("ways")[0] == UNDERWAY
        ways.cluster.read("scontrol", "requeue", f"{job}_4")
        wait_until(lambda: f"{job}_4 PENDING" in ways.queue(), 30, "the job waits again", pause=0.5)
        assert ways.status("ways")[0] == [*UNDERWAY[:4], "pending"]
    ways.cluster.read("scontrol", "update", f"jobid={job}_4", "starttime=now")
    ways.cluster.read("scancel", f"{job}_3")
    ways.reach(["completed", "failed", "running", "cancelled", "completed"])
    _, said = running.communicate(timeout=180)
    assert running.returncode == 1, said
    assert "how=runs: timed out" in said.splitlines()
    assert "5 products: 2 completed, 1 cancelled, 1 timed out, 1 failed" in said.splitlines()

    ran = ways.start("status", "ways", "--json")
    told = [json.loads(line) for line in ran.communicate(timeout=60)[0].splitlines()]
    assert [each["state"] for each in told] == ENDS
    assert [each["exit_code"] for each in told[:2]] == [0, 3]
    assert [each["task"] for each in told] == [0, 1, 2, 3, 4]
    assert [each["requeued"] for each in told] == [False, False, False, False, True]

    wait_until(lambda: not ways.queue(), 120, "the controller has forgotten the jobs", pause=0.5)
    ways.forget()
    assert ways.status("ways")[0] == ENDS, "the accounting knows all"
    with ways.cluster.accounting.stopped():
        assert ways.status("ways")[0] == ENDS, "the ledger has kept all"
        ways.forget()
        states, said = ways.status("ways")
        assert set(states) == {"unknown"}, "nobody knows, and nothing is called failed"
        assert "Nobody tells of unknown ones" not in said
    with ways.cluster.controller.stopped():
        states, said = ways.status("ways")
        assert set(states) == {"unknown"}
        assert said.startswith("heracles: warning: squeue failed with exit code 1: ")
        assert "; what is shown was known 20" in said
    assert ways.status("ways") == (ENDS, "")
