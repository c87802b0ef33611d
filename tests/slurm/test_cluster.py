"""The scratch cluster does what the tests built on it take for granted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .daemons import wait_until

if TYPE_CHECKING:
    from .cluster import Cluster

SLEEPING_JOB = "sbatch --quiet --output=/dev/null --wrap 'sleep 1000'; echo $SLURM_CONF; cat"


def submit(cluster: Cluster, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return cluster.call("sbatch", "--parsable", f"--chdir={folder}", "--output=/dev/null", *options, "--wrap=true")


def test_an_array_runs_and_ends(cluster: Cluster, tmp_path: Path) -> None:
    job = submit(cluster, tmp_path, "--array=1-3").stdout.strip()
    tasks = cluster.wait_for_tasks(tmp_path)
    assert sorted((task.id, task.state) for task in tasks) == [(f"{job}_{i}", "COMPLETED") for i in (1, 2, 3)]


def test_a_closed_partition_refuses_jobs(cluster: Cluster, tmp_path: Path) -> None:
    refused = submit(cluster, tmp_path, "--partition=closed")
    assert refused.returncode == 1
    assert refused.stderr == (
        "sbatch: error: Batch job submission failed: Required partition not available (inactive or drain)\n"
    )


def test_a_partition_that_is_down_keeps_jobs_waiting(cluster: Cluster, tmp_path: Path) -> None:
    submit(cluster, tmp_path, "--partition=down")
    assert [task.state for task in cluster.tasks(tmp_path)] == ["PENDING"]
    cluster.cancel_tasks(tmp_path)
    assert [task.state for task in cluster.tasks(tmp_path)] == ["CANCELLED"]


def test_a_limit_on_submissions_holds_inside_its_block(cluster: Cluster, tmp_path: Path) -> None:
    with cluster.submit_limit(2):
        assert submit(cluster, tmp_path, "--array=0-2").stderr.startswith("sbatch: error: AssocMaxSubmitJobLimit\n")
    assert submit(cluster, tmp_path, "--array=0-2").returncode == 0
    cluster.cancel_tasks(tmp_path)


def test_a_stopped_controller_keeps_its_jobs(cluster: Cluster, tmp_path: Path) -> None:
    held = submit(cluster, tmp_path, "--hold").stdout.strip()
    with cluster.controller.stopped():
        assert cluster.call("scontrol", "ping").returncode == 1
    assert [task.id for task in cluster.tasks(tmp_path)] == [held]
    cluster.cancel_tasks(tmp_path)


def test_a_suspended_controller_answers_when_it_goes_on(cluster: Cluster) -> None:
    squeue = ["squeue", "--noheader"]
    with cluster.controller.suspended():
        asking = subprocess.Popen(squeue, env=dict(cluster.environment), stdout=subprocess.PIPE)
        with pytest.raises(subprocess.TimeoutExpired):
            asking.communicate(timeout=1)
    asking.communicate(timeout=30)
    assert asking.returncode == 0


def test_accounting_remembers_how_a_job_was_submitted(cluster: Cluster, tmp_path: Path) -> None:
    job = submit(cluster, tmp_path, "--comment=one two").stdout.strip()
    cluster.wait_for_tasks(tmp_path)
    sacct = ("sacct", "--noheader", "--parsable2", "--allocations", f"--jobs={job}", "--format=JobID,State,SubmitLine")
    wait_until(lambda: "COMPLETED" in cluster.read(*sacct), 30, "the accounting knows of the job's end", pause=0.5)
    wait_until(lambda: "--comment=one two" in cluster.read(*sacct), 30, "and of how it was submitted", pause=0.5)


def test_a_second_cluster_runs_beside_and_leaves_nothing_when_its_session_is_killed(
    cluster: Cluster, tmp_path: Path
) -> None:
    session = start_session(SLEEPING_JOB)
    assert session.stdout
    folder = Path(session.stdout.readline().strip()).parent
    wait_until(lambda: any("slurm_script" in line for line in command_lines(folder)), 30, "the job runs")
    session.kill()
    session.communicate()
    wait_until(lambda: not folder.exists() and not command_lines(folder), 30, "the session's traces are gone")
    submit(cluster, tmp_path)
    assert [task.state for task in cluster.wait_for_tasks(tmp_path)] == ["COMPLETED"]


def start_session(command: str) -> subprocess.Popen[str]:
    """A session of its own that runs ``command`` with its cluster."""
    return subprocess.Popen(
        [sys.executable, "-m", __package__, "sh", "-c", command],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def command_lines(folder: Path) -> list[str]:
    """The command lines of all processes that know ``folder``."""
    return [
        (process / "cmdline").read_text("utf-8", "replace").replace("\0", " ")
        for process in Path("/proc").glob("[0-9]*")
        if knows(process, folder)
    ]


def knows(process: Path, folder: Path) -> bool:
    try:
        return os.fsencode(folder) in (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
    except OSError:
        return False
