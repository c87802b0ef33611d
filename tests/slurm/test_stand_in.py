"""The stand-in for Slurm that the unit tests use answers as the real one does."""

from __future__ import annotations

import os
import re
import socket
import subprocess
from typing import TYPE_CHECKING, NamedTuple

import pytest

from heracles.launchers.slurm import finding, states
from heracles.launchers.slurm.releasing import cancel_command, release_command
from heracles.launchers.slurm.site import read_site, site_command
from tests.stand_in import StandIn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from .cluster import Cluster

TAG = "heracles:20260101-120000-0a1b2c3d"
UNKNOWN = "12345"


class Slurm(NamedTuple):
    """One of both; ``jobs`` are the ids of what was submitted, in that order."""

    folder: Path
    environment: Mapping[str, str]
    jobs: list[str]

    def call(self, *command: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, **self.environment}
        return subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)

    def submit(self, copy: int, *options: str, file: str = "copy.sh") -> tuple[int, bool, str]:
        """The exit code, whether there is a job id and nothing else, and the complaints."""
        ran = self.call("sbatch", "--parsable", f"--comment={TAG}/{copy}.0 a|b", "--hold", *options, file)
        job = ran.stdout.strip()
        self.jobs.extend([job] if job else [])
        return ran.returncode, bool(re.fullmatch(r"[0-9]+\n", ran.stdout)), ran.stderr

    def release(self, *others: str) -> tuple[int, str, str]:
        return self._said(release_command([*self.jobs, *others], ""))

    def cancel(self, *others: str) -> tuple[int, str, str]:
        return self._said(cancel_command([*self.jobs, *others], ""))

    def queue(self) -> list[str]:
        """What both questions of heracles are answered, of our own jobs."""
        found = self._said(finding.queue_command(""))
        looked_at = self._said(states.queue_command(""))
        assert (found[0], looked_at[0]) == (0, 0)
        return sorted(line for line in (found[1] + looked_at[1]).splitlines() if re.match("job [0-9]", line))

    def _said(self, command: tuple[str, ...]) -> tuple[int, str, str]:
        ran = self.call(*command)
        return ran.returncode, self._alike(ran.stdout), self._alike(ran.stderr)

    def _alike(self, text: str) -> str:
        """Without what differs from one Slurm to the next: numbers of jobs, priorities, the node's name."""
        for place, job in enumerate(self.jobs):
            text = re.sub(rf"\b{job}(?![0-9])", f"job {place}", text)
        text = re.sub(r"\|42949[0-9]+\|", "|priority|", text)
        return text.replace(f"|{socket.gethostname().partition('.')[0]}|", "|node1|")


@pytest.fixture
def real(cluster: Cluster, tmp_path: Path) -> Iterator[Slurm]:
    yield with_a_copy(Slurm(tmp_path / "real", cluster.environment, []))
    cluster.cancel_tasks(tmp_path / "real")


@pytest.fixture
def imitated(tmp_path: Path) -> Slurm:
    folder = tmp_path / "imitated"
    return with_a_copy(Slurm(folder, StandIn(folder).environment, []))


def with_a_copy(slurm: Slurm) -> Slurm:
    slurm.folder.mkdir()
    (slurm.folder / "copy.sh").write_text("#!/bin/sh\n#SBATCH --output=/dev/null\n")
    return slurm


def test_what_is_submitted_is_queued_released_and_ends(cluster: Cluster, real: Slurm, imitated: Slurm) -> None:
    for slurm in (real, imitated):
        assert slurm.submit(0, "--array=0-2%2") == slurm.submit(1) == slurm.submit(2, "--array=0-0") == (0, True, "")
    assert real.queue() == imitated.queue()
    assert real.release() == imitated.release()
    cluster.wait_for_tasks(real.folder)
    assert real.queue() == imitated.queue()
    assert real.release() == imitated.release()
    assert real.cancel() == imitated.cancel()
    assert real.queue() == imitated.queue()


def test_what_waits_waits(cluster: Cluster, real: Slurm, imitated: Slurm) -> None:
    waits = StandIn(imitated.folder, released="PENDING").environment
    imitated = imitated._replace(environment=waits)
    for slurm in (real, imitated):
        slurm.submit(0, "--begin=now+1hour", "--array=0-2")
        slurm.submit(1, "--begin=now+1hour")
    assert real.release() == imitated.release()
    assert [line.replace("|BeginTime|", "|None|") for line in real.queue()] == imitated.queue()


def test_what_is_cancelled_is_gone(real: Slurm, imitated: Slurm) -> None:
    for slurm in (real, imitated):
        slurm.submit(0, "--array=0-2")
        slurm.submit(1)
    assert real.cancel(UNKNOWN) == imitated.cancel(UNKNOWN)
    assert real.queue() == imitated.queue()
    assert real.release() == imitated.release()


def test_a_job_that_is_not_there_is_not_released(real: Slurm, imitated: Slurm) -> None:
    for slurm in (real, imitated):
        slurm.submit(0, "--begin=now+1hour")
    assert real.release(UNKNOWN) == imitated.release(UNKNOWN)
    assert imitated.release(UNKNOWN)[0] == 1


def test_refusals_are_in_the_same_words(cluster: Cluster, real: Slurm, imitated: Slurm) -> None:
    (imitated.folder / "max_submit_jobs").write_text("2")
    assert real.submit(0, "--array=0-1001") == imitated.submit(0, "--array=0-1001")
    assert real.submit(0, file="nothing.sh") == imitated.submit(0, file="nothing.sh")
    with cluster.submit_limit(2):
        assert real.submit(0, "--array=0-2") == imitated.submit(0, "--array=0-2")


def test_both_sites_can_be_asked(real: Slurm, imitated: Slurm) -> None:
    sites = [read_site(slurm.call(*site_command("")).stdout) for slurm in (real, imitated)]
    assert sites[0] == sites[1]._replace(cluster=sites[0].cluster, max_job_count=sites[0].max_job_count)
