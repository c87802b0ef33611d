"""^C, SIGTERM and a closed pipe: what is under way ends well, and what was not done is said."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.waiting import PATIENCE_SECONDS, wait_for

from .stand_in import StandIn

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

INTERRUPTED = 130


def started(project: Path, *argv: str, variables: Mapping[str, str] = os.environ) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "heracles", *argv],
        cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, **variables},
    )  # fmt: skip


def only_launch(project: Path) -> str:
    (launch,) = (project / ".heracles" / "launches").iterdir()
    return launch.name


def script(project: Path, name: str, text: str) -> None:
    (project / name).write_text(f"#!/bin/bash\n{text}\n")
    (project / name).chmod(0o755)


OTHERS = [pytest.param(number, marks=pytest.mark.once) for number in (signal.SIGTERM, signal.SIGHUP)]


@pytest.mark.parametrize("number", [signal.SIGINT, *OTHERS])
def test_an_interrupted_local_launch_stops_its_runs_and_says_what_did_not_run(
    number: signal.Signals, project: Path
) -> None:
    script(
        project,
        "job.sh",
        'touch "began.$HERACLES_INDEX"\ntrap "touch stopped; exit 1" TERM\nsleep 600 &\nwait\n./app "$@"',
    )
    (project / "heracles.toml").write_text('[launchers.two]\nkind = "local"\nworkers = 2\n')
    running = started(project, "job.sh", "-l", "two", "a=1,2,3,4")
    wait_for(project / "began.1")
    running.send_signal(number)
    _, errors = running.communicate(timeout=PATIENCE_SECONDS)
    assert running.returncode == INTERRUPTED
    assert (project / "stopped").exists()
    assert not (project / "began.2").exists()
    assert errors.splitlines()[-5:] == [
        "heracles: error: interrupted",
        "  0 of 4 ran to their end",
        "  4 did not, their copies stay: job_hydra{0..3}.sh",
        f"  to go on: heracles resume {only_launch(project)}",
        "  to give up: rm job_hydra{0..3}.sh",
    ]


def test_an_interrupt_waits_for_the_answer_of_sbatch(project: Path) -> None:
    """The scheduler's answer to what it was already asked is never lost; nothing further is asked."""
    (project / "bin").mkdir()
    (project / "slurm").mkdir()
    script(project, "bin/sbatch", 'touch asked; while [ ! -e go ]; do sleep 0.01; done; exec sbatch "$@"')
    running = started(
        project, "sbatch.sh", f"-r={project}/bin/sbatch", "a=1,2,3", variables=StandIn(project / "slurm").environment
    )
    wait_for(project / "asked")
    os.killpg(running.pid, signal.SIGINT)
    time.sleep(0.2)
    (project / "go").touch()
    output, errors = running.communicate(timeout=PATIENCE_SECONDS)
    assert running.returncode == INTERRUPTED
    assert output == f"a=1 {'.' * 65} job 700001\n"
    assert "  1 of 3 launched\n  2 not launched\n  to go on: heracles resume " in errors
    assert [(job.id, job.held) for job in StandIn(project / "slurm").jobs()] == [("700001", False)]


@pytest.mark.once
def test_an_interrupt_of_a_command_that_runs_here_ends_it_and_says_what_is_in_doubt(project: Path) -> None:
    """It may have handed the copy on before: going on does not do so again unless the user says so."""
    script(project, "here", 'echo "$1" >> handed_on; [ -e go ] && exit; : > began; sleep 600')
    running = started(project, "sbatch.sh", "-r=./here", "a=1,2,3")
    wait_for(project / "began")
    os.killpg(running.pid, signal.SIGINT)
    _, errors = running.communicate(timeout=PATIENCE_SECONDS)
    launch = only_launch(project)
    assert running.returncode == 1
    in_doubt = [
        f"heracles: error: nothing can tell whether a=1 (heracles:{launch}/0.1) was submitted: "
        "the call that handed it over was broken off",
        "  look for it, then say --assume submitted (it is there, or was) or --assume lost (submit it again)",
        "  0 of 3 launched",
        "  1 submission in doubt",
        "  2 not launched, their copies stay: sbatch_hydra{1..2}.sh",
        f"  to go on: heracles resume {launch}",
        "  to give up: rm sbatch_hydra{1..2}.sh",
    ]
    assert errors.splitlines()[-len(in_doubt) :] == in_doubt
    (project / "go").touch()
    again = started(project, "resume")
    assert again.communicate(timeout=PATIENCE_SECONDS)[1].splitlines() == in_doubt
    told = started(project, "resume", "--assume", "submitted")
    told.communicate(timeout=PATIENCE_SECONDS)
    assert (again.returncode, told.returncode) == (1, 0)
    assert (project / "handed_on").read_text().split() == [f"sbatch_hydra{index}.sh" for index in range(3)]


def test_a_reader_that_goes_away_ends_the_printing_quietly(project: Path) -> None:
    command = f"'{sys.executable}' -m heracles sbatch.sh 'a=range(1000000)' | head -n 1"
    done = subprocess.run(["bash", "-c", command], cwd=project, capture_output=True, text=True, check=True)
    assert done.stdout == "a=0\n"
    assert "Error" not in done.stderr


@pytest.mark.once
def test_a_reader_that_goes_away_does_not_stop_a_launch(project: Path) -> None:
    (project / "slurm").mkdir()
    slurm = StandIn(project / "slurm")
    command = f"'{sys.executable}' -m heracles sbatch.sh -r=sbatch 'a=range(50)' | true"
    environment = {**os.environ, **slurm.environment}
    subprocess.run(["bash", "-c", command], cwd=project, capture_output=True, check=True, env=environment)
    assert [job.held for job in slurm.jobs()] == [False] * 50
