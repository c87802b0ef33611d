"""The local launcher: nothing runs twice at once, nothing that ended is run again, nothing is forgotten."""

from __future__ import annotations

import json
import os
import signal
from typing import TYPE_CHECKING

import pytest

from heracles import ledger
from heracles.ledger import Ended, Started
from tests import waiting
from tests.waiting import wait_for

from . import launching
from .launching import executable, launches, names, newest, titles

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

    from .conftest import Heracles

CONFIG = """\
default_launcher = "here"
[launchers.here]
kind = "local"
workers = 2
[sweeps.ablation-a]
script = "job.sh"
axes = { a = [1, 2, 3, 4] }
"""
JOB = '#!/bin/bash\necho "ran $HERACLES_INDEX" >> ran\n./app "$@"\n'
APP = '#!/bin/bash\necho "got $*"\n'
WAITING_APP = """\
#!/bin/bash
echo $$ > "part.$HERACLES_INDEX"
mv "part.$HERACLES_INDEX" "began.$HERACLES_INDEX"
until [ -e "go.$HERACLES_INDEX" ]; do sleep 0.01; done
exit "$(cat "go.$HERACLES_INDEX")"
"""


@pytest.fixture
def sweep(folder: Path) -> Iterator[Path]:
    """A project with four products that run here, in which the test stands; nothing of it runs on."""
    (folder / "heracles.toml").write_text(CONFIG)
    executable(folder / "job.sh", JOB)
    executable(folder / "app", APP)
    yield folder
    for began in folder.glob("began.*"):
        if not (folder / began.name.replace("began", "go")).exists():
            kill_group(int(began.read_text()))


def kill_group(pid: int) -> None:
    """Kills a run with all that belongs to it; it leads no group itself, its keeper does."""
    try:
        group = os.getpgid(pid)
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
    keeper = ledger.Process(ledger.host(), group, "")
    waiting.wait_until(lambda: not ledger.group_runs(keeper))


def killed_in_mid_launch(sweep: Path) -> subprocess.Popen[str]:
    """heracles, killed while the first two products run on."""
    executable(sweep / "app", WAITING_APP)
    running = launching.started(sweep, "run", "ablation-a")
    for index in (0, 1):
        wait_for(sweep / f"began.{index}")
    running.kill()
    running.communicate()
    return running


def in_ledger(sweep: Path, number: int) -> tuple[str, str]:
    """Where the ledger is, and the name of one of its launches, counted from the oldest."""
    return str(sweep / ".heracles"), launches(sweep)[number].id


def let_end(sweep: Path, index: int, code: int) -> None:
    """Lets a run end, and waits until it has."""
    pid = int((sweep / f"began.{index}").read_text())
    (sweep / "part").write_text(f"{code}\n")
    (sweep / "part").rename(sweep / f"go.{index}")
    keeper = [entry.process.pid for entry in ledger.read(*in_ledger(sweep, 0)).entries if isinstance(entry, Started)][
        index
    ]
    both = [ledger.Process(ledger.host(), each, "") for each in (pid, keeper)]
    waiting.wait_until(lambda: not any(map(ledger.runs, both)))


def ran(sweep: Path) -> list[str]:
    """The indices of what ran, as often as it did."""
    return sorted(line.split()[1] for line in (sweep / "ran").read_text().splitlines())


def test_a_sweep_runs_here(heracles: Heracles, sweep: Path) -> None:
    first = heracles("run", "ablation-a")
    launch = launches(sweep)[0]
    assert first.exit_code == 0
    assert sorted(first.out.splitlines()) == [f"a={number} {'.' * 69} Passed" for number in (1, 2, 3, 4)]
    assert first.err.splitlines() == [
        '4 products of job.sh; overrides go in as "$@" at job.sh:3  ./app "$@"',
        f"4 passed; output: .heracles/launches/{launch.id}/logs/",
    ]
    assert (sweep / ".heracles" / "launches" / launch.id / "logs" / "2.log").read_text() == "got a=3\n"
    assert heracles("run", "ablation-a") == (0, "", "4 completed, nothing new\n")
    assert ran(sweep) == ["0", "1", "2", "3"]
    assert names(sweep) == ["app", "heracles.toml", "job.sh", "ran"]


