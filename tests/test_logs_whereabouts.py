"""What squeue and sacct say of tasks, and only they know: as much as the names of logs have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from heracles.launchers.base import Tag, Tagged, Terms
from heracles.launchers.base.logs import Launched, Source
from heracles.launchers.slurm.whereabouts import first_node, read_accounted, read_queued, written

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

TAG = Tag("launch", 0, 1)
JOB = Launched(TAG, "0", "sbatch_hydra0.sh", "700")
TASK = JOB._replace(task=3)
JOBS = (Tagged("700", TAG, 0.0), Tagged("800", TAG._replace(copy=1), 0.0))
QUEUE = """\
700|2|700|n/a|0|a|b|700|heracles:launch/0.1 my|own|
700|0|703|n1|0|a|b|703|heracles:launch/0.1 my|own|
700|1|704|n2|3|a|b|704|heracles:launch/0.1 my|own|
800|N/A|800|n/a|2|run|800|heracles:launch/1.1|
900|N/A|900|n1|0|run|900|heracles:launch/2.1|
700|5|705|n1|0|other|705|heracles:another/0.1|
700|6|706|n1|0|none|706|(null)|
a line of a comment
"""
ACCOUNTED = """\
700_0|703|n1|2026-01-01T00:00:00|a|b|703||sbatch --comment=heracles:launch/0.1 job.sh
700_1|704|n[02-04,7]|2026-01-01T00:00:00|a|b|704|heracles:launch/0.1|
700_1|704|n2|2026-01-01T00:00:00|a|b|704|heracles:launch/0.1|
700_[2-9%1]|700|None assigned|2026-01-01T00:00:00|a|b|700|heracles:launch/0.1|
800|800|login,n1|2026-01-01T00:00:00|run|800||
900|900|n1|2026-01-01T00:00:00|run|900||
"""


def test_what_squeue_says_of_tasks_that_began() -> None:
    assert read_queued(QUEUE, JOBS) == {
        (TAG, 0): (703, "n1", "a|b", 0),
        (TAG, 1): (704, "n2", "a|b", 3),
        (TAG._replace(copy=1), None): (800, "", "run", 2),
    }


def test_what_sacct_says_of_tasks_that_began() -> None:
    assert read_accounted(ACCOUNTED, JOBS) == {
        (TAG, 0): (703, "n1", "a|b", 0),
        (TAG, 1): (704, "n2", "a|b", 1),
        (TAG._replace(copy=1), None): (800, "login", "run", 0),
    }


def test_the_first_part_of_a_heterogeneous_job_runs_its_script() -> None:
    parts = "".join(f"800+{part}|80{part}|n{part}|2026-01-01T00:00:00|run|80{part}||\n" for part in (0, 1))
    assert read_accounted(parts, JOBS) == {(TAG._replace(copy=1), None): (800, "n0", "run", 0)}


@pytest.mark.parametrize(
    ("nodes", "first"),
    [("n1", "n1"), ("a,b", "a"), ("n[3-9]", "n3"), ("n[01,07]-ib,x", "n01-ib"), ("r[1-2]n[08-10]", "r1n08"), ("", "")],
)
def test_the_first_of_some_nodes(nodes: str, first: str) -> None:
    assert first_node(nodes) == first


def test_slurm_is_not_asked_where_all_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    source = Source("sbatch.sh", "#!/bin/bash\n#SBATCH -o logs/%j.out\n", "/work", "eve")
    args = ("-o", "logs/%A_%a.out")
    assert written(source, (TASK,), Terms(args=args)) == (("/work/logs/700_3.out",) * 2 + ("",),)
    assert written(source, (JOB,), Terms()) == (("/work/logs/700.out",) * 2 + ("",),)


def test_what_slurm_does_not_answer_is_not_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    source = Source("sbatch.sh", "#SBATCH -o logs/%j.out\n", "/work", "eve")
    why = "the log is /work/logs/*.out, and nobody knows the job id of each task (%j, here *)"
    assert written(source, (TASK, JOB), Terms()) == (
        (None, None, why),
        ("/work/logs/700.out", "/work/logs/700.out", ""),
    )


@pytest.fixture
def bin_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return tmp_path


def programs(folder: Path, **answers: str) -> Path:
    """Programs that write down how they were called, and answer always the same."""
    for program, answer in answers.items():
        (folder / program).write_text(f'#!/bin/sh\necho "$0 $@" >> {folder}/calls\ncat <<"EOF"\n{answer}EOF\n')
        (folder / program).chmod(0o755)
    return folder / "calls"


@pytest.mark.parametrize(
    ("queue", "tasks", "asked", "names"),
    [
        (QUEUE, (0, 1), ["squeue"], ["n1/703", "n2/704"]),
        ("", (0, 1), ["squeue", "sacct"], ["n1/703", "n2/704"]),
        (QUEUE, (1, 2), ["squeue", "sacct"], ["n2/704", None]),
    ],
)
def test_accounting_is_asked_for_what_the_queue_forgot(
    bin_folder: Path, queue: str, tasks: tuple[int, ...], asked: list[str], names: list[str | None]
) -> None:
    calls = programs(bin_folder, squeue=queue, sacct=ACCOUNTED)
    source = Source("sbatch.sh", "#SBATCH -o %N/%j\n", "/work", "eve")
    made = written(source, [TASK._replace(task=task) for task in tasks], Terms())
    assert [each.stdout for each in made] == [name and f"/work/{name}" for name in names]
    assert [call.split()[0] for call in calls.read_text().splitlines()] == [f"{bin_folder}/{each}" for each in asked]
