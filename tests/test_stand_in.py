"""The stand-in for Slurm answers so that heracles can read it, and quickly."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from heracles.launchers.base import LIMIT, Cancelled, Declined, Found, Released, Tag, Tagged, Taken
from heracles.launchers.slurm.finding import find, find_finished, find_job, untagged
from heracles.launchers.slurm.releasing import cancel, release
from heracles.launchers.slurm.site import ask_site
from heracles.launchers.slurm.states import states
from heracles.launchers.slurm.submitting import submit
from tests.stand_in import Job, StandIn

if TYPE_CHECKING:
    from pathlib import Path

    from heracles.launchers.base import Answer

LAUNCH = "20260101-120000-0a1b2c3d"
OLD = 1767268800.0

pytestmark = pytest.mark.once


@pytest.fixture
def slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    slurm = StandIn(tmp_path)
    for name, value in slurm.environment.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "copy.sh").write_text("#!/bin/sh\n")
    return slurm


def submitted(slurm: StandIn, copy: int, *options: str, hold: bool = True) -> Answer:
    held = ["--hold"] if hold else []
    command = ["sbatch", "--parsable", f"--comment={Tag(LAUNCH, copy, 0)} a|b", *held, *options, "copy.sh"]
    return submit(command, str(slurm.folder), (), 10)


def test_the_site_is_asked(slurm: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask_site().max_array_size == 1001
    monkeypatch.setenv("STAND_IN_MAX_ARRAY_SIZE", "4")
    assert ask_site().max_array_size == 4


def test_jobs_are_submitted_found_and_released(slurm: StandIn) -> None:
    assert submitted(slurm, 0, "--array=0-2%2", "--time=10") == Taken("700001")
    assert submitted(slurm, 1) == Taken("700002")
    array, job = (Tagged(name, Tag(LAUNCH, copy, 0)) for copy, name in enumerate(("700001", "700002")))
    assert slurm.jobs() == [
        Job(3, "700001", "0-2%2", "PENDING", held=True, comment=f"{array.tag} a|b"),
        Job(1, "700002", "N/A", "PENDING", held=True, comment=f"{job.tag} a|b"),
    ]
    assert find(LAUNCH) == (
        Found("700001", 0, 0, held=True, state="held", reason="JobHeldUser", tasks=3),
        Found("700002", 1, 0, held=True, state="held", reason="JobHeldUser", tasks=1),
    )
    assert release([array, job]) == Released(("700001", "700002"), (), ())
    assert find(LAUNCH) == (
        Found("700001", 0, 0, held=False, state="completed"),
        Found("700002", 1, 0, held=False, state="completed"),
    )
    assert sorted((task.tag.copy, task.task or 0, task.state) for task in states([array, job])) == [
        (0, 0, "completed"),
        (0, 1, "completed"),
        (0, 2, "completed"),
        (1, 0, "completed"),
    ]


def test_the_accounting_is_asked_only_for_what_is_not_in_the_queue(slurm: StandIn) -> None:
    submitted(slurm, 0, "--array=0-2")
    whole, larger = (Tagged("700001", Tag(LAUNCH, 0, 0), tasks=tasks) for tasks in (3, 4))
    assert [task.task for task in states([whole])] == [0, 1, 2]
    assert slurm.calls("sacct") == []
    (slurm.folder / "sacct").write_text(f"700001_3|FAILED|1:0|node1|2026-01-01T12:00:00|{os.getuid()}||{larger.tag}\n")
    assert [(task.task, task.state) for task in states([larger])] == [
        (0, "held"),
        (1, "held"),
        (2, "held"),
        (3, "failed"),
    ]
    assert len(slurm.calls("sacct")) == 1


def test_jobs_without_our_tag_are_told_apart(slurm: StandIn) -> None:
    assert submitted(slurm, 0, "--array=0-2") == Taken("700001")
    assert submitted(slurm, 1, "--comment=rewritten") == Taken("700002")
    assert [found.job for found in find(LAUNCH)] == ["700001"]
    assert untagged(["700003", "700002", "700001"]) == ("700002",)
    assert len(slurm.calls("squeue")) == 2


def test_one_job_is_asked_about(slurm: StandIn) -> None:
    submitted(slurm, 0, "--array=0-1")
    submitted(slurm, 1)
    first = Tagged("700001", Tag(LAUNCH, 0, 0))
    assert find_job(first) == Found("700001", 0, 0, held=True, state="held", reason="JobHeldUser", tasks=2)
    assert find_job(first._replace(tag=Tag("another", 0, 0))) is None
    assert find_job(first._replace(job="700009")) is None


def test_jobs_are_cancelled(slurm: StandIn) -> None:
    assert submitted(slurm, 0) == Taken("700001")
    assert cancel([Tagged("700001", Tag(LAUNCH, 0, 0))]) == Cancelled(("700001",), (), ())
    assert [found.gone for found in find(LAUNCH)] == [True]


def test_a_job_that_is_not_held_goes_at_once(slurm: StandIn) -> None:
    submitted(slurm, 0, hold=False)
    assert [found.state for found in find(LAUNCH)] == ["completed"]


def test_a_limit_on_submissions(slurm: StandIn) -> None:
    (slurm.folder / "max_submit_jobs").write_text("3\n")
    assert isinstance(submitted(slurm, 0, "--array=0-1"), Taken)
    refused = submitted(slurm, 1, "--array=0-1")
    assert isinstance(refused, Declined)
    assert refused.kind == LIMIT
    assert isinstance(submitted(slurm, 2), Taken)


def test_accounting_says_what_a_test_wrote(slurm: StandIn) -> None:
    assert find_finished(LAUNCH, OLD) == ()
    (slurm.folder / "sacct").write_text(f"700001|COMPLETED|node1||sbatch --comment=heracles:{LAUNCH}/0.0 copy.sh\n")
    assert find_finished(LAUNCH, OLD) == (Found("700001", 0, 0, held=False, state="completed"),)


def test_a_field_that_it_does_not_know_is_refused(slurm: StandIn) -> None:
    submitted(slurm, 0)
    ran = subprocess.run(["squeue", "--Format=Nothing:|"], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (1, "")


def test_calls_are_remembered(slurm: StandIn) -> None:
    submitted(slurm, 0, "--array=0-1")
    find(LAUNCH)
    assert slurm.calls("sbatch") == [f"--parsable --comment=heracles:{LAUNCH}/0.0 a|b --hold --array=0-1 copy.sh"]
    assert len(slurm.calls("squeue")) == 1
    assert slurm.calls("scontrol") == []


def test_two_submissions_at_once_are_two_jobs(slurm: StandIn) -> None:
    loop = "for i in 1 2 3 4 5; do sbatch --parsable --comment=x copy.sh; done"
    both = [
        subprocess.Popen(
            ["bash", "-c", loop], cwd=slurm.folder, env=dict(os.environ), stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    jobs = [each.communicate()[0].split() for each in both]
    assert len({job for some in jobs for job in some}) == 10
