"""``heracles cancel`` against a real Slurm: what is pending, held or running ends, and what that counts for later."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from heracles import ledger

from .daemons import wait_until
from .project import HERACLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .cluster import Cluster

CONFIG = """\
[launchers.cluster]
kind = "slurm"
max_running = 2
[sweeps.s]
script = "sbatch.sh"
launcher = "cluster"
axes = { a = [0, 1, 2, 3, 4, 5, 6, 7] }
"""
SCRIPT = """\
#!/bin/bash
#SBATCH --output=/dev/null
#SBATCH --cpus-per-task=1
./app "$@"
"""
APP = '#!/bin/bash\ntouch "began.$SLURM_ARRAY_TASK_ID"\necho "$@"\nexec sleep 100\n'
RUNNING = 2
PATIENCE_SECONDS = 30


class Sweep(NamedTuple):
    """A sweep of eight products, of which two run at once, for as long as nobody ends them."""

    folder: Path
    cluster: Cluster

    def heracles(self, *words: str) -> subprocess.CompletedProcess[str]:
        environment = self.cluster.environment
        call = [str(HERACLES), *words]
        return subprocess.run(call, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)

    def said(self, *words: str) -> str:
        """What heracles says, where all goes well."""
        ran = self.heracles(*words)
        assert ran.returncode == 0, ran
        return ran.stderr

    def tasks(self) -> list[tuple[str, str]]:
        """What waits or runs: the number and the state of each task."""
        launch = ledger.launches(str(self.folder / ".heracles"))[-1]
        listed = self.cluster.read("squeue", "--array", "--noheader", "--Format=ArrayTaskID:|,State:|,Comment:|")
        fields = [line.split("|") for line in listed.splitlines() if f"heracles:{launch.id}/" in line]
        return [(task, state) for task, state, *_ in fields if state in {"PENDING", "RUNNING"}]

    def began(self) -> set[str]:
        return {path.name for path in self.folder.glob("began.*")}

    def entries(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.heracles("status", "s", "--json").stdout.splitlines()]


def launched(folder: Path, cluster: Cluster, config: str, script: str) -> Sweep:
    """The sweep, launched, when two of its tasks run."""
    for name, text, mode in (("heracles.toml", config, 0o644), ("sbatch.sh", script, 0o755), ("app", APP, 0o755)):
        (folder / name).write_text(text)
        (folder / name).chmod(mode)
    made = Sweep(folder, cluster)
    made.said("run", "s")
    wait_until(lambda: len(made.began()) >= RUNNING, PATIENCE_SECONDS, "two tasks run")
    return made


@pytest.fixture
def sweep(cluster: Cluster, tmp_path: Path) -> Iterator[Sweep]:
    """Eight products as one job array, of which two run."""
    made = launched(tmp_path, cluster, CONFIG, SCRIPT)
    yield made
    made.heracles("cancel", "s", "--yes")


@pytest.fixture
def sweep_of_arrays(cluster: Cluster, tmp_path: Path) -> Iterator[Sweep]:
    """Eight products, each an array of three tasks by the script's own directive."""
    config, script = CONFIG.replace("max_running = 2\n", ""), SCRIPT.replace("./app", "#SBATCH --array=1-3\n./app")
    made = launched(tmp_path, cluster, config, script)
    yield made
    made.heracles("cancel", "s", "--yes")


def test_a_whole_array_goes_by_its_id_and_is_not_launched_again_where_it_began(sweep: Sweep) -> None:
    assert sweep.said("cancel", "s", "--yes") == "s: 8 cancelled\n"
    assert sweep.tasks() == []
    assert sweep.said("cancel", "s") == "nothing of s waits or runs\n"
    told = sweep.heracles("run", "s", "--dry-run")
    assert "launched before: 2 cancelled" in told.stderr
    assert len(told.stdout.splitlines()) == 8 - RUNNING


def test_tasks_that_were_cancelled_alone_while_they_waited_are_launched_again(sweep: Sweep) -> None:
    assert sweep.said("cancel", "s", "--only", "a=1,3,6,7", "--yes") == "s: 4 cancelled\n"
    wait_until(
        lambda: sorted(task for task, _ in sweep.tasks()) == ["0", "2", "4", "5"], PATIENCE_SECONDS, "the others go on"
    )
    told = sweep.heracles("run", "s", "--dry-run")
    assert told.stdout.split() == ["a=3", "a=6", "a=7"]
    states = {entry["values"]["a"]: entry["state"] for entry in sweep.entries()}
    assert [states[a] for a in (1, 3, 6, 7)] == ["cancelled"] * 4


def test_nothing_is_claimed_while_the_controller_is_away(sweep: Sweep) -> None:
    with sweep.cluster.controller.stopped():
        ran = sweep.heracles("cancel", "s", "--yes")
    assert ran.returncode == 1
    assert "cancelled" not in ran.stderr
    assert len(sweep.tasks()) == 8


def test_of_a_script_with_its_own_array_a_product_is_all_of_its_tasks(sweep_of_arrays: Sweep) -> None:
    sweep = sweep_of_arrays
    before = len(sweep.tasks())
    assert sweep.said("cancel", "s", "--only", "a=7", "--yes") == "s: 1 cancelled\n"
    wait_until(lambda: len(sweep.tasks()) == before - 3, PATIENCE_SECONDS, "three tasks are gone")
    assert sweep.said("cancel", "s", "--yes") == "s: 7 cancelled\n"
    assert sweep.tasks() == []
