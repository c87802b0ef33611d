"""What users' scripts do that sbatch takes otherwise than they think: refused, or run as it is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from heracles import ledger

from .counting import ARRAYS, SINGLY, Run, assert_exactly_once, launch, told
from .daemons import wait_until
from .faults import CALLS

if TYPE_CHECKING:
    from pathlib import Path

    from .counting import Counted

NO_LOG = "#SBATCH --output=/dev/null"
RECORDS = './record "$@"'
TWO_COMPONENTS = f"{NO_LOG} --cpus-per-task=1\n#SBATCH hetjob\n#SBATCH --cpus-per-task=2"
EITHER = pytest.mark.parametrize("settings", [SINGLY, ARRAYS], ids=["singly", "arrays"])


def with_script(project: Counted, *lines: str) -> Counted:
    project.write_program("sbatch.sh", "\n".join(["#!/bin/bash", *lines, ""]))
    return project


@pytest.mark.parametrize(
    ("settings", "lines", "said"),
    [
        (ARRAYS, [f"{NO_LOG} --wait", RECORDS], "sbatch would not return before the job has ended"),
        (SINGLY, [f"{NO_LOG} -W", RECORDS], "sbatch would not return before the job has ended"),
        (ARRAYS, [TWO_COMPONENTS, RECORDS], "a heterogeneous job cannot be an array"),
        (
            ARRAYS,
            [NO_LOG, 'echo "$SLURM_ARRAY_TASK_ID"', RECORDS],
            "the script reads the index of an array of its own, which it does not declare",
        ),
        (
            SINGLY,
            ["#SBATCH --output=logs/%j.txt", RECORDS],
            "the folder of --output is missing: Slurm would fail the jobs, without a log",
        ),
        (
            f"{ARRAYS}\nmax_running = 2",
            [f"{NO_LOG} --array=1-3", RECORDS],
            "max_running cannot hold over the arrays of a script's own",
        ),
    ],
    ids=["wait", "-W", "heterogeneous", "reads an index", "no folder for logs", "own array"],
)
def test_what_would_go_wrong_is_refused_before_anything_is_done(
    counted: Counted, settings: str, lines: list[str], said: str
) -> None:
    project = CALLS.put_before(with_script(counted.with_settings(settings), *lines))
    ran = project.run()
    assert ran.returncode == 2, ran.stderr
    assert f"heracles: error: {said}" in ran.stderr.splitlines()
    assert not CALLS.calls(project).exists()
    assert ledger.launches(project.home) == ()


def test_a_script_that_reads_the_index_of_no_array_runs_singly(counted: Counted) -> None:
    launch(with_script(counted, NO_LOG, 'echo "${SLURM_ARRAY_TASK_ID:-none}"', RECORDS))
    assert_exactly_once(counted)


def test_the_components_of_a_heterogeneous_job_are_one_job(counted: Counted) -> None:
    """They wait here for ever, since there is one node only."""
    project = with_script(counted.with_settings(SINGLY, products=3), TWO_COMPONENTS, RECORDS)
    ran = project.run()
    jobs = [standing.job or "" for _, standing in project.standings()]
    queued = project.queue()
    again = project.run()
    project.cluster.read("scancel", *jobs)
    assert ran.returncode == 0, ran.stderr
    assert "warning" not in ran.stderr
    assert [job.held for job in queued] == [False] * 6
    assert told(again) == "3 pending, nothing new"


def test_logs_go_where_a_user_made_a_folder_for_them(arrays: Counted) -> None:
    (arrays.folder / "logs").mkdir()
    launch(with_script(arrays, "#SBATCH --output=logs/%j.txt", 'echo "$@"', RECORDS))
    assert_exactly_once(arrays)
    assert sorted(path.read_text() for path in arrays.folder.glob("logs/*")) == words(arrays)


def words(project: Counted) -> list[str]:
    """What each product's run says that says its overrides."""
    return sorted(" ".join(each) + "\n" for each in project.expected.values())


@pytest.mark.parametrize("pattern", ["run.log", "%A.log", "%a.log", "%x-%u.log"])
def test_arrays_of_a_launch_leave_as_many_logs_as_tasks(arrays: Counted, pattern: str) -> None:
    header = f"#SBATCH --output={pattern} --error=error-{pattern}"
    launch(with_script(arrays, header, 'echo "$@"; echo "$@" >&2', RECORDS))
    assert_exactly_once(arrays)
    assert len({run.job for run in arrays.runs()}) == 3
    for prefix in ("error-", ""):
        logs = [path for path in arrays.folder.glob("*.log") if path.name.startswith("error-") == bool(prefix)]
        assert sorted(path.read_text() for path in logs) == words(arrays)


