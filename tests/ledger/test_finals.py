"""How tasks ended stays known when the scheduler has forgotten them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from heracles.errors import LaunchError
from heracles.launchers.base import Tag, TaskState
from heracles.ledger.finals import finals_file, keep, kept

if TYPE_CHECKING:
    from pathlib import Path

LAUNCH = "20261122-143000-0a1b2c3d"

ARRAY, JOB = Tag(LAUNCH, 0, 1), Tag(LAUNCH, 1, 2)
DONE = tuple(TaskState(ARRAY, task, "completed", 0) for task in (0, 1, 2, 5))
FAILED = TaskState(ARRAY, 3, "failed", 1, "NonZeroExitCode")
SINGLE = TaskState(JOB, None, "timeout", None)


@pytest.fixture
def home(tmp_path: Path) -> str:
    os.makedirs(tmp_path / "launches" / LAUNCH)
    return str(tmp_path)


def test_of_a_launch_that_nobody_asked_about_nothing_is_known(home: str) -> None:
    assert kept(home, LAUNCH) == ()


def test_what_was_kept_is_known(home: str) -> None:
    keep(home, LAUNCH, (*DONE, FAILED))
    keep(home, LAUNCH, [SINGLE])
    assert set(kept(home, LAUNCH)) == {*DONE, FAILED, SINGLE}


def test_a_task_that_a_site_ran_again_counts_as_it_ended_last(home: str) -> None:
    keep(home, LAUNCH, [FAILED])
    again = FAILED._replace(state="completed", exit_code=0, reason="", requeued=True)
    keep(home, LAUNCH, [again])
    assert kept(home, LAUNCH) == (again,)


def test_ten_thousand_tasks_that_ended_alike_are_a_few_bytes(home: str) -> None:
    keep(home, LAUNCH, [TaskState(ARRAY, task, "completed", 0) for task in range(10_000)])
    assert os.path.getsize(finals_file(home, LAUNCH)) < 200
    assert len(kept(home, LAUNCH)) == 10_000


def test_nothing_to_keep_writes_nothing(home: str) -> None:
    keep(home, LAUNCH, [])
    assert not os.path.exists(finals_file(home, LAUNCH))


def test_a_line_at_which_somebody_was_killed_hides_no_other(home: str) -> None:
    keep(home, LAUNCH, DONE)
    with open(finals_file(home, LAUNCH), "a", encoding="utf-8") as file:
        file.write('{"tag":["a",0,')
    keep(home, LAUNCH, [SINGLE])
    assert set(kept(home, LAUNCH)) == {*DONE, SINGLE}


@pytest.mark.parametrize("line", ["", "[]", "7", '{"tag":[]}', '{"tag":["a",0,1],"task":3}', '{"task":[[1]]}', "\x00"])
def test_what_heracles_did_not_write_there_is_passed_over(home: str, line: str) -> None:
    keep(home, LAUNCH, [SINGLE])
    with open(finals_file(home, LAUNCH), "a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    assert kept(home, LAUNCH) == (SINGLE,)


def test_a_launch_whose_folder_is_gone_is_a_fault_of_the_ledger(tmp_path: Path) -> None:
    with pytest.raises(LaunchError, match="the ledger cannot be used"):
        keep(str(tmp_path), "no-launch", [SINGLE])
