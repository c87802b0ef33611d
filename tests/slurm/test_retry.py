"""What failed on a real Slurm is launched again: those products and tasks alone, with the same words, each once."""

from __future__ import annotations

import json
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from heracles import ledger

from .counting import ARRAYS, RECORD, SINGLY, SWEEP, Counted, in_use
from .daemons import wait_until
from .killing import Kill, killed_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .cluster import Cluster

FAILS = f"""{RECORD}
[[ -e mended ]] && exit 0
"""
"""A run that leaves its trace, and fails in the way that a line behind this says, until all is mended."""


@pytest.fixture
def project(cluster: Cluster, tmp_path: Path) -> Iterator[Counted]:
    with in_use(Counted(tmp_path / "retried", cluster, products=4, settings=ARRAYS)) as project:
        yield project


def fail(project: Counted, how: str) -> None:
    """Launches the sweep, whose runs fail so; returns when all have ended, and nothing is wrong any more."""
    project.write_program("record", FAILS + how)
    ran = project.run()
    assert ran.returncode == 0, ran.stderr
    project.settle()
    (project.folder / "mended").touch()


def retry(project: Counted, *words: str) -> list[str]:
    """Launches what failed again; what heracles says of it, when that has ended."""
    ran = project.heracles("retry", SWEEP, *words)
    assert ran.returncode == 0, ran.stderr
    project.settle()
    return ran.stderr.splitlines()


def times(project: Counted) -> list[int]:
    """How often each product ran, by index."""
    counted = Counter(run.product for run in project.runs())
    return [counted[each.id] for each in products(project, 0)]


def products(project: Counted, launch: int) -> list[ledger.Recorded]:
    begun = ledger.launches(project.home)[launch]
    return list(ledger.products(project.home, begun.id, 0, begun.products - 1))


def assert_nothing_is_left(project: Counted, completed: int = 4) -> None:
    assert project.heracles("retry", SWEEP).stderr == f"nothing of {SWEEP} is launched again: {completed} completed\n"
    assert project.run().stderr == f"{completed} completed, nothing new\n"


def test_products_that_fail_with_a_code(project: Counted) -> None:
    fail(project, "[[ $1 != n=[13] ]] || exit 3")
    said = retry(project)
    assert said[0] == "launched again: 2 failed"
    assert times(project) == [1, 2, 1, 2]
    again = products(project, 1)
    assert [(each.index, each.overrides) for each in again] == [(1, ("n=1",)), (3, ("n=3",))]
    assert {run.task for run in project.runs() if run.product == again[1].id} == {"3", "1"}
    assert_nothing_is_left(project)


def test_a_product_that_runs_out_of_time_is_given_more(project: Counted) -> None:
    project.write_program("record", f"{FAILS}[[ $1 != n=2 ]] || exec sleep 100")
    ran = project.run("--", "--time=1")
    assert ran.returncode == 0, ran.stderr
    wait_until(lambda: len(project.runs()) == 4, 30, "all run")
    [(_, standing)] = project.standings()
    end = time.strftime("%Y-%m-%dT%H:%M:%S", time.localtime(time.time() + 2))
    project.cluster.read("scontrol", "update", f"jobid={standing.job}_2", f"endtime={end}")
    project.settle(90)
    (project.folder / "mended").touch()
    assert retry(project, "--", "--time=00:05:00")[0] == "launched again: 1 timed out"
    assert times(project) == [1, 1, 2, 1]
    [_, (launch, standing)] = project.standings()
    assert launch.terms.args[-2:] == ("--time=1", "--time=00:05:00")
    limit = project.cluster.read("squeue", "--noheader", "--states=all", f"--jobs={standing.job}", "--format=%l")
    assert limit.strip() == "5:00"
    ran = project.run("--", "--time=1")
    assert ran.stderr == "4 completed, nothing new\n"


def test_of_a_scripts_own_array_only_the_failed_tasks_run_again(project: Counted) -> None:
    text = (project.folder / "sbatch.sh").read_text()
    project.write_program("sbatch.sh", text.replace("#SBATCH", "#SBATCH --array=1-6%4\n#SBATCH", 1))
    config = (project.folder / "heracles.toml").read_text()
    (project.folder / "heracles.toml").write_text(config.replace("n=range(4)", "n=range(2)", 1) + "seeds = 1\n")
    fail(project, "[[ $1.$SLURM_ARRAY_TASK_ID != @(n=0.[245]|n=1.6) ]] || exit 3")
    assert retry(project)[0] == "launched again: 4 failed (tasks of 2 products)"
    first, second = ledger.launches(project.home)
    assert [each.tasks for each in products(project, 1)] == [(2, 4, 5), (6,)]
    tasks = Counter((run.product, run.task) for run in project.runs())
    zero, one = products(project, 0)
    assert {key for key, number in tasks.items() if number == 2} == {
        *((zero.id, task) for task in "245"),
        (one.id, "6"),
    }
    assert sum(tasks.values()) == 16
    assert all(
        project.said_by(run) == list({zero.id: zero, one.id: one}[run.product].overrides) for run in project.runs()
    )
    assert [each.overrides for each in products(project, 1)] == [zero.overrides, one.overrides]
    assert (first.products, second.products) == (2, 2)
    told = [json.loads(line) for line in project.heracles("status", SWEEP, "--json").stdout.splitlines()]
    assert [(each["state"], each["done"], each["total"]) for each in told] == [("completed", 6, 6)] * 2
    assert_nothing_is_left(project, 2)


def test_a_retry_is_killed_and_resumed(cluster: Cluster, tmp_path: Path) -> None:
    for place, (lines, whole) in enumerate(((2, True), (4, False), (11, True))):
        with in_use(Counted(tmp_path / str(place), cluster, products=6, settings=SINGLY)) as project:
            fail(project, "exit 3")
            assert killed_at(project, Kill(lines, 0, whole=whole), "retry", SWEEP)
            refused = project.heracles("retry", SWEEP)
            assert (refused.returncode, "retry then" in refused.stderr) == (2, True), refused.stderr
            resumed = project.heracles("resume", SWEEP)
            assert resumed.returncode == 0, resumed.stderr
            project.settle()
            assert times(project) == [2] * 6
            assert_nothing_is_left(project, 6)


def test_two_retries_at_once(cluster: Cluster, tmp_path: Path) -> None:
    with in_use(Counted(tmp_path / "two", cluster, products=6, settings=SINGLY)) as project:
        fail(project, "exit 3")
        both = [project.start("retry", SWEEP) for _ in range(2)]
        said = [process.communicate()[0] for process in both]
        assert 0 in {process.returncode for process in both}, said
        project.settle()
        assert times(project) == [2] * 6
        assert_nothing_is_left(project, 6)