def test_failed_runs_are_told_and_not_repeated(heracles: Heracles, sweep: Path) -> None:
    executable(sweep / "job.sh", JOB.replace("./app", "[ $HERACLES_INDEX != 3 ] || kill -9 $$; ./app"))
    executable(sweep / "app", "#!/bin/bash\n[ $HERACLES_INDEX != 1 ] || exit 3\n")
    first = heracles("run", "ablation-a")
    logs = f".heracles/launches/{launches(sweep)[0].id}/logs"
    assert first.exit_code == 1
    assert sorted(first.out.splitlines()) == [
        f"a=1 {'.' * 69} Passed",
        f"a=2 {'.' * 69} Failed",
        f"a=3 {'.' * 69} Passed",
        f"a=4 {'.' * 69} Failed",
    ]
    assert sorted(first.err.splitlines()[1:]) == [
        f"- failed with exit code 3; output: {logs}/1.log",
        f"- was killed by SIGKILL; output: {logs}/3.log",
        f"2 passed, 2 failed; output: {logs}/",
    ]
    assert heracles("run", "ablation-a") == (
        0, "", "2 completed, 2 failed, nothing new. Failed ones: heracles retry ablation-a\n",
    )  # fmt: skip
    assert ran(sweep) == ["0", "1", "2", "3"]


@pytest.mark.once
def test_json_lines(heracles: Heracles, sweep: Path) -> None:
    executable(sweep / "app", "#!/bin/bash\necho noise\n[ $HERACLES_INDEX != 1 ] || exit 3\n")
    first = heracles("run", "ablation-a", "--json", "--limit", "2")
    launch = launches(sweep)[0].id
    lines = sorted((json.loads(line) for line in first.out.splitlines()), key=lambda line: int(line["index"]))
    assert first.exit_code == 1
    assert [line.pop("id") for line in lines] == [
        json.loads(line)["id"] for line in heracles("show", "ablation-a", "--json", "--limit", "2").out.splitlines()
    ]
    logs = f".heracles/launches/{launch}/logs"
    assert lines == [
        {
            "index": index, "overrides": [f"a={index + 1}"], "values": {"a": index + 1}, "launch": launch,
            "state": state, "exit_code": code, "log": f"{logs}/{index}.log",
        }
        for index, state, code in ((0, "completed", 0), (1, "failed", 3))
    ]  # fmt: skip


@pytest.mark.once
def test_a_new_value_runs_alone(heracles: Heracles, sweep: Path) -> None:
    heracles("run", "ablation-a")
    heracles("run", "ablation-a", "a=4,5")
    assert titles(sweep, launches(sweep)[1]) == ["a=5"]
    assert len(ran(sweep)) == 5


@pytest.mark.once
def test_a_new_value_runs_though_earlier_runs_failed(heracles: Heracles, sweep: Path) -> None:
    executable(sweep / "app", "#!/bin/bash\n[ $HERACLES_INDEX != 1 ] || exit 3\n")
    assert heracles("run", "ablation-a").exit_code == 1
    second = heracles("run", "ablation-a", "a=1,2,3,4,5")
    assert (second.exit_code, second.out) == (0, f"a=5 {'.' * 69} Passed\n")
    assert second.err.splitlines()[0] == (
        "launched before: 3 completed, 1 failed. Failed ones: heracles retry ablation-a"
    )
    assert titles(sweep, launches(sweep)[1]) == ["a=5"]
    assert ran(sweep) == ["0", "1", "2", "3", "4"]


def test_what_still_runs_after_a_kill_is_left_alone_and_told(heracles: Heracles, sweep: Path) -> None:
    killed_in_mid_launch(sweep)
    pids = [entry.process.pid for entry in newest(sweep).entries if isinstance(entry, Started)]
    for index in (2, 3):
        (sweep / f"go.{index}").write_text("0\n")
    second = heracles("run", "ablation-a")
    assert second.exit_code == 0
    assert second.err.splitlines() == [
        f"going on with the launch {launches(sweep)[0].id}",
        *(
            f"heracles: warning: a={number} still runs, as process {pid} on {ledger.host()}; it is left alone"
            for number, pid in zip((1, 2), pids)
        ),
        f"2 passed; output: .heracles/launches/{launches(sweep)[0].id}/logs/",
        "2 completed, 2 running, nothing new",
    ]
    assert ran(sweep) == ["0", "1", "2", "3"]
    let_end(sweep, 0, 0)
    let_end(sweep, 1, 4)
    third = heracles("run", "ablation-a")
    assert third.err.splitlines()[-1] == ("3 completed, 1 failed, nothing new. Failed ones: heracles retry ablation-a")
    assert [entry.exit_code for entry in newest(sweep).entries if isinstance(entry, Ended)][2:] == [0, 4]
    assert ran(sweep) == ["0", "1", "2", "3"]
    assert not list(sweep.glob("job_hydra*"))


