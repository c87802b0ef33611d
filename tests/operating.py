"""Launches on the stand-in for Slurm whose tasks are in given states, and output without times."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from .launching import executable, launches

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pytest

    from .stand_in import StandIn

SQUEUE_FAILS = "squeue failed with exit code 1: slurm_load_jobs error: Unable to contact slurm controller"


def put(slurm: StandIn, job: str, state: str) -> None:
    """Lets all tasks of a job that is in the queue be in a state."""
    path = slurm.folder / "jobs" / job
    tasks, number, array, _, rest = path.read_text().split("|", 4)
    path.write_text("|".join((tasks, number, array, state, rest)))


def go_on(slurm: StandIn, job: str, task: int, state: str) -> None:
    """Lets squeue know of one task of a job only, which waits or runs."""
    path = slurm.folder / "jobs" / job
    *_, comment = path.read_text().split("|", 5)
    path.write_text("|".join(("1", job, str(task), state, "1", comment)))


def forget(slurm: StandIn, job: str) -> None:
    """Lets squeue know of a job no more."""
    (slurm.folder / "jobs" / job).unlink()


def account(project: Path, slurm: StandIn, tasks: Sequence[str], job: str = "700001", launch: int = -1) -> None:
    """Lets sacct tell of the tasks of an array: state, exit code and nodes of each, with bars between."""
    tag = f"heracles:{launches(project)[launch].id}/0.1"
    rest = f"2026-01-01T12:00:00|{os.getuid()}||sbatch --comment={tag} --hold a.sh"
    lines = (f"{job}_{number}|{task}|{rest}\n" for number, task in enumerate(tasks) if task)
    (slurm.folder / "sacct").write_text("".join(lines))


def break_squeue(slurm: StandIn, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lets squeue fail as long as the file is there that is returned."""
    folder = slurm.folder / "broken"
    folder.mkdir()
    (folder / "away").touch()
    fails = "echo 'slurm_load_jobs error: Unable to contact slurm controller' >&2; exit 1"
    executable(folder / "squeue", f'#!/bin/sh\n[ -e {folder}/away ] || exec {folder}/../real "$@"\n{fails}\n')
    programs = slurm.environment["PATH"].partition(":")[0]
    executable(slurm.folder / "real", f'#!/bin/sh\nexec {programs}/squeue "$@"\n')
    monkeypatch.setenv("PATH", f"{folder}:{slurm.environment['PATH']}")
    return folder / "away"


def timeless(text: str) -> list[str]:
    """Lines in which ids of launches, moments and durations are words."""
    text = re.sub(r"\d{8}-\d{6}-[0-9a-f]{8}", "LAUNCH", text)
    text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "MOMENT", text)
    return re.sub(r"\d+ s ago", "N s ago", text).splitlines()