@EITHER
def test_a_scripts_own_array_is_all_of_a_job(counted: Counted, settings: str) -> None:
    project = with_script(counted.with_settings(settings, products=3), f"{NO_LOG} --array=1-3:2", RECORDS)
    launch(project)
    project.settle()
    jobs = {standing.first: standing.job for _, standing in project.standings()}
    products = list(project.as_shown().expected)
    assert len(set(jobs.values())) == 3
    assert set(project.runs()) == {
        Run(product, jobs[place] or "", task) for place, product in enumerate(products) for task in "13"
    }
    assert "3 completed, nothing new" in project.run().stderr.splitlines()


@EITHER
def test_what_the_environment_asks_of_sbatch_does_not_reach_it(counted: Counted, settings: str) -> None:
    """SBATCH_WAIT would make it wait for each job: while nobody lets them end, a launch would not."""
    project = counted.with_settings(settings).under({"SBATCH_WAIT": "1", "SBATCH_ARRAY_INX": "0-99"})
    with_script(project, NO_LOG, RECORDS, "while [ ! -e go-on ]; do sleep 0.1; done")
    ran = project.run()
    assert ran.returncode == 0, ran.stderr
    assert "SBATCH_WAIT is set and would overrule the script: it is not passed on" in ran.stderr.splitlines()
    assert project.queue() != []
    (project.folder / "go-on").touch()
    assert_exactly_once(project)


KNOWS = '"$HERACLES_ID" "$HERACLES_INDEX" "$HERACLES_SWEEP"'


@pytest.mark.parametrize(
    ("export", "found"),
    [("NONE", "$(: nothing is looked for)"), ("PATH=/nowhere", "$(type -P python3 heracles cat)")],
    ids=["without our environment", "without programs"],
)
@EITHER
def test_a_task_knows_its_product_on_a_bare_node(counted: Counted, settings: str, export: str, found: str) -> None:
    project = counted.with_settings(f'{settings}\nargs = ["--export={export}"]')
    launch(with_script(project, NO_LOG, f'./record "$@" {KNOWS} "{found}"'))
    project.settle(90)
    assert {run.product: project.said_by(run) for run in project.runs()} == {
        product: [*words, product, str(index), "counted", ""]
        for index, (product, words) in enumerate(project.expected.items())
    }


@EITHER
def test_what_a_script_sources_does_not_see_the_overrides(counted: Counted, settings: str) -> None:
    project = counted.with_settings(settings)
    project.write_program("activate", '[ "$#" = 0 ] && : > "ran-without/$HERACLES_INDEX"\n')
    (project.folder / "ran-without").mkdir()
    launch(with_script(project, NO_LOG, "source ./activate", "./record"))
    assert_exactly_once(project)
    assert {path.name for path in (project.folder / "ran-without").iterdir()} == set(map(str, range(12)))


def kept_copy(project: Counted) -> Path:
    [copy] = (project.folder / ".heracles" / "launches").glob("*/copies/*")
    return copy


def test_a_task_without_a_product_says_so(arrays: Counted) -> None:
    """In an array that a user makes of a copy by hand, and one that is made of none."""
    project = arrays.with_settings(ARRAYS, products=3)
    ran = project.run("--keep")
    assert ran.returncode == 0, ran.stderr
    project.settle()
    (project.folder / "by-hand").mkdir()
    copy = str(kept_copy(project))
    here = (f"--chdir={project.folder}", "--parsable", "--output=by-hand/%a.txt")
    array = project.cluster.read("sbatch", *here, "--array=0-3", copy).strip()
    alone = project.cluster.read("sbatch", *here[:2], "--output=by-hand/alone.txt", copy).strip()
    project.settle()
    [(begun, _)] = project.standings()
    has = f"in this copy of sbatch.sh (it has 0 to 2; launch {begun.id})"
    assert logs(project) == {
        "0.txt": "",
        "1.txt": "",
        "2.txt": "",
        "3.txt": f"heracles: the task 3 has no product {has}\n",
        "alone.txt": "heracles: SLURM_ARRAY_TASK_ID is missing: this copy of sbatch.sh is for the tasks 0 to 2 of a "
        f"job array (launch {begun.id})\n",
    }
    codes = {"0": "0:0", "1": "0:0", "2": "0:0", "3": "2:0"}
    wait_until(lambda: exit_codes(project, array) == {f"{array}_{task}": code for task, code in codes.items()}, 30, "a")
    wait_until(lambda: exit_codes(project, alone) == {alone: "2:0"}, 30, "the accounting knows of the end")


def logs(project: Counted) -> dict[str, str]:
    return {path.name: path.read_text() for path in (project.folder / "by-hand").iterdir()}


def exit_codes(project: Counted, job: str) -> dict[str, str]:
    answer = project.cluster.read("sacct", "-nPX", f"--jobs={job}", "--format=JobID,ExitCode")
    return dict(line.split("|") for line in answer.splitlines())