@pytest.mark.once
def test_what_ended_after_a_kill_is_recorded_and_not_repeated(heracles: Heracles, sweep: Path) -> None:
    killed_in_mid_launch(sweep)
    let_end(sweep, 0, 0)
    let_end(sweep, 1, 5)
    executable(sweep / "app", APP)
    second = heracles("run", "ablation-a")
    assert [(entry.copy, entry.exit_code) for entry in newest(sweep).entries if isinstance(entry, Ended)][:2] == [
        (0, 0), (1, 5),
    ]  # fmt: skip
    assert second.err.splitlines() == [
        f"going on with the launch {launches(sweep)[0].id}",
        "heracles: warning: a=2 failed with exit code 5 meanwhile",
        f"2 passed; output: .heracles/launches/{launches(sweep)[0].id}/logs/",
        "3 completed, 1 failed, nothing new. Failed ones: heracles retry ablation-a",
    ]
    assert ran(sweep) == ["0", "1", "2", "3"]
    assert not list(sweep.glob("job_hydra*"))


@pytest.mark.once
def test_what_was_broken_off_runs_again(heracles: Heracles, sweep: Path) -> None:
    killed_in_mid_launch(sweep)
    for index in (0, 1):
        kill_group(int((sweep / f"began.{index}").read_text()))
    executable(sweep / "app", APP)
    second = heracles("run", "ablation-a")
    assert second.exit_code == 0
    assert second.err.splitlines()[1:] == [
        f"4 passed; output: .heracles/launches/{newest(sweep).launch.id}/logs/",
        "4 completed, nothing new",
    ]
    assert ran(sweep) == ["0", "0", "1", "1", "2", "3"]
    logs = sweep / ".heracles" / "launches" / newest(sweep).launch.id / "logs"
    assert names(logs) == ["0.2.log", "0.log", "1.2.log", "1.log", "2.log", "3.log"]
    assert heracles("run", "ablation-a").err == "4 completed, nothing new\n"


@pytest.mark.once
def test_what_was_broken_off_and_changed_since_is_launched_as_it_is_now(heracles: Heracles, sweep: Path) -> None:
    killed_in_mid_launch(sweep)
    let_end(sweep, 0, 0)
    kill_group(int((sweep / "began.1").read_text()))
    executable(sweep / "app", APP)
    executable(sweep / "job.sh", JOB + "# changed\n")
    assert heracles("run", "ablation-a").exit_code == 2
    second = heracles("run", "ablation-a", "--keep-going")
    assert second.exit_code == 0
    assert second.err.splitlines()[0] == (
        f"closing the launch {launches(sweep)[0].id}: since it began, job.sh has changed"
    )
    assert titles(sweep, launches(sweep)[1]) == ["a=2", "a=3", "a=4"]
    assert heracles("run", "ablation-a").err == "4 completed, nothing new\n"
    assert not list(sweep.glob("job_hydra*"))


@pytest.mark.once
def test_what_runs_on_while_its_sweep_changes_is_not_doubled(heracles: Heracles, sweep: Path) -> None:
    killed_in_mid_launch(sweep)
    let_end(sweep, 1, 0)
    executable(sweep / "job.sh", JOB + "# changed\n")
    for index in (2, 3):
        (sweep / f"go.{index}").write_text("0\n")
    second = heracles("run", "ablation-a", "--keep-going")
    (pid, _) = (entry.process.pid for entry in ledger.read(*in_ledger(sweep, 0)).entries if isinstance(entry, Started))
    still_runs = f"heracles: warning: a=1 still runs, as process {pid} on {ledger.host()}; it is left alone"
    assert second.err.splitlines()[:2] == [
        f"closing the launch {launches(sweep)[0].id}: since it began, job.sh has changed",
        still_runs,
    ]
    assert titles(sweep, launches(sweep)[1]) == ["a=3", "a=4"]
    assert heracles("run", "ablation-a").err.splitlines() == [still_runs, "3 completed, 1 running, nothing new"]
    let_end(sweep, 0, 0)
    assert heracles("run", "ablation-a").err == "4 completed, nothing new\n"
    assert not list(sweep.glob("job_hydra*"))


