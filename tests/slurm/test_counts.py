"""What heracles counts when nothing is left to launch agrees with what Slurm did."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from .counting import ARRAYS, SINGLY, SWEEP, faults, launch, told
from .daemons import wait_until

if TYPE_CHECKING:
    from .counting import Counted

FAILING = """\
#!/bin/bash
#SBATCH --output=/dev/null
./record "$@"
case "$HERACLES_INDEX" in 1) exit 3 ;; 4 | 5) kill -9 $$ ;; esac
"""
ENDLESS = """\
#!/bin/bash
#SBATCH --output=/dev/null
./record "$@"
sleep 1000
"""


@pytest.mark.parametrize("settings", [SINGLY, ARRAYS], ids=["singly", "arrays"])
def test_runs_that_failed_are_counted(counted: Counted, settings: str) -> None:
    project = counted.with_settings(settings)
    project.write_program("sbatch.sh", FAILING)
    launch(project)
    assert faults(project) == []
    assert told(project.run()) == f"9 completed, 3 failed, nothing new. Failed ones: heracles retry {SWEEP}"


def states(project: Counted) -> Counter[str]:
    return Counter(task.state for task in project.cluster.tasks(project.folder))


@pytest.mark.parametrize("settings", [SINGLY, ARRAYS], ids=["singly", "arrays"])
def test_what_runs_and_what_waits_is_counted(counted: Counted, settings: str) -> None:
    project = counted.with_settings(f"{settings}\nmax_running = 2")
    project.write_program("sbatch.sh", ENDLESS)
    launch(project)
    wait_until(lambda: states(project) == {"RUNNING": 2, "PENDING": 10}, 20, "two run")
    assert told(project.run()) == "2 running, 10 pending, nothing new"
    project.cluster.cancel_tasks(project.folder)


def test_what_was_cancelled_before_it_began_is_launched_again(counted: Counted) -> None:
    project = counted.with_settings("array = false\nmax_running = 2")
    project.write_program("sbatch.sh", ENDLESS)
    launch(project)
    wait_until(lambda: states(project) == {"RUNNING": 2, "PENDING": 10}, 20, "two run")
    pending = [task.id for task in project.cluster.tasks(project.folder) if task.state == "PENDING"]
    project.cluster.read("scancel", *pending)
    wait_until(lambda: states(project) == {"RUNNING": 2, "CANCELLED": 10}, 20, "the others are cancelled")
    wait_until(lambda: len(project.runs()) == 2, 20, "both have left a trace")
    ran = project.run()
    assert ran.returncode == 0, ran.stderr
    assert "10 products launched in 10 jobs" in ran.stderr
    wait_until(lambda: len(project.runs()) == 4, 20, "two more run")
    assert told(project.run()) == "4 running, 8 pending, nothing new"
    project.cluster.cancel_tasks(project.folder)
    ran_by_product = Counter(run.product for run in project.runs())
    assert len(ran_by_product) >= 4
    assert set(ran_by_product.values()) == {1}


def test_a_task_that_was_cancelled_alone_before_it_began_is_unknown(counted: Counted) -> None:
    """Neither the queue nor the accounting shows it any more, nor that it was there."""
    project = counted.with_settings(f"{ARRAYS}\nmax_running = 1")
    launch(project)
    *_, (_, last) = project.standings()
    project.cluster.read("scancel", f"{last.job}_1")
    project.settle()
    assert len(project.runs()) == 11
    assert told(project.run()) == (
        "11 completed, 1 unknown, nothing new. "
        f"Nobody tells of unknown ones; any that never began: heracles run {SWEEP} --again --only KEY=VALUE"
    )
    assert len(project.runs()) == 11
