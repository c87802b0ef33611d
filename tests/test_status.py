"""``heracles status``: what a user reads of the launches of a project, and of the products of one."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from heracles.launchers.base import Tag, TaskState
from heracles.ledger.finals import keep
from tests import waiting

from . import launching
from .launching import OWN_ARRAY, config, executable, launches
from .operating import SQUEUE_FAILS, account, break_squeue, forget, go_on, put, timeless

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Heracles
    from .stand_in import StandIn

ONE_OF_EACH = (
    "COMPLETED|0:0|node1",
    "FAILED|3:0|node1",
    "TIMEOUT|0:0|node1",
    "CANCELLED by 0|0:0|node1",
    "OUT_OF_MEMORY|0:125|node1",
    "NODE_FAIL|1:0|node1",
)
GRID = [
    "   b",
    "a  x     y",
]


@pytest.fixture
def slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    monkeypatch.setenv("STAND_IN_RELEASED", "RUNNING")
    slurm = launching.put_in_place(tmp_path / "slurm", monkeypatch)
    monkeypatch.setenv("STAND_IN_RELEASED", "RUNNING")
    return slurm


@pytest.fixture
def sweep(folder: Path, slurm: StandIn) -> Path:
    """A project with a sweep of six products, which are one array, in which the test stands."""
    launching.make_project(folder, config())
    return folder


def read(heracles: Heracles, *words: str) -> list[str]:
    ran = heracles("status", *words)
    assert (ran.exit_code, ran.err) == (0, "")
    return timeless(ran.out)


def states(heracles: Heracles, *words: str) -> list[str]:
    ran = heracles("status", "--json", *words)
    assert ran.exit_code == 0
    return [json.loads(line)["state"] for line in ran.out.splitlines()]


def test_a_sweep_that_runs(heracles: Heracles, sweep: Path) -> None:
    heracles("run", "ablation-a")
    assert read(heracles, "ablation-a") == [
        "ablation-a, launch LAUNCH",
        "   b",
        "a  x    y",
        "1  run  run",
        "2  run  run",
        "3  run  run",
        "",
        "run running",
        "",
        "6 products  [==============================]  6 running",
        "launched MOMENT, N s ago",
    ]


@pytest.mark.once
def test_tasks_that_ended_in_every_way(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    forget(slurm, "700001")
    account(sweep, slurm, ONE_OF_EACH)
    ran = heracles("status", "ablation-a")
    assert timeless(ran.out) == [
        "ablation-a, launch LAUNCH",
        "   b",
        "a  x     y",
        "1  ok    FAIL",
        "2  TIME  CANC",
        "3  OOM   NODE",
        "",
        "ok completed   CANC cancelled   NODE lost to a failed node   TIME timed out",
        "OOM out of memory   FAIL failed",
        "",
        "6 products  [#####CCCCCNNNNNTTTTTMMMMMFFFFF]",
        "  1 completed, 1 cancelled, 1 lost to a failed node, 1 timed out,",
        "  1 out of memory, 1 failed",
        "launched MOMENT, N s ago",
    ]
    assert ran.err == "Failed ones: heracles retry ablation-a\n"


@pytest.mark.once
def test_what_ended_stays_known_when_the_scheduler_has_forgotten_it(
    heracles: Heracles, sweep: Path, slurm: StandIn
) -> None:
    heracles("run", "ablation-a")
    forget(slurm, "700001")
    account(sweep, slurm, ONE_OF_EACH)
    told = heracles("status", "ablation-a").out
    (slurm.folder / "sacct").unlink()
    assert timeless(heracles("status", "ablation-a").out) == timeless(told)


@pytest.mark.once
def test_what_nobody_tells_of_is_unknown(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    forget(slurm, "700001")
    account(sweep, slurm, ("COMPLETED|0:0|node1", "", "RUNNING|0:0|node1"))
    assert states(heracles, "ablation-a") == ["completed"] + ["unknown"] * 5
    assert heracles("status", "ablation-a").err == (
        "Nobody tells of unknown ones; any that never began: heracles run ablation-a --again --only KEY=VALUE\n"
    )


@pytest.mark.once
def test_the_queue_counts_more_than_the_accounting(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    """A job that was requeued has ended before, and has not ended now, even if that end was seen."""
    heracles("run", "ablation-a")
    (slurm.folder / "untold").write_text("1")
    account(sweep, slurm, ["FAILED|1:0|node1"] * 6)
    assert set(states(heracles, "ablation-a")) == {"running"}
    job = (slurm.folder / "jobs" / "700001").read_text()
    forget(slurm, "700001")
    assert set(states(heracles, "ablation-a")) == {"failed"}
    (slurm.folder / "jobs" / "700001").write_text(job)
    assert set(states(heracles, "ablation-a")) == {"running"}


def asked(slurm: StandIn) -> list[str]:
    """The programs of Slurm that were called, since this was asked last."""
    calls = slurm.folder / "calls"
    lines = calls.read_text().splitlines()
    calls.write_text("")
    return [line.split()[0] for line in lines]


@pytest.mark.once
def test_once_all_is_settled_nobody_is_asked_again(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    account(sweep, slurm, ONE_OF_EACH)
    forget(slurm, "700001")
    asked(slurm)
    told = states(heracles, "ablation-a")
    assert asked(slurm) == ["squeue", "sdiag", "sacct"]
    assert states(heracles, "ablation-a") == told
    heracles("status")
    assert asked(slurm) == []


@pytest.mark.once
@pytest.mark.parametrize("untold", ["1", "250", "many", ""])
def test_an_end_that_the_accounting_may_have_to_take_back_is_not_settled(
    untold: str, heracles: Heracles, sweep: Path, slurm: StandIn
) -> None:
    """A job that failed was requeued and ended well, which the accounting hears of late."""
    heracles("run", "ablation-a")
    forget(slurm, "700001")
    (slurm.folder / "untold").write_text(f"{untold}\n")
    account(sweep, slurm, ["FAILED|1:0|node1"] * 6)
    assert set(states(heracles, "ablation-a")) == {"failed"}
    (slurm.folder / "untold").write_text("0\n")
    account(sweep, slurm, ["COMPLETED|0:0|node1"] * 6)
    assert set(states(heracles, "ablation-a")) == {"completed"}
    asked(slurm)
    assert set(states(heracles, "ablation-a")) == {"completed"}
    assert asked(slurm) == []


@pytest.mark.once
def test_what_another_user_sees_of_an_end_does_not_hide_that_the_job_was_requeued(
    heracles: Heracles, sweep: Path, slurm: StandIn
) -> None:
    """Whoever did not launch the job is not told of it by squeue, while its user may requeue it still."""
    heracles("run", "ablation-a")
    jobs = slurm.folder / "jobs"
    jobs.rename(slurm.folder / "jobs-of-the-other")
    account(sweep, slurm, ["FAILED|1:0|node1"] * 6)
    told = slurm.folder / "sacct"
    told.write_text(told.read_text().replace(f"|{os.getuid()}|", f"|{os.getuid() + 1}|"))
    assert set(states(heracles, "ablation-a")) == {"failed"}
    (slurm.folder / "jobs-of-the-other").rename(jobs)
    put(slurm, "700001", "RUNNING")
    assert set(states(heracles, "ablation-a")) == {"running"}


@pytest.mark.once
def test_a_sweep_is_meant_where_a_file_is_called_as_it_is(heracles: Heracles, sweep: Path) -> None:
    (sweep / "ablation-a").write_text((sweep / "sbatch.sh").read_text())
    assert states(heracles, "ablation-a") == ["waiting"] * 6
    heracles("run", "ablation-a")
    assert states(heracles, "ablation-a") == ["running"] * 6
    assert heracles("resume", "ablation-a").exit_code == 0
    assert heracles("status", "./ablation-a").err.startswith("heracles: error: there is no launch of ./ablation-a\n")
    heracles("./ablation-a", "-l", "slurm", "a=1,2")
    assert states(heracles, "./ablation-a") == ["running"] * 2
    assert states(heracles, "ablation-a") == ["running"] * 6


@pytest.mark.once
def test_without_the_accounting_nothing_is_settled(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    forget(slurm, "700001")
    asked(slurm)
    for _ in range(2):
        assert set(states(heracles, "ablation-a")) == {"unknown"}
        assert asked(slurm) == ["squeue", "sdiag", "sacct"]


@pytest.mark.once
def test_only_jobs_that_are_not_settled_are_asked_about(
    heracles: Heracles, sweep: Path, slurm: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STAND_IN_MAX_ARRAY_SIZE", "3")
    heracles("run", "ablation-a")
    account(sweep, slurm, ONE_OF_EACH[:3])
    forget(slurm, "700001")
    underway = ["completed", "failed", "timeout", "running", "running", "running"]
    asked(slurm)
    assert states(heracles, "ablation-a") == underway
    assert "--jobs=700001,700002" in slurm.calls("sacct")[-1].split()
    asked(slurm)
    assert states(heracles, "ablation-a") == underway
    assert asked(slurm) == ["squeue"]
    forget(slurm, "700002")
    assert states(heracles, "ablation-a") == [*underway[:3], "unknown", "unknown", "unknown"]
    assert "--jobs=700002" in slurm.calls("sacct")[-1].split()


@pytest.mark.once
def test_failed_ones_and_those_with_a_value(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    forget(slurm, "700001")
    account(sweep, slurm, ONE_OF_EACH)
    assert timeless(heracles("status", "ablation-a", "--failed").out) == [
        "ablation-a, launch LAUNCH",
        "1  FAIL  exit 3      a=1 b=y",
        "2  TIME              a=2 b=x",
        "4  OOM   signal 125  a=3 b=x",
        "5  NODE  exit 1      a=3 b=y",
        "",
        "4 products  [NNNNNNNNTTTTTTTTMMMMMMMFFFFFFF]",
        "  1 lost to a failed node, 1 timed out, 1 out of memory, 1 failed",
        "launched MOMENT, N s ago",
    ]
    assert timeless(heracles("status", "ablation-a", "--failed", "--only", "b=y").out)[1:3] == [
        "1  FAIL  exit 3  a=1",
        "5  NODE  exit 1  a=3",
    ]
    assert states(heracles, "--only", "a=2") == ["timeout", "cancelled"]
    ran = heracles("status", "ablation-a", "--only", "c=2")
    assert (ran.exit_code, ran.err) == (
        2,
        "heracles: error: no product has a key c\n  --only 1: c=2\n            ^\n  their keys: a, b\n",
    )


@pytest.mark.once
def test_none_has_failed(heracles: Heracles, sweep: Path) -> None:
    heracles("run", "ablation-a")
    ran = heracles("status", "--failed")
    assert (ran.exit_code, ran.out, ran.err) == (0, "", "no product has failed\n")
    assert heracles("status", "--failed", "--only", "a=1").err == "no product of those with a=1 has failed\n"


def test_json(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    forget(slurm, "700001")
    account(sweep, slurm, ONE_OF_EACH)
    ran = heracles("status", "ablation-a", "--json")
    first, second, *_ = map(json.loads, ran.out.splitlines())
    assert first.pop("id") == "c83dc26b8b1989e8"
    assert first == {
        "index": 0,
        "overrides": ["a=1", "b=x"],
        "values": {"a": 1, "b": "x"},
        "state": "completed",
        "job": "700001",
        "task": 0,
        "exit_code": 0,
        "launch": launches(sweep)[0].id,
        "reason": "",
        "done": 1,
        "total": 1,
        "requeued": False,
        "declared": True,
    }
    assert (second["state"], second["exit_code"], second["done"]) == ("failed", 3, 0)


@pytest.mark.once
def test_a_sweep_that_was_never_launched(heracles: Heracles, sweep: Path) -> None:
    assert read(heracles, "ablation-a")[-4:] == [
        "wait waiting",
        "",
        "6 products  [------------------------------]  6 waiting",
        "never launched",
    ]
    (line, *_) = heracles("status", "ablation-a", "--json").out.splitlines()
    told = json.loads(line)
    assert (told["state"], told["job"], told["task"], told["launch"]) == ("waiting", None, None, None)


@pytest.mark.once
def test_a_sweep_that_was_declared_anew(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    """Products keep their states under new indices; new ones wait, and old ones stand apart."""
    heracles("run", "ablation-a")
    put(slurm, "700001", "COMPLETED")
    (sweep / "heracles.toml").write_text(config("a = [0, 2, 3]"))
    assert read(heracles, "ablation-a") == [
        "ablation-a, launch LAUNCH",
        "   b",
        "a  x     y",
        "0  wait  wait",
        "2  ok    ok",
        "3  ok    ok",
        "",
        "launched, but no longer declared: 2 products",
        "b",
        "x  ok",
        "y  ok",
        "",
        "ok completed   wait waiting",
        "",
        "8 products  [#######################-------]  6 completed, 2 waiting",
        "launched MOMENT, N s ago",
    ]
    told = [json.loads(line) for line in heracles("status", "ablation-a", "--json").out.splitlines()]
    assert [(each["index"], each["values"]["a"], each["declared"]) for each in told] == [
        (0, 0, True), (1, 0, True), (2, 2, True), (3, 2, True), (4, 3, True), (5, 3, True),
        (6, 1, False), (7, 1, False),
    ]  # fmt: skip
    for verb, place in (("show", 0), ("logs", 0)):
        assert heracles(verb, "ablation-a", "7", "--json").out.splitlines()[place].startswith('{"index": 7, "id": ')
    assert heracles("logs", "ablation-a", "0").err.startswith("heracles: error: product 0 is not launched yet\n")


@pytest.mark.once
def test_accounting_that_takes_128_off_exit_codes(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    (launch,) = launches(sweep)
    keep(str(sweep / ".heracles"), launch.id, [TaskState(Tag(launch.id, 0, 1), 0, "failed", 139)])
    forget(slurm, "700001")
    account(sweep, slurm, ["FAILED|11:0|node1", *["TIMEOUT|0:15|node1"] * 5])
    assert heracles("status", "ablation-a", "--only", "a=1").out.splitlines()[1:3] == [
        "0  FAIL  exit 139  b=x",
        "1  TIME            b=y",
    ]


@pytest.mark.once
def test_a_script_that_was_launched_ad_hoc_is_shown_with_its_retries(
    heracles: Heracles, sweep: Path, slurm: StandIn
) -> None:
    heracles("sbatch.sh", "-r=sbatch", "a=1,2")
    put(slurm, "700001", "FAILED")
    put(slurm, "700002", "COMPLETED")
    heracles("retry", "sbatch.sh")
    assert read(heracles, "sbatch.sh")[:4] == ["sbatch.sh, 2 launches, the newest LAUNCH", "a", "1  run", "2  ok"]
    first, second = launches(sweep)
    assert states(heracles, first.id) == ["failed", "completed"]
    assert states(heracles, second.id) == ["running"]


@pytest.mark.once
def test_a_target_that_is_not_there(heracles: Heracles, sweep: Path) -> None:
    what = "heracles: error: there is no sweep, script or launch"
    assert heracles("status", "ablatoin-a").err == f"{what} ablatoin-a\n  did you mean ablation-a?\n"
    lists = "`heracles status` lists the launches, `heracles list` the sweeps"
    assert heracles("logs", "nothing").err == f"{what} nothing\n  {lists}\n"


@pytest.mark.once
def test_the_last_launch_of_a_product_counts(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a", "--only", "a=1,2")
    put(slurm, "700001", "FAILED")
    heracles("run", "ablation-a", "--again", "--only", "a=2,3")
    assert timeless(heracles("status", "ablation-a").out)[:6] == [
        "ablation-a, 2 launches, the newest LAUNCH",
        *GRID,
        "1  FAIL  FAIL",
        "2  run   run",
        "3  run   run",
    ]
    assert states(heracles, launches(sweep)[0].id) == ["failed"] * 4


@pytest.mark.once
def test_one_that_was_cancelled_before_it_began(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    """It is cancelled as long as no later launch has it, and hides no earlier end."""
    heracles("run", "ablation-a", "--only", "a=1")
    put(slurm, "700001", "COMPLETED")
    heracles("run", "ablation-a", "--again", "--only", "a=1,2")
    put(slurm, "700002", "CANCELLED")
    assert states(heracles, "ablation-a") == ["completed"] * 2 + ["cancelled"] * 2 + ["waiting"] * 2


@pytest.mark.once
def test_a_queue_that_does_not_answer(
    heracles: Heracles, sweep: Path, slurm: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    heracles("run", "ablation-a", "--only", "a=1")
    put(slurm, "700001", "COMPLETED")
    heracles("run", "ablation-a")
    away = break_squeue(slurm, monkeypatch)
    ran = heracles("status", "ablation-a")
    assert ran.exit_code == 0
    assert timeless(ran.out)[1:6] == ["   b", "a  x   y", "1  ok  ok", "2  ?   ?", "3  ?   ?"]
    warning = f"heracles: warning: {SQUEUE_FAILS}; what is shown was known MOMENT"
    assert timeless(ran.err) == [warning]
    assert timeless(heracles("status").err) == [warning]
    away.unlink()
    assert states(heracles, "ablation-a") == ["completed"] * 2 + ["running"] * 4


@pytest.mark.once
def test_nobody_needs_a_queue_for_what_is_over(
    heracles: Heracles, sweep: Path, slurm: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    heracles("run", "ablation-a")
    put(slurm, "700001", "COMPLETED")
    heracles("status")
    break_squeue(slurm, monkeypatch)
    assert read(heracles)[1].endswith("   6")
    assert read(heracles, "ablation-a")[-2].endswith("6 completed")


@pytest.mark.once
def test_an_overview_shows_what_was_requeued_or_failed_since(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    """What has ended in the queue may be run again, and so may the rest of a product of which a task was cancelled."""
    heracles("run", "ablation-a")
    put(slurm, "700001", "FAILED")
    assert states_of_launches(heracles) == [{"failed": 6}]
    put(slurm, "700001", "RUNNING")
    assert states_of_launches(heracles) == [{"running": 6}]
    put(slurm, "700001", "COMPLETED")
    executable(sweep / "sbatch.sh", OWN_ARRAY)
    heracles("run", "ablation-a", "--again", "--only", "a=1", "--only", "b=x")
    account(sweep, slurm, ["", "CANCELLED|0:0|node1"], job="700002")
    go_on(slurm, "700002", 0, "RUNNING")
    assert states_of_launches(heracles) == [{"completed": 6}, {"cancelled": 1}]
    go_on(slurm, "700002", 0, "FAILED")
    assert states_of_launches(heracles) == [{"completed": 6}, {"failed": 1}]


def states_of_launches(heracles: Heracles) -> list[dict[str, int]]:
    return [json.loads(line)["states"] for line in heracles("status", "--json").out.splitlines()]


def test_an_overview_asks_once(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a", "--only", "a=1")
    put(slurm, "700001", "COMPLETED")
    heracles("run", "ablation-a")
    heracles("sbatch.sh", "-l", "slurm", "c=1,2,3")
    heracles("sbatch.sh", "-r=true", "c=1")
    squeue, sacct = (len(slurm.calls(program)) for program in ("squeue", "sacct"))
    assert read(heracles) == [
        "            launched          all                                    ok  run  ?",
        "ablation-a  MOMENT    2  [##############################]   2",
        "ablation-a  MOMENT    4  [==============================]        4",
        "sbatch.sh   MOMENT    3  [==============================]        3",
        "sbatch.sh   MOMENT    1  [??????????????????????????????]           1",
        "",
        "ok completed   run running   ? unknown",
    ]
    assert [len(slurm.calls(program)) for program in ("squeue", "sacct")] == [squeue + 1, sacct]
    told = [json.loads(line) for line in heracles("status", "--json").out.splitlines()]
    assert [(each["sweep"], each["script"], each["products"], each["states"]) for each in told] == [
        ("ablation-a", "sbatch.sh", 2, {"completed": 2}),
        ("ablation-a", "sbatch.sh", 4, {"running": 4}),
        (None, "sbatch.sh", 3, {"running": 3}),
        (None, "sbatch.sh", 1, {"unknown": 1}),
    ]
    assert [each["launch"] for each in told] == [launch.id for launch in launches(sweep)]


def test_an_overview_of_nothing(heracles: Heracles, folder: Path) -> None:
    ran = heracles("status")
    assert (ran.exit_code, ran.out) == (0, "")
    assert ran.err == "nothing has been launched here; heracles run NAME, or heracles SCRIPT -r=CMD, begins a launch\n"
    assert not (folder / ".heracles").exists()


@pytest.mark.once
def test_jobs_of_a_command_are_unknown(heracles: Heracles, sweep: Path) -> None:
    heracles("sbatch.sh", "-r=true", "c=1,2")
    ran = heracles("status", "sbatch.sh")
    assert timeless(ran.out) == [
        "sbatch.sh, launch LAUNCH",
        "c",
        "1  ?",
        "2  ?",
        "",
        "? unknown",
        "",
        "2 products  [??????????????????????????????]  2 unknown",
        "launched MOMENT, N s ago",
    ]
    assert ran.err == "what became of jobs of `true` nobody can tell here\n"


def test_a_local_launch(heracles: Heracles, sweep: Path) -> None:
    executable(sweep / "sbatch.sh", '#!/bin/bash\n[[ $HERACLES_INDEX != 1 ]] || exit 3\n./app "$@" || true\n')
    heracles("sbatch.sh", "-l", "local", "c=1,2")
    ran = heracles("status", "--failed")
    assert timeless(ran.out)[1:3] == ["1  FAIL  exit 3  c=2", ""]
    assert states(heracles, "sbatch.sh") == ["completed", "failed"]


@pytest.mark.once
def test_a_local_launch_that_was_broken_off(heracles: Heracles, sweep: Path) -> None:
    text = '#!/bin/bash\n[ $HERACLES_INDEX = 0 ] || { touch "began.$HERACLES_INDEX"; sleep 60; }\n./app "$@" || true\n'
    executable(sweep / "sbatch.sh", text)
    running = launching.started(sweep, "sbatch.sh", "-l", "here", "c=1,2,3,4")
    waiting.wait_for(sweep / "began.2")
    assert states(heracles, "sbatch.sh") == ["completed", "running", "running", "waiting"]
    running.terminate()
    running.communicate(timeout=waiting.PATIENCE_SECONDS)
    ran = heracles("status", "sbatch.sh")
    assert timeless(ran.out)[-2] == "4 products  [#######-------CCCCCCCCCCCCCCC]  1 completed, 1 waiting, 2 cancelled"
    assert timeless(ran.err)[0] == "not launched yet: 3; heracles resume LAUNCH goes on"