@pytest.mark.once
def test_a_launch_that_was_interrupted_goes_on(heracles: Heracles, sweep: Path) -> None:
    executable(sweep / "app", WAITING_APP)
    running = launching.started(sweep, "run", "ablation-a")
    wait_for(sweep / "began.0")
    (sweep / "go.0").write_text("0\n")
    wait_for(sweep / "began.2")
    os.killpg(running.pid, signal.SIGINT)
    out, errors = running.communicate(timeout=waiting.PATIENCE_SECONDS)
    launch = launches(sweep)[0].id
    assert running.returncode == 130
    assert out == f"a=1 {'.' * 69} Passed\n"
    assert errors.splitlines()[1:] == [
        "heracles: error: interrupted",
        "  1 of 4 ran to their end",
        "  3 did not, their copies stay: job_hydra{1..3}.sh",
        f"  to go on: heracles resume {launch}",
        "  to give up: rm job_hydra{1..3}.sh",
    ]
    executable(sweep / "app", APP)
    second = heracles("resume")
    assert second.exit_code == 0
    assert second.err == f"3 passed; output: .heracles/launches/{launch}/logs/\n"
    assert ran(sweep) == ["0", "1", "1", "2", "2", "3"]
    assert not list(sweep.glob("job_hydra*"))


@pytest.mark.once
def test_an_ad_hoc_launch_is_resumed(heracles: Heracles, sweep: Path) -> None:
    executable(sweep / "app", WAITING_APP)
    running = launching.started(sweep, "job.sh", "-l", "here", "a=1,2,3")
    for index in (0, 1):
        wait_for(sweep / f"began.{index}")
    running.kill()
    running.communicate()
    let_end(sweep, 0, 0)
    kill_group(int((sweep / "began.1").read_text()))
    executable(sweep / "app", APP)
    second = heracles("resume", "job.sh")
    assert second == (0, second.out, f"2 passed; output: .heracles/launches/{launches(sweep)[0].id}/logs/\n")
    assert ran(sweep) == ["0", "1", "1", "2"]
    assert heracles("resume").err == f"nothing of the launch {launches(sweep)[0].id} is left to launch\n"
    assert not list(sweep.glob("job_hydra*"))


@pytest.mark.once
def test_a_run_whose_beginning_was_not_wholly_recorded_never_began(heracles: Heracles, sweep: Path) -> None:
    heracles("run", "ablation-a", "--limit", "1")
    journal = sweep / ".heracles" / "launches" / launches(sweep)[0].id / "journal.jsonl"
    journal.write_text("".join(journal.read_text().splitlines(keepends=True)[:2]))
    (sweep / "ran").unlink()
    assert heracles("run", "ablation-a").exit_code == 0
    assert ran(sweep) == ["0", "1", "2", "3"]
    assert heracles("run", "ablation-a").err == "4 completed, nothing new\n"


@pytest.mark.once
def test_what_goes_on_although_its_keeper_was_killed_is_left_alone_and_told(heracles: Heracles, sweep: Path) -> None:
    killed_in_mid_launch(sweep)
    keepers = [entry.process for entry in newest(sweep).entries if isinstance(entry, Started)]
    for keeper in keepers:
        os.kill(keeper.pid, signal.SIGKILL)
    waiting.wait_until(lambda: not any(map(ledger.runs, keepers)))
    for index in (2, 3):
        (sweep / f"go.{index}").write_text("0\n")
    second = heracles("run", "ablation-a")
    assert second.exit_code == 0
    assert second.err.splitlines()[1:3] == [
        f"heracles: warning: a={number} still runs, as process group {keeper.pid} on {ledger.host()}; it is left alone"
        for number, keeper in zip((1, 2), keepers)
    ]
    assert ran(sweep) == ["0", "1", "2", "3"]
    for keeper in keepers:
        os.killpg(keeper.pid, signal.SIGKILL)
    waiting.wait_until(lambda: not any(map(ledger.group_runs, keepers)))
    executable(sweep / "app", APP)
    assert heracles("run", "ablation-a").err.splitlines()[-1] == "4 completed, nothing new"
    assert ran(sweep) == ["0", "0", "1", "1", "2", "3"]


@pytest.fixture
def elsewhere(sweep: Path) -> Path:
    """A project after a launch that was killed on another host while the first two products run on."""
    killed_in_mid_launch(sweep)
    journal = sweep / ".heracles" / "launches" / launches(sweep)[0].id / "journal.jsonl"
    journal.write_text(journal.read_text().replace(json.dumps(ledger.host()), '"elsewhere"'))
    for index in (2, 3):
        (sweep / f"go.{index}").write_text("0\n")
    return sweep


def out_of_sight(sweep: Path) -> list[str]:
    """What is said of the first two products."""
    pids = [entry.process.pid for entry in newest(sweep).entries if isinstance(entry, Started)]
    cure = "  look on elsewhere, then say --assume submitted (leave it alone) or --assume lost (run it again)"
    return [
        line
        for number, pid in zip((1, 2), pids)
        for line in (
            f"heracles: error: it cannot be seen from here whether a={number} still runs, "
            f"as process {pid} on elsewhere",
            cure,
        )
    ]


