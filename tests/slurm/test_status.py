"""Every way in which a product ends on a real Slurm, and what status, wait, logs and retry know of it from whom."""

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
#SBATCH --output=logs/%A_%a.out --time=1 --requeue
./app "$@"
"""
APP = """\
#!/bin/bash
how=$(printf '%s' "$@")
[[ ! -e mended ]] || exit 0
case $how in
how=ends) ;;
how=fails) echo "ValueError: it fails"; exit 3 ;;
how=again) [[ ${SLURM_RESTART_COUNT:-0} != 0 ]] || exec sleep 300; echo "run again" ;;
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
CAUSES = ["ValueError: it fails", "Slurm ended it at its time limit"]
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

    def heracles(self, *words: str) -> subprocess.CompletedProcess[str]:
        running = self.start(*words)
        out, err = running.communicate(timeout=60)
        return subprocess.CompletedProcess(words, running.returncode, out, err)

    def status(self, *words: str) -> tuple[list[str], str]:
        """The states of the products, and what was said besides."""
        ran = self.heracles("status", "--json", *words)
        assert ran.returncode == 0, ran.stderr
        return [json.loads(line)["state"] for line in ran.stdout.splitlines()], ran.stderr

    def causes(self) -> list[str]:
        """Why products failed, by their logs."""
        lines = self.heracles("logs", "ways", "--failed").stdout.splitlines()
        return [line.partition(": ")[2] for line in lines if line.startswith("1 product")]

    def log(self, product: str) -> str:
        return self.heracles("logs", "ways", product).stdout

    def retried(self, *words: str) -> list[str]:
        """What would be launched again."""
        ran = self.heracles("retry", "ways", "--dry-run", *words)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout.splitlines()

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


def assert_all_is_known(ways: Ways) -> None:
    assert ways.status("ways")[0] == ENDS
    assert ways.causes() == CAUSES
    assert "CANCELLED" in ways.log("3")
    assert ways.log("4").splitlines()[-1] == "run again"
    assert ways.retried() == ["how=fails", "how=runs"]
    assert ways.retried("--state", "cancelled") == ["how=cancelled"]


def assert_nothing_is_known(ways: Ways) -> str:
    """Nobody knows, and nothing is called failed; logs are there all the same. What status said besides."""
    states, said = ways.status("ways")
    assert set(states) == {"unknown"}
    assert ways.causes() == []
    assert ways.log("1") == "ValueError: it fails\n"
    assert ways.retried() == []
    assert len(ways.retried("--state", "unknown")) == len(ENDS)
    return said


@pytest.fixture
def ways(tmp_path: Path, forgetful: Cluster) -> Iterator[Ways]:
    (tmp_path / "logs").mkdir()
    for name, text in (("sbatch.sh", SCRIPT), ("app", APP), ("heracles.toml", DECLARED)):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    yield Ways(tmp_path, forgetful)
    forgetful.cancel_tasks(tmp_path)


def without_accounting(ways: Ways) -> Ways:
    """The same project on a site that has no accounting."""
    text = ways.cluster.layout.slurm_conf.read_text("utf-8")
    conf = ways.folder / "slurm.conf"
    conf.write_text(text.replace("accounting_storage/slurmdbd", "accounting_storage/none"), "utf-8")
    environment = {**ways.cluster.environment, "SLURM_CONF": str(conf)}
    return ways._replace(cluster=ways.cluster._replace(environment=environment))


def unreachable(ways: Ways) -> Ways:
    """The same project where Slurm cannot be asked anything."""
    conf = ways.folder / "nowhere.conf"
    return ways._replace(
        cluster=ways.cluster._replace(environment={**ways.cluster.environment, "SLURM_CONF": str(conf)})
    )


