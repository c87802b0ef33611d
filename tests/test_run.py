"""``heracles run NAME`` launches what no launch of a sweep has yet, and says what it did."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from heracles import __version__, ledger
from tests import waiting

from . import launching
from .launching import OWN_ARRAY, SCRIPT, SINGLE, WAYS_ON, WHERE, config, executable, launches, names, newest, titles
from .operating import account, forget, go_on
from .portions import first_on_each
from .pseudo_terminal import program_on_a_terminal, screen

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Heracles
    from .stand_in import StandIn

ALL = ["a=1 b=x", "a=1 b=y", "a=2 b=x", "a=2 b=y", "a=3 b=x", "a=3 b=y"]


@pytest.fixture
def slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    return launching.put_in_place(tmp_path / "slurm", monkeypatch)


@pytest.fixture
def sweep(folder: Path, slurm: StandIn) -> Path:
    """A project with six products, launched on the stand-in, in which the test stands."""
    launching.make_project(folder, config())
    return folder


UNKNOWN = ". Nobody tells of unknown ones; any that never began: heracles run ablation-a --again --only KEY=VALUE"


def set_states(slurm: StandIn, *states: str) -> None:
    """Gives the jobs these states, in the order in which they were submitted."""
    for job, state in zip(slurm.jobs(), states):
        path = slurm.folder / "jobs" / job.id
        tasks, name, array, _, priority, comment = path.read_text().split("|", 5)
        path.write_text("|".join((tasks, name, array, state, priority, comment)))


def test_a_sweep_is_launched_in_an_array(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    ran = heracles("run", "ablation-a")
    launch = launches(sweep)[0]
    assert ran.exit_code == 0
    assert ran.out == f"6 products (0 to 5) {'.' * 49} job 700001\n"
    assert ran.err.splitlines() == [
        f"6 products of sbatch.sh; {WHERE}",
        "6 tasks, in 1 job array",
        f"6 products launched in 1 job array; the launch is {launch.id}",
    ]
    assert titles(sweep, launch) == ALL
    assert [(job.array, job.held) for job in slurm.jobs()] == [("0-5", False)]
    assert names(sweep) == ["heracles.toml", "sbatch.sh"]
    assert launching.copies(sweep, launch) == []


@pytest.mark.once
def test_a_sweep_is_launched_job_by_job(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    (sweep / "heracles.toml").write_text(config(cluster=SINGLE))
    ran = heracles("run", "ablation-a")
    assert ran.out.splitlines() == [f"{title} {'.' * 61} job {700001 + index}" for index, title in enumerate(ALL)]
    assert ran.err.splitlines()[1:] == [
        "6 tasks, in 6 jobs",
        f"6 products launched in 6 jobs; the launch is {launches(sweep)[0].id}",
    ]
    assert [(job.array, job.held) for job in slurm.jobs()] == [("N/A", False)] * 6


@pytest.mark.once
@pytest.mark.parametrize("cluster", ["", SINGLE])
def test_what_was_launched_is_not_launched_again(cluster: str, heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    (sweep / "heracles.toml").write_text(config(cluster=cluster))
    heracles("run", "ablation-a")
    before = slurm.jobs()
    assert heracles("run", "ablation-a") == (0, "", "6 completed, nothing new\n")
    assert slurm.jobs() == before
    assert len(launches(sweep)) == 1


@pytest.mark.once
def test_what_was_launched_is_told_by_state(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    (sweep / "heracles.toml").write_text(config(cluster=SINGLE))
    heracles("run", "ablation-a")
    set_states(slurm, "COMPLETED", "FAILED", "TIMEOUT", "RUNNING", "PENDING", "OUT_OF_MEMORY")
    ran = heracles("run", "ablation-a")
    assert ran == (
        0,
        "",
        "1 completed, 1 running, 1 pending, 1 timed out, 1 out of memory, 1 failed, nothing new. "
        "Failed ones: heracles retry ablation-a\n",
    )
    assert len(slurm.jobs()) == 6


@pytest.mark.once
def test_beside_what_is_new_what_was_launched_is_told_by_state(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    (sweep / "heracles.toml").write_text(config(cluster=SINGLE))
    heracles("run", "ablation-a", "--only", "a=1")
    set_states(slurm, "FAILED", "RUNNING")
    assert heracles("run", "ablation-a").err.splitlines() == [
        "launched before: 1 running, 1 failed. Failed ones: heracles retry ablation-a",
        f"4 products of sbatch.sh; {WHERE}",
        "4 tasks, in 4 jobs",
        f"4 products launched in 4 jobs; the launch is {launches(sweep)[1].id}",
    ]


@pytest.mark.once
def test_failed_ones_are_pointed_to_retry(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    (sweep / "heracles.toml").write_text(config(f"a = {list(range(12))}", cluster=SINGLE))
    heracles("run", "ablation-a")
    set_states(slurm, "FAILED", "FAILED", "FAILED")
    assert heracles("run", "ablation-a").err == (
        "21 completed, 3 failed, nothing new. Failed ones: heracles retry ablation-a\n"
    )


@pytest.mark.once
def test_only_the_products_of_a_new_value_are_launched(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    (sweep / "heracles.toml").write_text(config("a = [7, 1, 2, 3]"))
    ran = heracles("run", "ablation-a", "--keep")
    assert ran.exit_code == 0
    assert ran.out == f"2 products (0 to 1) {'.' * 49} job 700002\n"
    launch = launches(sweep)[1]
    assert titles(sweep, launch) == ["a=7 b=x", "a=7 b=y"]
    assert launching.copies(sweep, launch) == ["sbatch_hydra0-1.sh"]
    assert heracles("run", "ablation-a").err == "8 completed, nothing new\n"


@pytest.mark.once
def test_the_order_of_axes_does_not_matter(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    (sweep / "heracles.toml").write_text(config('b = ["y", "x"]', "a = [3, 2, 1]"))
    assert heracles("run", "ablation-a").err == "6 completed, nothing new\n"
    assert len(slurm.jobs()) == 1


@pytest.mark.once
def test_products_that_are_not_in_the_sweep_any_more_are_not_counted(
    heracles: Heracles, sweep: Path, slurm: StandIn
) -> None:
    heracles("run", "ablation-a")
    (sweep / "heracles.toml").write_text(config("a = [1, 2]"))
    assert heracles("run", "ablation-a").err == "4 completed, nothing new\n"
    assert heracles("run", "ablation-a", "--only", "a=1").err == "2 completed, nothing new\n"


@pytest.mark.once
def test_again_launches_all(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    assert heracles("run", "ablation-a", "--again").exit_code == 0
    assert [job.tasks for job in slurm.jobs()] == [6, 6]
    assert heracles("run", "ablation-a").err == "6 completed, nothing new\n"


@pytest.mark.once
def test_some_are_launched_first_and_the_rest_later(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a", "--only", "b=y", "--limit", "2")
    heracles("run", "ablation-a", "--only", "a=3")
    ran = heracles("run", "ablation-a")
    assert [titles(sweep, launch) for launch in launches(sweep)] == [
        ["a=1 b=y", "a=2 b=y"],
        ["a=3 b=x", "a=3 b=y"],
        ["a=1 b=x", "a=2 b=x"],
    ]
    assert ran.out == f"2 products (0 to 2) {'.' * 49} job 700003\n"


@pytest.mark.once
def test_words_on_the_command_line_replace_and_add(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    heracles("run", "ablation-a", "a=3,4", "--limit", "3")
    heracles("run", "ablation-a", "a=1", "+c=8,9", "--only", "b=x")
    assert [titles(sweep, launch) for launch in launches(sweep)[1:]] == [
        ["a=4 b=x"],
        ["a=1 b=x +c=8", "a=1 b=x +c=9"],
    ]


@pytest.mark.once
def test_a_changed_script_is_refused(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    (sweep / "sbatch.sh").write_text(SCRIPT.replace("main.py", "other.py"))
    refused = f"heracles: error: since the launch {launches(sweep)[0].id} of ablation-a: sbatch.sh has changed"
    for options in ([], ["--dry-run"], ["--only", "a=1"], ["a=9"]):
        ran = heracles("run", "ablation-a", *options)
        assert (ran.exit_code, ran.out) == (2, "")
        assert ran.err.splitlines() == [refused, *WAYS_ON]
    assert len(slurm.jobs()) == 1


@pytest.mark.once
@pytest.mark.parametrize(
    ("old", "new", "argv", "what"),
    [
        ("", "", "-- --time=10", "its launcher was sbatch --partition=gpu"),
        ("=gpu", "=cpu", "", "its launcher was sbatch --partition=gpu"),
        ("", "", "-l here", "its launcher was sbatch --partition=gpu"),
        ("sbatch.sh", "other.sh", "", "its script was sbatch.sh"),
        ("sbatch.sh", "other.sh", "-l here", "its script was sbatch.sh; its launcher was sbatch --partition=gpu"),
    ],
)
def test_another_launcher_or_script_is_refused(  # noqa: PLR0913, PLR0917  # a row of the table above
    old: str, new: str, argv: str, what: str, heracles: Heracles, sweep: Path
) -> None:
    heracles("run", "ablation-a")
    (sweep / "heracles.toml").write_text(config().replace(old, new))
    executable(sweep / "other.sh", SCRIPT)
    ran = heracles("run", "ablation-a", *argv.split())
    assert (ran.exit_code, ran.out) == (2, "")
    error = f"heracles: error: since the launch {launches(sweep)[0].id} of ablation-a: {what}"
    assert ran.err.splitlines() == [error, *WAYS_ON]
    assert len(launches(sweep)) == 1


@pytest.mark.once
def test_how_many_run_at_once_is_no_change(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    (sweep / "heracles.toml").write_text(config("a = [3, 4]", cluster="max_running = 2\nmax_queued = 100"))
    assert heracles("run", "ablation-a").exit_code == 0
    assert [job.array for job in slurm.jobs()] == ["0-5", "0-1%2"]


@pytest.mark.once
def test_after_a_change_keep_going_launches_what_is_new(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    (sweep / "sbatch.sh").write_text(SCRIPT.replace("main.py", "other.py"))
    assert heracles("run", "ablation-a", "--keep-going") == (0, "", "6 completed, nothing new\n")
    assert heracles("run", "ablation-a", "a=3,4", "--keep-going", "--keep").exit_code == 0
    launch = launches(sweep)[1]
    assert titles(sweep, launch) == ["a=4 b=x", "a=4 b=y"]
    (copy,) = (sweep / ".heracles" / "launches" / launch.id / "copies").iterdir()
    assert "app.sif other.py" in copy.read_text()
    assert heracles("run", "ablation-a").err == "6 completed, nothing new\n"
    assert heracles("run", "ablation-a", "a=3,4").err == "4 completed, nothing new\n"


@pytest.mark.once
def test_after_a_change_again_launches_all(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    (sweep / "sbatch.sh").write_text(SCRIPT.replace("main.py", "other.py"))
    assert heracles("run", "ablation-a", "--again").exit_code == 0
    assert [job.tasks for job in slurm.jobs()] == [6, 6]


@pytest.mark.once
def test_a_launch_that_launched_nothing_stands_in_nobodys_way(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    executable(sweep / "submit", "#!/bin/sh\nexit 3\n")
    assert heracles("run", "ablation-a", "-l", "queue").exit_code == 1
    (sweep / "sbatch.sh").write_text(SCRIPT.replace("main.py", "other.py"))
    ran = heracles("run", "ablation-a")
    assert ran.exit_code == 0
    assert ran.err.splitlines()[0] == (
        f"closing the launch {launches(sweep)[0].id}: since it began, sbatch.sh has changed; its launcher was ./submit"
    )
    assert [job.tasks for job in slurm.jobs()] == [6]
    assert names(sweep) == ["heracles.toml", "sbatch.sh", "submit"]


@pytest.mark.once
def test_what_was_cancelled_before_it_began_counts_as_not_launched(
    heracles: Heracles, sweep: Path, slurm: StandIn
) -> None:
    (sweep / "heracles.toml").write_text(config(cluster=SINGLE))
    heracles("run", "ablation-a")
    set_states(slurm, "COMPLETED", "CANCELLED", "COMPLETED", "COMPLETED", "CANCELLED")
    assert heracles("run", "ablation-a").exit_code == 0
    assert titles(sweep, launches(sweep)[1]) == ["a=1 b=y", "a=3 b=x"]


@pytest.mark.once
def test_what_slurm_has_forgotten_is_unknown_and_not_launched_again(
    heracles: Heracles, sweep: Path, slurm: StandIn
) -> None:
    heracles("run", "ablation-a")
    (slurm.folder / "jobs" / "700001").unlink()
    assert heracles("run", "ablation-a") == (0, "", f"6 unknown, nothing new{UNKNOWN}\n")


@pytest.mark.once
def test_accounting_tells_of_what_the_queue_has_forgotten(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    (slurm.folder / "jobs" / "700001").unlink()
    told = (
        "0|COMPLETED|0:0|node1",
        "1|FAILED|1:0|node1",
        "2|CANCELLED by 0|0:0|None assigned",
        "3|CANCELLED|0:0|node1",
    )
    rest = f"2026-01-01T12:00:00|{os.getuid()}||sbatch --comment=heracles:{launches(sweep)[0].id}/0.1 --hold a.sh"
    (slurm.folder / "sacct").write_text("".join(f"700001_{task}|{rest}\n" for task in told))
    ran = heracles("run", "ablation-a")
    assert ran.exit_code == 0
    assert titles(sweep, launches(sweep)[1]) == ["a=2 b=x"]


@pytest.mark.once
def test_a_queue_that_does_not_answer_launches_nothing(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    (sweep / "bin").mkdir()
    heracles("run", "ablation-a")
    jobs = slurm.jobs()
    squeue = slurm.folder / "broken"
    squeue.mkdir()
    executable(squeue / "squeue", "#!/bin/sh\necho 'slurm_load_jobs error: Unable to contact controller' >&2\nexit 1\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{squeue}:{slurm.environment['PATH']}")
        ran = heracles("run", "ablation-a", "a=8,9")
    assert (ran.exit_code, ran.out) == (1, "")
    assert "Unable to contact controller" in ran.err
    assert slurm.jobs() == jobs


@pytest.mark.once
def test_a_job_that_its_script_holds_stays_held(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    (sweep / "sbatch.sh").write_text(SCRIPT.replace("\n", "\n#SBATCH --hold\n", 1))
    assert heracles("run", "ablation-a").exit_code == 0
    assert [job.held for job in slurm.jobs()] == [True]
    assert [call for call in slurm.calls("scontrol") if call.startswith("release")] == []
    assert heracles("run", "ablation-a").err == "6 held, nothing new\n"
    assert heracles("resume").exit_code == 0
    assert [job.held for job in slurm.jobs()] == [True]


@pytest.mark.once
@pytest.mark.parametrize("cluster", ["", SINGLE])
def test_each_job_is_released_once(cluster: str, heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    (sweep / "heracles.toml").write_text(config(cluster=cluster))
    heracles("run", "ablation-a")
    released = [call.partition(" ")[2] for call in slurm.calls("scontrol") if call.startswith("release")]
    assert sorted(",".join(released).split(",")) == [job.id for job in slurm.jobs()]


def test_a_dry_run_touches_nothing(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    ran = heracles("run", "ablation-a", "--dry-run")
    assert ran.exit_code == 0
    assert ran.out.splitlines() == ALL
    head, cost, call = ran.err.splitlines()
    assert (head, cost) == (f"6 products of sbatch.sh; {WHERE}", "6 tasks, in 1 job array")
    before, _, after = call.partition("heracles:")
    assert before == "would call: sbatch --parsable --comment="
    assert after.partition(" ")[2] == "--hold --array=0-5 --partition=gpu sbatch_hydra0-5.sh"
    assert sorted(path.name for path in sweep.iterdir()) == ["heracles.toml", "sbatch.sh"]
    assert slurm.jobs() == []


@pytest.mark.once
def test_a_dry_run_says_what_a_run_would_still_launch(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    (sweep / "heracles.toml").write_text(config(cluster=SINGLE))
    heracles("run", "ablation-a", "--limit", "4")
    ran = heracles("run", "ablation-a", "--dry-run")
    assert ran.out.splitlines() == ALL[4:]
    assert ran.err.splitlines()[0] == "launched before: 4 completed"
    assert ran.err.splitlines()[2] == "2 tasks, in 2 jobs"
    assert ran.err.endswith("--hold --partition=gpu sbatch_hydra4.sh, and so on for 1 more\n")
    assert heracles("run", "ablation-a", "--dry-run", "--again").out.splitlines() == ALL
    assert heracles("run", "ablation-a", "--dry-run", "--only", "a=1") == (0, "", "2 completed, nothing new\n")
    assert len(launches(sweep)) == 1


@pytest.mark.once
def test_a_dry_run_tells_the_cost(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    header = "#SBATCH --time=02:00:00 --gpus=2 --ntasks=1 --cpus-per-task=4"
    (sweep / "sbatch.sh").write_text(SCRIPT.replace("\n", f"\n{header}\n", 1))
    ran = heracles("run", "ablation-a", "--dry-run")
    assert ran.err.splitlines()[1] == "6 tasks, at most 48 CPU hours, 24 GPU hours, in 1 job array"


@pytest.mark.parametrize(("cluster", "tasks"), first_on_each([("", [0, 1, 2, 3, 4, 5]), (SINGLE, [None] * 6)]))
def test_json_lines(cluster: str, tasks: list[int | None], heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    (sweep / "heracles.toml").write_text(config(cluster=cluster))
    ran = heracles("run", "ablation-a", "--json")
    lines = [json.loads(line) for line in ran.out.splitlines()]
    shown = [json.loads(line) for line in heracles("show", "ablation-a", "--json").out.splitlines()]
    launch = launches(sweep)[0]
    jobs = ["700001"] * 6 if not cluster else [str(700001 + index) for index in range(6)]
    assert lines == [
        {**product, "launch": launch.id, "state": "submitted", "job": job, "task": task}
        for product, job, task in zip(shown, jobs, tasks)
    ]
    assert lines[3]["overrides"] == ["a=2", "b=y"]
    assert lines[3]["values"] == {"a": 2, "b": "y"}
    assert "6 products launched" in ran.err


@pytest.mark.once
def test_json_lines_of_a_command(heracles: Heracles, sweep: Path) -> None:
    executable(sweep / "submit", '#!/bin/sh\nbasename "$1"\n')
    ran = heracles("run", "ablation-a", "-l", "queue", "--json", "--limit", "2")
    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert [(line["overrides"], line["state"], line["job"], line["task"]) for line in lines] == [
        (["a=1", "b=x"], "submitted", None, None),
        (["a=1", "b=y"], "submitted", None, None),
    ]
    assert "sbatch_hydra0.sh\nsbatch_hydra1.sh\n" in ran.err


@pytest.mark.once
def test_nothing_new_is_no_line_of_json(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    assert heracles("run", "ablation-a", "--json") == (0, "", "6 completed, nothing new\n")


@pytest.mark.once
def test_above_a_limit_a_script_has_to_be_sure(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    (sweep / "heracles.toml").write_text(config(more="confirm_above = { tasks = 5 }"))
    ran = heracles("run", "ablation-a")
    assert ran.exit_code == 2
    assert ran.err.splitlines()[-2:] == [
        "heracles: error: 6 tasks are more than confirm_above.tasks = 5",
        "  say --yes to launch them",
    ]
    assert not (sweep / ".heracles" / "launches").exists()
    assert heracles("run", "ablation-a", "--limit", "2").exit_code == 0
    assert heracles("run", "ablation-a", "a=5,6,7", "--yes").exit_code == 0
    assert [job.tasks for job in slurm.jobs()] == [2, 6]


@pytest.mark.once
@pytest.mark.parametrize(("typed", "end", "jobs"), [("y", "the launch is", 1), ("n", "nothing was launched", 0)])
def test_above_a_limit_a_person_is_asked(typed: str, end: str, jobs: int, sweep: Path, slurm: StandIn) -> None:
    (sweep / "heracles.toml").write_text(config(more="confirm_above = { tasks = 5 }"))
    program = "import sys\nfrom heracles import cli\nsys.exit(cli.main(['run', 'ablation-a']))"
    lines = screen(program_on_a_terminal(sweep, program, f"{typed}\n"))
    assert f"launch 6 tasks? [y/N] {typed}" in lines
    assert end in lines[-1]
    assert len(slurm.jobs()) == jobs


def test_of_two_runs_at_once_the_second_is_refused(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    executable(sweep / "submit", "#!/bin/sh\ntouch began\nwhile [ ! -e go ]; do sleep 0.01; done\n")
    first = launching.started(sweep, "run", "ablation-a", "-l", "queue", "--limit", "1")
    waiting.wait_for(sweep / "began")
    second = heracles("run", "ablation-a")
    (sweep / "go").touch()
    first.communicate(timeout=waiting.PATIENCE_SECONDS)
    assert first.returncode == 0
    assert (second.exit_code, second.out) == (1, "")
    told, cure = second.err.splitlines()
    before, _, since = told.partition(", since ")
    assert before == (
        "heracles: error: ablation-a is being launched by `heracles run ablation-a -l queue --limit 1` "
        f"(process {first.pid} on {ledger.host()}"
    )
    assert since.endswith(")")
    assert cure == "  wait until it has ended, or stop it"
    assert slurm.jobs() == []


def test_a_launch_is_recorded_with_all_that_it_takes(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    subprocess.run(["git", "init", "--quiet"], check=True)
    subprocess.run(["git", "add", "."], check=True)
    identity = ("-c", "user.name=a", "-c", "user.email=a@b.c")
    subprocess.run(["git", *identity, "commit", "--quiet", "-m", "x"], check=True)
    commit = subprocess.run(["git", "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
    heracles("run", "ablation-a", "--entropy", "42", "--", "--time=10")
    (name,) = (path.name for path in (sweep / ".heracles" / "launches").iterdir())
    text = (sweep / ".heracles" / "launches" / name / "launch.json").read_text()
    recorded = json.loads(text)["launch"]
    assert {key: recorded[key] for key in ("id", "sweep", "ad_hoc", "script", "text", "digest", "launcher")} == {
        "id": name,
        "sweep": "ablation-a",
        "ad_hoc": False,
        "script": "sbatch.sh",
        "text": SCRIPT,
        "digest": ledger.digest(SCRIPT),
        "launcher": "cluster",
    }
    assert recorded["directory"] == str(sweep)
    assert recorded["settings"]["args"] == recorded["terms"]["args"] == ["--partition=gpu", "--time=10"]
    assert recorded["arguments"] == ["a = [1, 2, 3]", 'b = ["x", "y"]']
    assert (recorded["entropy"], recorded["version"], recorded["products"]) == ("42", __version__, 6)
    assert (recorded["commit"], recorded["dirty"], recorded["host"]) == (commit, False, ledger.host())
    status = subprocess.run(["git", "status", "--porcelain"], check=True, capture_output=True, text=True)
    assert status.stdout == ""
    assert (sweep / ".heracles" / ".gitignore").read_text() == "*\n"


@pytest.mark.once
def test_a_run_from_a_folder_below(
    heracles: Heracles, sweep: Path, slurm: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    (sweep / "deep" / "er").mkdir(parents=True)
    monkeypatch.chdir(sweep / "deep" / "er")
    ran = heracles("run", "ablation-a")
    assert ran.exit_code == 0
    assert ran.err.startswith("6 products of ../../sbatch.sh; overrides go after ../../sbatch.sh:3  ")
    assert names(sweep) == ["deep", "heracles.toml", "sbatch.sh"]
    assert not (sweep / "deep" / "er" / ".heracles").exists()
    monkeypatch.chdir(sweep)
    assert heracles("run", "ablation-a").err == "6 completed, nothing new\n"


@pytest.mark.once
def test_a_failing_launch_from_a_folder_below_says_how_to_go_on_from_there(
    heracles: Heracles, sweep: Path, slurm: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    executable(sweep / "submit", '#!/bin/sh\n[ -e open ] && basename "$PWD" && ls "$1"\n')
    (sweep / "deep").mkdir()
    monkeypatch.chdir(sweep / "deep")
    ran = heracles("run", "ablation-a", "-l", "queue")
    assert ran.exit_code == 1
    assert ran.err.splitlines()[1:] == [
        "heracles: error: ./submit failed with exit code 1",
        "  sbatch_hydra0.sh: a=1 b=x",
        "  0 of 6 launched",
        "  6 not launched, their copies stay: ../sbatch_hydra{0..5}.sh",
        f"  to go on: heracles resume {launches(sweep)[0].id}",
        "  to give up: rm ../sbatch_hydra{0..5}.sh",
    ]
    (sweep / "open").touch()
    assert heracles("resume").out == "".join(f"project\nsbatch_hydra{index}.sh\n" for index in range(6))
    assert names(sweep) == ["deep", "heracles.toml", "open", "sbatch.sh", "submit"]


@pytest.mark.once
def test_a_script_in_a_folder_below(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    (sweep / "jobs").mkdir()
    executable(sweep / "jobs" / "my 'job'.sh", SCRIPT)
    (sweep / "heracles.toml").write_text(config().replace('"sbatch.sh"', "\"jobs/my 'job'.sh\""))
    ran = heracles("run", "ablation-a", "--keep")
    assert ran.exit_code == 0
    assert launching.copies(sweep, launches(sweep)[0]) == ["my 'job'_hydra0-5.sh"]
    executable(sweep / "submit", "#!/bin/sh\nexit 1\n")
    failed = heracles("run", "ablation-a", "-l", "queue", "--again", "--limit", "2")
    assert failed.err.splitlines()[-1] == "  to give up: rm 'jobs/my '\\''job'\\''_hydra'{0..1}.sh"
    assert names(sweep / "jobs") == ["my 'job'.sh", "my 'job'_hydra0.sh", "my 'job'_hydra1.sh"]


def test_bytes_of_a_script_that_are_no_text_arrive(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    (sweep / "sbatch.sh").write_bytes(SCRIPT.encode().replace(b"\n", b"\n# caf\xe9 \xff\n", 1))
    assert heracles("run", "ablation-a", "--keep").exit_code == 0
    launch = newest(sweep).launch
    (copy,) = (sweep / ".heracles" / "launches" / launch.id / "copies").iterdir()
    assert b"\n# caf\xe9 \xff\n" in copy.read_bytes()
    assert heracles("run", "ablation-a").err == "6 completed, nothing new\n"


@pytest.mark.parametrize("name", first_on_each(["größe", "v1.2", "x" * 200]))
def test_a_sweep_may_have_any_name(name: str, heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    (sweep / "heracles.toml").write_text(config("a = [1]").replace("sweeps.ablation-a", f'sweeps."{name}"'))
    ran = heracles("run", name)
    assert ran.exit_code == 0, ran.err
    assert heracles("run", name).err == "2 completed, nothing new\n"
    assert names(sweep) == ["heracles.toml", "sbatch.sh"]
    assert names(sweep.parent) == ["project", "slurm"]
    assert heracles("resume", name).err == f"nothing of the launch {launches(sweep)[0].id} is left to launch\n"


@pytest.mark.once
def test_a_copy_that_is_in_the_way_launches_nothing(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    (sweep / "sbatch_hydra1.sh").write_text("mine")
    executable(sweep / "submit", "#!/bin/sh\ntouch called\n")
    ran = heracles("run", "ablation-a", "-l", "queue")
    assert ran.exit_code == 2
    assert ran.err.splitlines()[1:] == [
        "heracles: error: sbatch_hydra1.sh is in the way: its content is another; nothing was written",
        "  look at it, then delete it (rm sbatch_hydra1.sh) or say --overwrite",
    ]
    assert names(sweep) == ["heracles.toml", "sbatch.sh", "sbatch_hydra1.sh", "submit"]
    assert launches(sweep) == ()
    assert heracles("run", "ablation-a", "-l", "queue", "--overwrite").exit_code == 0


@pytest.mark.once
def test_ad_hoc_launches_all_each_time(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    for _ in range(2):
        ran = heracles("sbatch.sh", "-r=sbatch --qos=low", "a=1,2")
        assert ran.exit_code == 0
    assert [titles(sweep, launch) for launch in launches(sweep)] == [["a=1", "a=2"]] * 2
    assert len(slurm.jobs()) == 4
    assert heracles("run", "ablation-a").err.splitlines()[0] == f"6 products of sbatch.sh; {WHERE}"


@pytest.mark.once
def test_ad_hoc_by_a_declared_launcher(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    assert heracles("sbatch.sh", "-l", "cluster", "a=1,2").exit_code == 0
    assert [job.array for job in slurm.jobs()] == ["0-1"]
    assert "--partition=gpu" in slurm.calls("sbatch")[0]


@pytest.mark.once
def test_a_product_is_launched_of_which_one_task_was_cancelled_and_another_one_waits(
    heracles: Heracles, sweep: Path, slurm: StandIn
) -> None:
    executable(sweep / "sbatch.sh", OWN_ARRAY)
    heracles("run", "ablation-a", "--only", "a=1", "--only", "b=x")
    account(sweep, slurm, ["CANCELLED by 0|0:0|None assigned"])
    go_on(slurm, "700001", 1, "PENDING")
    assert heracles("run", "ablation-a", "--only", "a=1", "--only", "b=x").err == "1 pending, nothing new\n"
    forget(slurm, "700001")
    again = heracles("run", "ablation-a", "--only", "a=1", "--only", "b=x")
    assert again.err == f"1 unknown, nothing new{UNKNOWN}\n"
    account(sweep, slurm, ["CANCELLED by 0|0:0|None assigned"] * 2)
    assert heracles("run", "ablation-a", "--only", "a=1", "--only", "b=x").exit_code == 0
    assert len(launches(sweep)) == 2


@pytest.mark.once
def test_a_task_of_which_nobody_tells_is_unknown_among_others(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    """As one does that was cancelled alone before it began."""
    heracles("run", "ablation-a")
    (slurm.folder / "jobs" / "700001").unlink()
    tag = f"heracles:{newest(sweep).launch.id}/0.1"
    rest = f"COMPLETED|0:0|node1|2026-01-01T12:00:00|{os.getuid()}||sbatch --comment={tag} a.sh"
    (slurm.folder / "sacct").write_text("".join(f"700001_{task}|{rest}\n" for task in (0, 1, 2, 4, 5)))
    assert heracles("run", "ablation-a") == (0, "", f"5 completed, 1 unknown, nothing new{UNKNOWN}\n")
    again = heracles("run", "ablation-a", "--again", "--only", "a=2", "--only", "b=y")
    assert again.exit_code == 0
    assert titles(sweep, launches(sweep)[-1]) == ["a=2 b=y"]


@pytest.mark.once
def test_a_job_id_that_another_job_of_the_user_has_is_not_taken_for_ours(
    heracles: Heracles, sweep: Path, slurm: StandIn
) -> None:
    """As it is after a crash of the controller, which forgets its newest jobs and gives their ids again."""
    heracles("run", "ablation-a")
    job = slurm.folder / "jobs" / "700001"
    job.write_text("6|700001|0-5|FAILED|1|another job\n")
    (slurm.folder / "sacct").write_text(
        "".join(f"700001_{task}|FAILED|1:0|node1|2126-01-01T12:00:00|{os.getuid()}||sbatch a.sh\n" for task in range(6))
    )
    assert heracles("run", "ablation-a").err == f"6 unknown, nothing new{UNKNOWN}\n"


def test_nothing_is_launched_beside_a_launch_that_cannot_be_read(
    heracles: Heracles, sweep: Path, slurm: StandIn
) -> None:
    heracles("run", "ablation-a")
    (launch,) = (sweep / ".heracles" / "launches").iterdir()
    launch.rename(sweep / "away")
    launch.symlink_to(launch)  # leads nowhere, as what a colleague's umask hides
    ran = heracles("run", "ablation-a")
    assert ran.exit_code == 1
    assert ran.err.splitlines() == [
        f"heracles: error: the ledger cannot be used: {launch}/launch.json: Too many levels of symbolic links",
        "  see to it that you may read all of the ledger, then go on",
    ]
    assert [job.id for job in slurm.jobs()] == ["700001"]