@pytest.mark.once
def test_what_may_run_on_another_host_is_asked(heracles: Heracles, elsewhere: Path) -> None:
    """What is left runs; of the others, how they ended is seen from here as soon as it is written down."""
    second = heracles("run", "ablation-a")
    assert second.exit_code == 1
    assert second.err.splitlines()[1:6] == [*out_of_sight(elsewhere), "  2 of 4 ran to their end"]
    assert ran(elsewhere) == ["0", "1", "2", "3"]
    assert heracles("resume").exit_code == 1
    let_end(elsewhere, 0, 0)
    let_end(elsewhere, 1, 4)
    third = heracles("run", "ablation-a")
    assert third.err.splitlines()[-1] == "3 completed, 1 failed, nothing new. Failed ones: heracles retry ablation-a"
    assert ran(elsewhere) == ["0", "1", "2", "3"]


@pytest.mark.once
@pytest.mark.parametrize(
    ("assumed", "end", "runs"),
    [
        ("submitted", "2 completed, 2 launched, nothing new", ["0", "1", "2", "3"]),
        ("lost", "4 completed, nothing new", ["0", "0", "1", "1", "2", "3"]),
    ],
)
def test_what_a_user_says_of_another_host_counts(
    assumed: str, end: str, runs: list[str], heracles: Heracles, elsewhere: Path
) -> None:
    executable(elsewhere / "app", APP)
    second = heracles("run", "ablation-a", "--assume", assumed)
    passed = len(runs) - 2
    assert (second.exit_code, second.err.splitlines()) == (
        0,
        [
            f"going on with the launch {launches(elsewhere)[0].id}",
            *(f"heracles: warning: a={number}, on elsewhere, counts as {assumed}, as you say" for number in (1, 2)),
            f"{passed} passed; output: .heracles/launches/{launches(elsewhere)[0].id}/logs/",
            end,
        ],
    )
    assert ran(elsewhere) == runs


@pytest.mark.once
def test_what_a_user_says_of_another_host_is_asked_once_and_seen_when_it_ends(
    heracles: Heracles, elsewhere: Path
) -> None:
    assert heracles("run", "ablation-a", "--assume", "submitted").exit_code == 0
    assert heracles("run", "ablation-a") == (0, "", "2 completed, 2 launched, nothing new\n")
    let_end(elsewhere, 0, 0)
    assert heracles("run", "ablation-a") == (0, "", "3 completed, 1 launched, nothing new\n")
    let_end(elsewhere, 1, 4)
    launch = launches(elsewhere)[0].id
    assert heracles("resume").err.splitlines() == [
        f"nothing of the launch {launch} is left to launch",
        "heracles: warning: a=2 failed with exit code 4 meanwhile",
    ]
    assert heracles("resume").err == f"nothing of the launch {launch} is left to launch\n"
    last = "3 completed, 1 failed, nothing new. Failed ones: heracles retry ablation-a\n"
    assert heracles("run", "ablation-a").err == last
    assert ran(elsewhere) == ["0", "1", "2", "3"]
    assert not list(elsewhere.glob("job_hydra*"))


@pytest.mark.once
def test_what_a_user_says_of_another_host_is_told_where_the_rest_is(heracles: Heracles, elsewhere: Path) -> None:
    for index in (2, 3):
        (elsewhere / f"go.{index}").unlink()
    running = launching.started(elsewhere, "run", "ablation-a", "--assume", "submitted")
    wait_for(elsewhere / "began.2")
    os.killpg(running.pid, signal.SIGINT)
    _, errors = running.communicate(timeout=waiting.PATIENCE_SECONDS)
    rest = [
        "heracles: error: interrupted",
        "  0 of 4 ran to their end",
        "  2 left alone on another host, as you said",
        "  2 did not, their copies stay: job_hydra{2..3}.sh",
        f"  to go on: heracles resume {launches(elsewhere)[0].id}",
        "  to give up: rm job_hydra{2..3}.sh",
    ]
    assert errors.splitlines()[-len(rest) :] == rest


@pytest.mark.once
def test_a_launch_is_not_closed_while_it_may_run_on_another_host(heracles: Heracles, elsewhere: Path) -> None:
    second = heracles("run", "ablation-a", "--again")
    assert (second.exit_code, second.err.splitlines()[1:]) == (1, [*out_of_sight(elsewhere), "2 errors"])
    executable(elsewhere / "app", APP)
    assert heracles("run", "ablation-a", "--again", "--assume", "submitted").exit_code == 0
    assert ran(elsewhere) == ["0", "0", "1", "1", "2", "3"]