def test_what_is_settled_is_told_without_asking(ways: Ways) -> None:
    """One task of an array has ended and is forgotten by the queue, which knows all others; then all have."""
    (ways.folder / "heracles.toml").write_text(
        DECLARED.replace("ends,fails,runs,cancelled,again", "fails,runs,runs_too")
    )
    assert ways.heracles("run", "ways").returncode == 0
    ways.reach(["failed", "running", "running"])
    wait_until(lambda: "_0 " not in ways.queue(), 60, "the controller has forgotten the first task", pause=0.5)
    ways.forget()
    ways.reach(["failed", "running", "running"])
    with ways.cluster.accounting.stopped():
        assert ways.status("ways") == (["failed", "running", "running"], "")
    assert ways.heracles("cancel", "ways", "--yes").returncode == 0
    wait_until(lambda: not ways.queue(), 60, "the controller has forgotten all", pause=0.5)
    ways.forget()
    ways.reach(["failed", "cancelled", "cancelled"])
    assert unreachable(ways).status("ways") == (["failed", "cancelled", "cancelled"], "")
    assert unreachable(ways).retried() == ["how=fails"]


def test_the_accounting_tells_how_a_heterogeneous_job_ended(ways: Ways) -> None:
    script = SCRIPT.replace("./app", "#SBATCH hetjob\n#SBATCH --ntasks=1\n./app")
    (ways.folder / "sbatch.sh").write_text(script)
    declared = DECLARED.replace('"slurm"', '"slurm"\narray = false')
    (ways.folder / "heracles.toml").write_text(declared.replace("ends,fails,runs,cancelled,again", "runs,runs_too"))
    assert ways.heracles("run", "ways").returncode == 0
    assert ways.heracles("cancel", "ways", "--yes").returncode == 0
    wait_until(lambda: not ways.queue(), 60, "the controller has forgotten the jobs", pause=0.5)
    ways.forget()
    ways.reach(["cancelled"] * 2)


def test_wait_outlives_a_controller_that_is_away(ways: Ways) -> None:
    (ways.folder / "app").write_text("#!/bin/bash\nuntil [[ -e go ]]; do sleep 0.2; done\n")
    (ways.folder / "heracles.toml").write_text(DECLARED.replace("ends,fails,runs,cancelled,again", "runs,runs_too"))
    assert ways.heracles("run", "ways").returncode == 0
    ways.reach(["running", "running"])
    waiting = ways.start("wait", "ways")
    assert waiting.stderr
    assert waiting.stderr.readline() == "2 running\n"
    with ways.cluster.controller.stopped():
        said = waiting.stderr.readline()
        assert said.startswith("heracles: warning: squeue failed with exit code 1: "), said
        assert said.endswith("; asking again until there is an answer\n")
        (ways.folder / "go").touch()
    _, rest = waiting.communicate(timeout=120)
    assert rest.splitlines()[-2:] == ["2 completed", "2 products: 2 completed"]
    assert waiting.returncode == 0


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
    assert_all_is_known(ways)

    wait_until(lambda: not ways.queue(), 120, "the controller has forgotten the jobs", pause=0.5)
    ways.forget()
    assert_all_is_known(ways)  # by the accounting
    with ways.cluster.accounting.stopped():
        assert_all_is_known(ways)  # by the ledger
        ways.forget()
        assert "Nobody tells of unknown ones" not in assert_nothing_is_known(ways)
    assert_nothing_is_known(without_accounting(ways))
    with ways.cluster.controller.stopped():
        states, said = ways.status("ways")
        assert set(states) == {"unknown"}
        assert said.startswith("heracles: warning: squeue failed with exit code 1: ")
        assert "; what is shown was known 20" in said
    assert ways.status("ways") == (ENDS, "")
    assert_all_is_known(without_accounting(ways))  # by the ledger
    (ways.folder / "mended").touch()
    again = ways.heracles("retry", "ways", "--state", "failed,timeout,cancelled")
    assert again.stderr.startswith("launched again: 1 cancelled, 1 timed out, 1 failed\n"), again.stderr
    ways.reach(["completed"] * len(ENDS))
