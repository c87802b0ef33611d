"""``heracles retry TARGET`` launches what failed once more: the same products, as they are recorded."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from heracles import ledger

from . import launching
from .launching import SCRIPT, SINGLE, WHERE, break_off, config, executable, launches, newest, titles

if TYPE_CHECKING:
    from pathlib import Path

    from heracles.ledger import Launch, Recorded

    from .conftest import Heracles
    from .stand_in import StandIn

pytestmark = pytest.mark.once

ALL = ["a=1 b=x", "a=1 b=y", "a=2 b=x", "a=2 b=y", "a=3 b=x", "a=3 b=y"]
ARRAY = "#!/bin/bash\n#SBATCH --array=1-9%2\nsingularity exec app.sif main.py seed=$SLURM_ARRAY_TASK_ID\n"


@pytest.fixture
def slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    return launching.put_in_place(tmp_path / "slurm", monkeypatch)


@pytest.fixture
def sweep(folder: Path, slurm: StandIn) -> Path:
    """A project with six products, each a job of the stand-in, in which the test stands."""
    launching.make_project(folder, config(cluster=SINGLE))
    return folder


@pytest.fixture
def failing(heracles: Heracles, sweep: Path, slurm: StandIn) -> Path:
    """The same after a launch of which one completed, three failed in their ways, one runs and one waits."""
    heracles("run", "ablation-a")
    set_states(slurm, "COMPLETED", "FAILED", "TIMEOUT", "RUNNING", "PENDING", "OUT_OF_MEMORY")
    return sweep


def set_states(slurm: StandIn, *states: str, first: int = 0) -> None:
    """Gives the jobs these states, in the order in which they were submitted."""
    for job, state in zip(slurm.jobs()[first:], states):
        path = slurm.folder / "jobs" / job.id
        tasks, name, array, _, priority, comment = path.read_text().split("|", 5)
        path.write_text("|".join((tasks, name, array, state, priority, comment)))


def products(project: Path, launch: Launch) -> list[Recorded]:
    return list(ledger.products(str(project / ".heracles"), launch.id, 0, launch.products - 1))


def arguments(slurm: StandIn) -> list[str]:
    """What each sbatch was told besides what heracles itself says, and of which file."""
    ours = ("--parsable", "--comment", "--hold")
    return [" ".join(word for word in call.split() if not word.startswith(ours)) for call in slurm.calls("sbatch")]


def test_what_failed_is_launched_again(heracles: Heracles, failing: Path, slurm: StandIn) -> None:
    ran = heracles("retry", "ablation-a")
    first, second = launches(failing)
    assert ran.exit_code == 0
    assert ran.err.splitlines() == [
        "launched again: 1 timed out, 1 out of memory, 1 failed",
        f"3 products of sbatch.sh; {WHERE}",
        "3 tasks, in 3 jobs",
        f"3 products launched in 3 jobs; the launch is {second.id}",
    ]
    assert titles(failing, second) == [ALL[1], ALL[2], ALL[5]]
    assert [each.index for each in products(failing, second)] == [1, 2, 5]
    assert {each.id for each in products(failing, second)} < {each.id for each in products(failing, first)}
    assert [line.rpartition("/")[2] for line in arguments(slurm)[6:]] == [
        f"sbatch_hydra{index}.sh" for index in (1, 2, 5)
    ]
    assert second.retries == first.id


def test_the_tasks_of_an_array_are_dense(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    (sweep / "heracles.toml").write_text(config())
    heracles("run", "ablation-a", "--keep")
    set_states(slurm, "FAILED")
    assert heracles("retry", "ablation-a", "--only", "b=y").exit_code == 0
    assert [job.array for job in slurm.jobs()] == ["0-5", "0-2"]
    assert [each.index for each in products(sweep, launches(sweep)[-1])] == [1, 3, 5]
    assert launching.copies(sweep, launches(sweep)[-1]) == ["sbatch_hydra1-5.sh"]


def test_run_and_retry_go_on_from_a_retry(heracles: Heracles, failing: Path, slurm: StandIn) -> None:
    heracles("retry", "ablation-a", "--", "--mem=64G")
    assert heracles("run", "ablation-a").err == "4 completed, 1 running, 1 pending, nothing new\n"
    set_states(slurm, "FAILED", first=6)
    assert heracles("run", "ablation-a").err == (
        "3 completed, 1 running, 1 pending, 1 failed, nothing new. Failed ones: heracles retry ablation-a\n"
    )
    assert heracles("retry", "ablation-a", "--", "--time=12:00:00").exit_code == 0
    assert titles(failing, launches(failing)[-1]) == [ALL[1]]
    assert arguments(slurm)[-1].startswith("--partition=gpu --mem=64G --time=12:00:00 ")
    (failing / "heracles.toml").write_text(config("a = [1, 2, 3, 4]", cluster=SINGLE))
    assert heracles("run", "ablation-a").exit_code == 0
    assert titles(failing, launches(failing)[-1]) == ["a=4 b=x", "a=4 b=y"]


def test_a_launcher_that_is_declared_otherwise_today_is_told(heracles: Heracles, failing: Path) -> None:
    text = (failing / "heracles.toml").read_text()
    (failing / "heracles.toml").write_text(text.replace("--partition=gpu", "--partition=cpu"))
    assert (
        "heracles: warning: launched by `sbatch --partition=gpu`, as before; cluster is `sbatch --partition=cpu` in "
        "heracles.toml today: say what is to be otherwise behind --"
    ) in heracles("retry", "ablation-a", "--dry-run").err.splitlines()
    (failing / "heracles.toml").write_text(text)
    assert heracles("retry", "ablation-a", "--", "--mem=1G").exit_code == 0
    assert "warning" not in heracles("retry", "ablation-a", "--dry-run").err


def test_a_launcher_that_changed_is_told_behind_a_retry_too(heracles: Heracles, failing: Path) -> None:
    heracles("retry", "ablation-a")
    text = (failing / "heracles.toml").read_text()
    (failing / "heracles.toml").write_text(text.replace("--partition=gpu", "--partition=cpu"))
    ran = heracles("run", "ablation-a")
    assert ran.exit_code == 2
    assert "its launcher was sbatch --partition=gpu" in ran.err


def test_nothing_failed(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    assert heracles("retry", "ablation-a") == (
        2,
        "",
        "heracles: error: nothing of ablation-a was launched\n  heracles run ablation-a launches it\n",
    )
    heracles("run", "ablation-a")
    set_states(slurm, "RUNNING", "PENDING")
    assert heracles("retry", "ablation-a") == (
        0,
        "",
        "nothing of ablation-a is launched again: 4 completed, 1 running, 1 pending\n",
    )
    assert len(launches(sweep)) == 1


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--state", "timeout"), [ALL[2]]),
        (("--state=timeout,out_of_memory",), [ALL[2], ALL[5]]),
        (("--only", "b=y"), [ALL[1], ALL[5]]),
        (("--only", "b=y", "--state=failed"), [ALL[1]]),
    ],
)
def test_which_are_launched_again(
    words: tuple[str, ...], expected: list[str], heracles: Heracles, failing: Path
) -> None:
    assert heracles("retry", "ablation-a", *words).exit_code == 0
    assert titles(failing, launches(failing)[-1]) == expected


@pytest.mark.parametrize(
    ("state", "error"),
    [
        (
            "failed,running",
            "heracles: error: what is running is never launched again\n"
            "  --state: failed,running\n"
            "                  ^\n"
            "  there are failed, out_of_memory, timeout, node_fail, preempted, cancelled, unknown\n",
        ),
        (
            "timed",
            "heracles: error: there is no state timed\n  --state: timed\n           ^\n  did you mean timeout?\n",
        ),
    ],
)
def test_states_that_cannot_be_meant(state: str, error: str, heracles: Heracles, failing: Path) -> None:
    assert heracles("retry", "ablation-a", "--state", state) == (2, "", error)


def test_cancelled_and_unknown_ones_are_launched_again_where_they_are_named(
    heracles: Heracles, sweep: Path, slurm: StandIn
) -> None:
    heracles("run", "ablation-a")
    set_states(slurm, "CANCELLED", "FAILED")
    (slurm.folder / "jobs" / slurm.jobs()[2].id).unlink()
    assert heracles("retry", "ablation-a", "--dry-run").out.splitlines() == [ALL[1]]
    assert heracles("retry", "ablation-a", "--state", "cancelled", "--dry-run").out.splitlines() == [ALL[0]]
    ran = heracles("retry", "ablation-a", "--state", "unknown,failed")
    assert ran.err.splitlines()[:2] == [
        "launched again: 1 unknown, 1 failed",
        "heracles: warning: nobody tells what became of unknown ones: they may have run, or may still run",
    ]
    assert titles(sweep, launches(sweep)[-1]) == [ALL[1], ALL[2]]


def test_a_dry_run_touches_nothing(heracles: Heracles, failing: Path, slurm: StandIn) -> None:
    calls = slurm.calls("sbatch")
    ran = heracles("retry", "ablation-a", "--dry-run", "--", "--mem=64G")
    assert ran.exit_code == 0
    assert ran.out.splitlines() == [ALL[1], ALL[2], ALL[5]]
    *_, call = ran.err.splitlines()
    assert call.startswith("would call: sbatch --parsable --comment=heracles:")
    assert call.endswith("--hold --partition=gpu --mem=64G sbatch_hydra1.sh, and so on for 2 more")
    assert slurm.calls("sbatch") == calls
    assert len(launches(failing)) == 1


def test_json(heracles: Heracles, failing: Path) -> None:
    dry = [json.loads(line) for line in heracles("retry", "ablation-a", "--dry-run", "--json").out.splitlines()]
    assert [(each["index"], each["state"], each["tasks"]) for each in dry] == [
        (1, "failed", []),
        (2, "timeout", []),
        (5, "out_of_memory", []),
    ]
    told = [json.loads(line) for line in heracles("retry", "ablation-a", "--json").out.splitlines()]
    assert [(each["index"], each["job"], each["launch"]) for each in told] == [
        (index, f"{700007 + number}", launches(failing)[-1].id) for number, index in enumerate((1, 2, 5))
    ]


def test_a_script_that_was_mended_is_launched_as_it_is_now(heracles: Heracles, failing: Path) -> None:
    executable(failing / "sbatch.sh", SCRIPT.replace("module load singularity", "module load singularity\nulimit -c 0"))
    ran = heracles("retry", "ablation-a")
    assert ran.err.splitlines()[1:3] == [
        "sbatch.sh has changed since: it is launched as it is now",
        f"3 products of sbatch.sh; {WHERE.replace(':3', ':4')}",
    ]
    assert launches(failing)[-1].text == (failing / "sbatch.sh").read_text()
    assert "ulimit" in launches(failing)[-1].placement.before
    assert heracles("run", "ablation-a").err == "4 completed, 1 running, 1 pending, nothing new\n"


def test_products_that_are_not_declared_any_more_are_launched_again_too(heracles: Heracles, failing: Path) -> None:
    (failing / "heracles.toml").write_text(config("a = [1, 2]", cluster=SINGLE))
    ran = heracles("retry", "ablation-a")
    assert (
        ran.err.splitlines()[1] == "1 of these is not declared in heracles.toml today, and launched again all the same"
    )
    assert titles(failing, launches(failing)[-1]) == [ALL[1], ALL[2], ALL[5]]


def test_as_launched(heracles: Heracles, failing: Path) -> None:
    executable(failing / "sbatch.sh", SCRIPT + "# mended\n")
    assert "has changed" not in heracles("retry", "ablation-a", "--as-launched").err
    assert launches(failing)[-1].text == SCRIPT


def test_script_and_heracles_toml_are_gone(heracles: Heracles, failing: Path, slurm: StandIn) -> None:
    (failing / "sbatch.sh").unlink()
    (failing / "heracles.toml").unlink()
    ran = heracles("retry", "ablation-a")
    assert ran.exit_code == 0
    assert "heracles: warning: sbatch.sh is gone: it is launched as it was" in ran.err.splitlines()
    assert titles(failing, launches(failing)[-1]) == [ALL[1], ALL[2], ALL[5]]
    assert len(slurm.jobs()) == 9


def test_a_script_in_which_nobody_knows_where_overrides_go(heracles: Heracles, failing: Path, slurm: StandIn) -> None:
    executable(failing / "sbatch.sh", "#!/bin/bash\necho done\n")
    assert heracles("retry", "ablation-a").exit_code == 2
    assert len(slurm.jobs()) == 6


def test_a_large_one_is_confirmed(heracles: Heracles, failing: Path) -> None:
    (failing / "heracles.toml").write_text(config(cluster=SINGLE, more="confirm_above = { tasks = 2 }"))
    ran = heracles("retry", "ablation-a")
    assert ran.exit_code == 2
    assert ran.err.endswith(
        "heracles: error: 3 tasks are more than confirm_above.tasks = 2\n  say --yes to launch them\n"
    )
    assert len(launches(failing)) == 1
    assert heracles("retry", "ablation-a", "--yes").exit_code == 0


def test_each_is_launched_as_its_last_launch_was(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a", "--only", "a=1")
    heracles("run", "ablation-a", "--only", "a=2", "--keep-going", "--", "--mem=1G")
    set_states(slurm, "FAILED", "COMPLETED", "FAILED")
    before = len(arguments(slurm))
    ran = heracles("retry", "ablation-a")
    assert ran.exit_code == 0
    assert [line.rpartition(" ")[0] for line in arguments(slurm)[before:]] == [
        "--partition=gpu",
        "--partition=gpu --mem=1G",
    ]
    assert [line for line in ran.err.splitlines() if line.startswith("as they")] == [
        "as they were launched last: sbatch --partition=gpu",
        "as they were launched last: sbatch --partition=gpu --mem=1G",
    ]
    assert [titles(sweep, launch) for launch in launches(sweep)[2:]] == [[ALL[0]], [ALL[2]]]


def test_where_one_launch_falls_short_the_next_does_not_begin(
    heracles: Heracles, sweep: Path, slurm: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    heracles("run", "ablation-a", "--only", "a=1")
    heracles("run", "ablation-a", "--only", "a=2", "--keep-going", "--", "--mem=1G")
    set_states(slurm, "FAILED", "COMPLETED", "FAILED", "FAILED")
    (sweep / "bin").mkdir()
    said = "sbatch: error: Batch job submission failed: Invalid partition name specified"
    executable(sweep / "bin" / "sbatch", f"#!/bin/bash\necho {said!r} >&2\nexit 1\n")
    monkeypatch.setenv("PATH", f"{sweep}/bin:{os.environ['PATH']}")
    ran = heracles("retry", "ablation-a")
    third = launches(sweep)[2]
    assert ran.exit_code == 1
    assert ran.err.splitlines()[-2:] == [
        f"  to go on: heracles resume {third.id}",
        "2 more products are to be retried after that",
    ]
    assert len(launches(sweep)) == 3


def test_a_word_that_names_its_launch_names_the_new_one(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    words = 'overrides = ["hydra.run.dir=runs/${heracles:launch}/${heracles:index}", "c=${heracles:id}"]'
    text = config(cluster=SINGLE).replace('script = "sbatch.sh"', f'script = "sbatch.sh"\n{words}')
    (sweep / "heracles.toml").write_text(text)
    heracles("run", "ablation-a")
    set_states(slurm, "COMPLETED", "FAILED")
    for _ in range(2):
        heracles("retry", "ablation-a")
        set_states(slurm, "FAILED", first=len(slurm.jobs()) - 1)
    first, *_, last = launches(sweep)
    (product,) = products(sweep, last)
    before = products(sweep, first)[1]
    assert before.overrides[0] == f"hydra.run.dir=runs/{first.id}/1"
    assert product.overrides == (f"hydra.run.dir=runs/{last.id}/1", *before.overrides[1:])
    assert product.values == {**before.values, "hydra.run.dir": f"runs/{last.id}/1"}
    assert product.id == before.id


def test_a_word_in_which_the_user_wrote_a_launch_stays(heracles: Heracles, failing: Path, slurm: StandIn) -> None:
    first = launches(failing)[0]
    heracles("sbatch.sh", "-l", "slurm", f"resume_from={first.id}", "d=${heracles:launch}")
    set_states(slurm, "FAILED", first=6)
    heracles("retry", "sbatch.sh")
    *_, last = launches(failing)
    assert titles(failing, last) == [f"resume_from={first.id} d={last.id}"]


def test_seeds_are_those_of_the_first_launch(heracles: Heracles, folder: Path, slurm: StandIn) -> None:
    executable(folder / "sbatch.sh", SCRIPT)
    heracles("sbatch.sh", "-r=sbatch", "a=1,2", "seed=__randseed:2__")
    set_states(slurm, "FAILED", "COMPLETED", "COMPLETED", "FAILED")
    ran = heracles("retry", "sbatch.sh")
    first, second = launches(folder)
    assert ran.exit_code == 0
    assert second.ad_hoc
    assert titles(folder, second) == [titles(folder, first)[0], titles(folder, first)[3]]


def test_retries_of_an_ad_hoc_launch_count_as_its_last_launch(heracles: Heracles, folder: Path, slurm: StandIn) -> None:
    executable(folder / "sbatch.sh", SCRIPT)
    heracles("sbatch.sh", "-r=sbatch", "a=1,2,3")
    set_states(slurm, "FAILED", "FAILED", "COMPLETED")
    (first,) = launches(folder)
    heracles("retry", "sbatch.sh", "--only", "a=1")
    assert heracles("retry", first.id, "--dry-run").out == "a=2\n"
    assert heracles("retry", "sbatch.sh").exit_code == 0
    assert heracles("retry", first.id) == (0, "", f"nothing of {first.id} is launched again: 3 completed\n")


def test_a_launch_of_a_sweep_is_meant_with_its_products_alone(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a", "--only", "a=1")
    heracles("run", "ablation-a")
    set_states(slurm, *["FAILED"] * 6)
    first, second = launches(sweep)
    assert heracles("retry", second.id, "--dry-run").out.splitlines() == ALL[2:]
    heracles("retry", first.id)
    assert titles(sweep, launches(sweep)[-1]) == ALL[:2]
    assert heracles("retry", first.id).err == f"nothing of {first.id} is launched again: 2 completed\n"


def told_by_sacct(slurm: StandIn, launch: Launch, states: dict[tuple[int, int], str]) -> None:
    """Lets sacct tell of tasks, by the place of their job and their number, of which squeue has forgotten the jobs."""
    lines = []
    jobs = [job for job in slurm.jobs() if f":{launch.id}/" in job.comment]
    for (place, task), state in states.items():
        job = jobs[place]
        lines.append(f"{job.id}_{task}|{state}|1:0|node1|Unknown|{os.getuid()}|{job.comment}|")
    (slurm.folder / "sacct").write_text("\n".join(lines) + "\n")
    for job in jobs:
        (slurm.folder / "jobs" / job.id).rename(slurm.folder / f"forgotten-{job.id}")


def of_nine(**failed: str) -> dict[int, str]:
    return {task: failed.get(f"t{task}", "COMPLETED") for task in range(1, 10)}


def test_of_a_scripts_own_array_only_the_failed_tasks_are_launched(
    heracles: Heracles, sweep: Path, slurm: StandIn
) -> None:
    executable(sweep / "sbatch.sh", ARRAY)
    heracles("run", "ablation-a", "--only", "a=1,2")
    states = {
        0: of_nine(t3="FAILED", t4="TIMEOUT", t5="FAILED", t9="FAILED"),
        1: of_nine(),
        2: of_nine(t7="FAILED", t8="CANCELLED"),
        3: of_nine(t3="FAILED", t1="RUNNING"),
    }
    (first,) = launches(sweep)
    told_by_sacct(slurm, first, {(at, task): state for at, each in states.items() for task, state in each.items()})
    before = len(slurm.calls("sbatch"))
    other = heracles("retry", "ablation-a", "--", "-a1-3")
    assert (other.exit_code, other.err.splitlines()[-3:]) == (
        2,
        [
            "heracles: error: of the script's own job array, those tasks are launched again that failed",
            "  after --: -a1-3",
            "  leave --array out; --only and --state choose",
        ],
    )
    ran = heracles("retry", "ablation-a")
    assert ran.exit_code == 0, ran.err
    assert ran.err.splitlines()[:2] == [
        "launched again: 1 timed out, 5 failed (tasks of 3 products)",
        "heracles: warning: other tasks of these products are not: 1 unknown, 1 cancelled",
    ]
    assert [call.split()[-2] for call in arguments(slurm)[before:]] == ["--array=3-5,9%2", "--array=7%2", "--array=3%2"]
    assert ran.err.splitlines()[3:4] == ["6 tasks, in 3 jobs"]
    _, second = launches(sweep)
    assert titles(sweep, second) == [ALL[0], ALL[2], ALL[3]]
    assert [each.tasks for each in products(sweep, second)] == [(3, 4, 5, 9), (7,), (3,)]


def test_of_tasks_that_were_launched_again_those_that_failed_once_more_are(
    heracles: Heracles, sweep: Path, slurm: StandIn
) -> None:
    executable(sweep / "sbatch.sh", ARRAY)
    heracles("run", "ablation-a", "--only", "a=1")
    first = launches(sweep)[0]
    ended = {(at, task): state for at in (0, 1) for task, state in of_nine(t3="FAILED", t8="TIMEOUT").items()}
    told_by_sacct(slurm, first, ended)
    heracles("retry", "ablation-a")
    second = launches(sweep)[1]
    told_by_sacct(slurm, second, {(0, 3): "FAILED", (0, 8): "COMPLETED", (1, 3): "COMPLETED", (1, 8): "COMPLETED"})
    told = [json.loads(line) for line in heracles("status", "ablation-a", "--json", "--only", "a=1").out.splitlines()]
    assert [(each["state"], each["done"], each["total"]) for each in told] == [("failed", 8, 9), ("completed", 9, 9)]
    assert heracles("retry", "ablation-a").exit_code == 0
    third = launches(sweep)[2]
    assert [(each.index, each.tasks) for each in products(sweep, third)] == [(0, (3,))]
    told_by_sacct(slurm, third, {(0, 3): "FAILED"})
    assert heracles("retry", "ablation-a").exit_code == 0
    assert arguments(slurm)[-1].split()[-2] == "--array=3%2"
    shown = heracles("show", "ablation-a", "0").out
    assert shown.count("failed, exit code 1") == 3


def test_a_retry_of_tasks_that_was_broken_off_goes_on_with_these(
    heracles: Heracles, sweep: Path, slurm: StandIn
) -> None:
    executable(sweep / "sbatch.sh", ARRAY)
    heracles("run", "ablation-a", "--only", "a=1")
    (first,) = launches(sweep)
    told_by_sacct(slurm, first, {(0, 3): "FAILED", (1, 4): "FAILED", (1, 5): "TIMEOUT"})
    heracles("retry", "ablation-a")
    break_off(sweep, slurm, 3)
    before = len(arguments(slurm))
    assert heracles("resume", "ablation-a").exit_code == 0
    assert [call.split()[-2] for call in arguments(slurm)[before:]] == ["--array=4-5%2"]


def test_products_with_tasks_that_still_wait_or_run_are_left_alone(
    heracles: Heracles, sweep: Path, slurm: StandIn
) -> None:
    executable(sweep / "sbatch.sh", ARRAY.replace("1-9", "0-1"))
    heracles("run", "ablation-a", "--only", "a=1")
    (first,) = launches(sweep)
    running, _ = slurm.jobs()
    told_by_sacct(slurm, first, {(0, 1): "FAILED", (1, 0): "FAILED", (1, 1): "COMPLETED"})
    (slurm.folder / "jobs" / running.id).write_text(f"1|{running.id}|1|RUNNING|1|{running.comment}\n")
    ran = heracles("retry", "ablation-a", "--dry-run")
    assert ran.out == f"{ALL[1]}\n"
    assert ran.err.splitlines()[:2] == [
        "1 product is left alone: other tasks of the same job array still wait or run",
        "launched again: 1 failed (tasks of 1 product)",
    ]


def test_a_launch_that_was_broken_off_is_to_be_resumed_first(heracles: Heracles, failing: Path, slurm: StandIn) -> None:
    heracles("retry", "ablation-a")
    launch = break_off(failing, slurm, 4)
    assert heracles("retry", "ablation-a") == (
        2,
        "",
        f"heracles: error: 2 of 3 products of the launch {launch.id} are not launched, or in doubt\n"
        f"  heracles resume {launch.id} goes on with it; retry then\n",
    )
    assert heracles("resume", "ablation-a").exit_code == 0
    assert len(slurm.jobs()) == 9
    assert heracles("retry", "ablation-a").err == (
        "nothing of ablation-a is launched again: 4 completed, 1 running, 1 pending\n"
    )


def test_run_goes_on_with_a_retry_that_was_broken_off(heracles: Heracles, failing: Path, slurm: StandIn) -> None:
    heracles("retry", "ablation-a", "--", "--mem=64G")
    launch = break_off(failing, slurm, 4)
    ran = heracles("run", "ablation-a")
    assert ran.err.splitlines()[0] == f"going on with the launch {launch.id}"
    assert ran.err.splitlines()[-1] == "4 completed, 1 running, 1 pending, nothing new"
    assert [line.rpartition(" ")[0] for line in arguments(slurm)[-2:]] == ["--partition=gpu --mem=64G"] * 2


def test_two_at_once_exclude_each_other(heracles: Heracles, failing: Path, slurm: StandIn) -> None:
    with ledger.claim(str(failing / ".heracles"), "ablation-a"):
        ran = heracles("retry", "ablation-a")
    assert ran.exit_code == 1
    assert ran.err.startswith("heracles: error: ablation-a is being launched by ")
    assert len(slurm.jobs()) == 6


def test_retries_of_one_ad_hoc_launch_exclude_each_other(heracles: Heracles, folder: Path, slurm: StandIn) -> None:
    executable(folder / "sbatch.sh", SCRIPT)
    heracles("sbatch.sh", "-r=sbatch", "a=1,2")
    set_states(slurm, "FAILED", "FAILED")
    heracles("retry", "sbatch.sh", "--only", "a=1")
    first, second = launches(folder)
    with ledger.claim(str(folder / ".heracles"), first.id):
        assert heracles("retry", second.id).exit_code == 1


def test_in_a_ledger_that_was_copied_nothing_is_launched_again(
    heracles: Heracles, failing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = failing.with_name("copy")
    shutil.copytree(failing, copy)
    monkeypatch.chdir(copy)
    (launch,) = launches(copy)
    assert heracles("retry", "ablation-a") == (
        2,
        "",
        f"heracles: error: the launch {launch.id} was begun in {failing}, and this ledger is a copy, or was moved\n"
        "  retry it there, or launch anew from here\n",
    )


def test_runs_that_failed_here_are_run_again(heracles: Heracles, sweep: Path) -> None:
    executable(sweep / "sbatch.sh", '#!/bin/bash\n./train "$@"\n')
    executable(sweep / "train", '#!/bin/bash\necho "$@" >> ran\n[[ -e mended || $1 != a=2 ]]\n')
    assert heracles("run", "ablation-a", "-l", "here").exit_code == 1
    assert heracles("retry", "ablation-a", "--only", "b=x").exit_code == 1
    (sweep / "mended").touch()
    ran = heracles("retry", "ablation-a")
    assert ran.exit_code == 0
    assert ran.err.splitlines()[0] == "launched again: 2 failed"
    assert ran.err.splitlines()[-1].startswith("2 passed; output: ")
    assert Counter((sweep / "ran").read_text().splitlines()) == {**dict.fromkeys(ALL, 1), ALL[2]: 3, ALL[3]: 2}
    assert heracles("retry", "ablation-a").err == "nothing of ablation-a is launched again: 6 completed\n"


def test_the_local_launcher_takes_no_arguments(heracles: Heracles, sweep: Path) -> None:
    executable(sweep / "sbatch.sh", '#!/bin/bash\nfalse "$@"\n')
    heracles("run", "ablation-a", "-l", "here")
    assert heracles("retry", "ablation-a", "--", "--mem=1G").err.splitlines()[-2:] == [
        "heracles: error: the local launcher takes no arguments of its own",
        "  after --: --mem=1G",
    ]


def test_of_a_command_nobody_knows_what_became_of_its_jobs(heracles: Heracles, sweep: Path) -> None:
    executable(sweep / "submit", "#!/bin/bash\n")
    heracles("run", "ablation-a", "-l", "queue")
    assert heracles("retry", "ablation-a").err.splitlines() == [
        "nothing of ablation-a is launched again: 6 launched",
        "what became of jobs of `./submit` nobody can tell here; --state unknown launches them again",
    ]
    ran = heracles("retry", "ablation-a", "--state", "unknown", "--only", "a=1")
    assert ran.exit_code == 0
    assert titles(sweep, newest(sweep).launch) == ALL[:2]


def test_a_target_is_needed(heracles: Heracles, failing: Path) -> None:
    assert heracles("retry").err == (
        "heracles: error: heracles retry needs a target\n  a sweep, a script, or the beginning of a launch's id\n"
    )
