"""``heracles cancel``: what waits or runs is ended, what became of it is told, and nothing of it goes on by itself."""

from __future__ import annotations

import json
import os
import signal
from typing import TYPE_CHECKING

import pytest

from heracles import ledger
from tests.waiting import wait_for, wait_until

from . import launching
from .launching import SINGLE, break_off, config, executable, launches, names, newest
from .pseudo_terminal import program_on_a_terminal
from .stand_in import StandIn

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from .conftest import Heracles

    Start = Callable[[Path], subprocess.Popen[str]]

pytestmark = pytest.mark.once

AFTER_THE_FIRST = 4  # entries: submitting, submitted, releasing, released
CANCEL = "from heracles import cli\ncli.main(['cancel', 'ablation-a'])\n"


@pytest.fixture
def slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """A stand-in for Slurm in which jobs stay running."""
    folder = tmp_path / "slurm"
    launching.put_in_place(folder, monkeypatch)
    monkeypatch.setenv("STAND_IN_RELEASED", "RUNNING")
    return StandIn(folder)


@pytest.fixture
def sweep(folder: Path, slurm: StandIn) -> Path:
    """A project with six products, each a job of the stand-in, in which the test stands."""
    launching.make_project(folder, config(cluster=SINGLE))
    return folder


@pytest.fixture
def start() -> Iterator[Start]:
    """Begins `heracles run ablation-a` in a process of its own, which does not outlive the test."""
    begun = []

    def begin(project: Path) -> subprocess.Popen[str]:
        begun.append(launching.started(project, "run", "ablation-a"))
        return begun[-1]

    yield begin
    for running in begun:
        running.kill()
        running.communicate()


def finish(slurm: StandIn, job: str) -> None:
    """Lets a job complete."""
    file = slurm.folder / "jobs" / job
    file.write_text(file.read_text().replace("|RUNNING|", "|COMPLETED|"))


def let_wait(slurm: StandIn) -> None:
    """Lets jobs wait as if they had never begun."""
    for file in (slurm.folder / "jobs").iterdir():
        file.write_text(file.read_text().replace("|RUNNING|", "|PENDING|"))


def states(slurm: StandIn) -> list[str]:
    return [job.state for job in slurm.jobs()]


def test_all_of_a_sweep_is_cancelled_with_one_call(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    finish(slurm, "700001")
    ran = heracles("cancel", "ablation-a", "--yes")
    assert ran == (0, "", "ablation-a: 5 cancelled\n")
    assert states(slurm) == ["COMPLETED", *["CANCELLED"] * 5]
    assert slurm.calls("scancel") == ["700002 700003 700004 700005 700006"]


def test_it_is_told_when_nothing_is_left_to_cancel(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    heracles("cancel", "ablation-a", "--yes")
    assert heracles("cancel", "ablation-a") == (0, "", "nothing of ablation-a waits or runs\n")
    assert len(slurm.calls("scancel")) == 1


def test_a_script_has_to_say_yes(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    ran = heracles("cancel", "ablation-a")
    assert ran.exit_code == 2
    assert ran.err.splitlines() == [
        "heracles: error: nobody is here to be asked: cancel 6 running products of ablation-a?",
        "  say --yes to do so",
    ]
    assert slurm.calls("scancel") == []


@pytest.mark.parametrize(("answer", "cancelled"), [("y\n", 6), ("n\n", 0), ("\n", 0)])
def test_a_person_is_asked(answer: str, cancelled: int, heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    seen = program_on_a_terminal(sweep, CANCEL, answer)
    assert "cancel 6 running products of ablation-a? [y/N] " in seen
    assert states(slurm).count("CANCELLED") == cancelled


def test_only_some_products_are_cancelled(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    ran = heracles("cancel", "ablation-a", "--only", "a=2", "--only", "b=y", "--yes")
    assert ran == (0, "", "ablation-a: 1 cancelled\n")
    assert slurm.calls("scancel") == ["700004"]


def test_a_value_that_no_product_has_is_a_typo(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    ran = heracles("cancel", "ablation-a", "--only", "a=7", "--yes")
    assert ran.exit_code == 2
    assert "no product has a=7" in ran.err
    assert slurm.calls("scancel") == []


def test_a_cancelled_launch_does_not_go_on(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    launch = break_off(sweep, slurm, AFTER_THE_FIRST)
    let_wait(slurm)
    ran = heracles("cancel", "ablation-a", "--yes")
    assert ran.err.splitlines() == [
        "ablation-a: 1 cancelled",
        "5 products were not launched, and will not be, until `heracles run ablation-a` is called",
    ]
    assert heracles("resume", launch.id).err == f"nothing of the launch {launch.id} is left to launch\n"
    assert len(slurm.jobs()) == 1
    heracles("run", "ablation-a")
    assert len(launches(sweep)) == 2
    assert [job.state for job in slurm.jobs()] == ["CANCELLED", *["RUNNING"] * 6]


def test_the_question_names_what_is_not_launched_yet(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    break_off(sweep, slurm, AFTER_THE_FIRST)
    ran = heracles("cancel")
    assert "cancel 1 running product of " in ran.err
    assert ", and launch none of the 5 that are left?" in ran.err


def test_with_only_what_is_not_launched_yet_stays_so(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    launch = break_off(sweep, slurm, AFTER_THE_FIRST)
    ran = heracles("cancel", "ablation-a", "--only", "a=1", "--yes")
    assert ran.err.splitlines() == [
        "ablation-a: 1 cancelled",
        f"5 products are not launched yet, and stay so: heracles resume {launch.id} launches them",
    ]
    heracles("resume")
    assert len(slurm.jobs()) == 6


@pytest.mark.parametrize(("entries", "cancelled"), [(1, 1), (2, 2)])
def test_a_job_that_is_held_is_cancelled_though_nobody_recorded_it(
    entries: int, cancelled: int, heracles: Heracles, sweep: Path, slurm: StandIn
) -> None:
    heracles("run", "ablation-a")
    break_off(sweep, slurm, AFTER_THE_FIRST + entries)  # of the second job: that it is about to be made, or was made
    second = slurm.folder / "jobs" / "700002"
    second.write_text(second.read_text().replace("|RUNNING|1|", "|PENDING|0|"))
    ran = heracles("cancel", "ablation-a", "--yes")
    assert ran.exit_code == 0
    assert ran.err.splitlines() == [
        f"ablation-a: {cancelled} cancelled",
        "5 products were not launched, and will not be, until `heracles run ablation-a` is called",
    ]
    assert states(slurm) == ["CANCELLED", "CANCELLED"]
    assert heracles("cancel", "ablation-a").err == "nothing of ablation-a waits or runs\n"


def test_a_job_with_another_tag_is_left_alone(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    file = slurm.folder / "jobs" / "700003"
    file.write_text(file.read_text().replace("heracles:", "mine:"))
    assert heracles("cancel", "ablation-a", "--yes").err == "ablation-a: 5 cancelled\n"
    assert states(slurm)[2] == "RUNNING"


def test_nothing_is_claimed_where_the_scheduler_does_not_answer(
    heracles: Heracles, sweep: Path, slurm: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heracles("run", "ablation-a")
    (tmp_path / "broken").mkdir()
    executable(tmp_path / "broken" / "squeue", "#!/bin/sh\necho 'slurm_load_jobs error' >&2\nexit 1\n")
    monkeypatch.setenv("PATH", f"{tmp_path / 'broken'}:{os.environ['PATH']}")
    ran = heracles("cancel", "ablation-a", "--yes")
    assert ran.exit_code == 1
    assert "squeue failed with exit code 1: slurm_load_jobs error" in ran.err
    assert states(slurm) == ["RUNNING"] * 6


def test_what_the_scheduler_refuses_to_cancel_is_told(
    heracles: Heracles, sweep: Path, slurm: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heracles("run", "ablation-a")
    (tmp_path / "broken").mkdir()
    executable(tmp_path / "broken" / "scancel", "#!/bin/sh\necho 'scancel: error: no' >&2\nexit 1\n")
    monkeypatch.setenv("PATH", f"{tmp_path / 'broken'}:{os.environ['PATH']}")
    monkeypatch.setattr("heracles.launchers.slurm.cancelling.PAUSES", (0.0, 0.0))
    ran = heracles("cancel", "ablation-a", "--yes")
    assert ran.exit_code == 1
    assert ran.err.splitlines() == [
        "ablation-a: 6 still ending",
        "heracles: error: 6 products cannot be cancelled",
        "  scancel failed with exit code 1: scancel: error: no",
    ]


def test_what_was_cancelled_before_it_began_counts_as_not_launched(
    heracles: Heracles, sweep: Path, slurm: StandIn
) -> None:
    heracles("run", "ablation-a")
    let_wait(slurm)
    assert heracles("cancel", "ablation-a", "--yes").err == "ablation-a: 6 cancelled\n"
    for file in (slurm.folder / "jobs").iterdir():  # and the scheduler forgets it
        file.unlink()
    heracles("run", "ablation-a")
    assert len(slurm.jobs()) == 6


def test_what_a_command_took_over_cannot_be_cancelled(heracles: Heracles, sweep: Path) -> None:
    executable(sweep / "submit", "#!/bin/sh\necho 17\n")
    heracles("run", "ablation-a", "-l", "queue")
    ran = heracles("cancel", "ablation-a", "--yes")
    assert ran.exit_code == 2
    assert ran.err.splitlines() == [
        "heracles: error: what `queue` was given cannot be ended by heracles",
        "  end it by what took it over",
    ]


def test_the_rest_of_what_a_command_took_over_in_part_is_closed(heracles: Heracles, sweep: Path) -> None:
    executable(sweep / "submit", "#!/bin/sh\ncase $1 in *hydra2*) exit 1;; esac\n")
    heracles("run", "ablation-a", "-l", "queue")
    some = heracles("cancel", "ablation-a", "--only", "a=1", "--yes")
    assert (some.exit_code, some.err.splitlines()[0]) == (
        2,
        "heracles: error: what `queue` was given cannot be ended by heracles",
    )
    ran = heracles("cancel", "ablation-a", "--yes")
    assert ran.exit_code == 0
    assert ran.err.splitlines() == [
        "heracles: warning: what `queue` was given cannot be ended by heracles; end it by what took it over",
        "4 products were not launched, and will not be, until `heracles run ablation-a` is called",
    ]
    assert launching.names(sweep) == ["heracles.toml", "sbatch.sh", "submit"]
    launch = launching.launches(sweep)[0].id
    assert heracles("resume", "ablation-a").err == f"nothing of the launch {launch} is left to launch\n"
    forgotten = heracles("clean", "--older-than", "0h", "--forget", "--assume-ended", "--yes")
    assert forgotten.err.splitlines()[-1] == "1 launch removed"


JOB = """\
#!/bin/bash
trap 'exit 0' TERM
echo $$ > "part.$HERACLES_INDEX"
mv "part.$HERACLES_INDEX" "began.$HERACLES_INDEX"
sleep 100 &
wait
"""


@pytest.fixture
def local(folder: Path) -> Iterator[Path]:
    """A project with four products that run here until they are stopped; nothing of it runs on."""
    executable(folder / "job.sh", JOB.replace('"$HERACLES_INDEX"', "$HERACLES_INDEX") + ': "$@"\n./app "$@"\n')
    executable(folder / "app", "#!/bin/sh\n")
    (folder / "heracles.toml").write_text(
        "default_launcher = 'here'\n[launchers.here]\nkind = 'local'\nworkers = 2\n"
        "[sweeps.ablation-a]\nscript = 'job.sh'\naxes = { a = [1, 2, 3, 4] }\n"
    )
    yield folder
    for began in folder.glob("began.*"):
        try:
            os.killpg(os.getpgid(int(began.read_text())), signal.SIGKILL)
        except ProcessLookupError:
            continue


def began(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("began.*")}


def test_a_heracles_that_runs_it_here_is_stopped_with_its_runs(heracles: Heracles, local: Path, start: Start) -> None:
    running = start(local)
    wait_until(lambda: began(local) == {"began.0", "began.1"})
    ran = heracles("cancel", "ablation-a", "--yes")
    assert ran.exit_code == 0
    assert ran.err.splitlines()[1:] == [
        "ablation-a: 2 cancelled",
        "2 products were not launched, and will not be, until `heracles run ablation-a` is called",
    ]
    assert f"heracles run ablation-a` (process {running.pid}) is still launching it, and is stopped first" in ran.err
    running.communicate()
    assert running.returncode == 130
    assert began(local) == {"began.0", "began.1"}
    assert names(local) == ["app", "began.0", "began.1", "heracles.toml", "job.sh"]


def test_runs_that_were_cancelled_are_not_run_again_and_not_failed(
    heracles: Heracles, local: Path, start: Start
) -> None:
    running = start(local)
    wait_until(lambda: began(local) == {"began.0", "began.1"})
    heracles("cancel", "ablation-a", "--yes")
    running.communicate()
    again = start(local)
    wait_until(lambda: began(local) == {"began.0", "began.1", "began.2", "began.3"})
    heracles("cancel", "ablation-a", "--yes")
    _, said = again.communicate()
    assert "launched before: 2 cancelled" in said
    assert heracles("run", "ablation-a").err.startswith("4 cancelled, nothing new")


def test_runs_that_outlive_their_heracles_are_stopped(heracles: Heracles, local: Path, start: Start) -> None:
    running = start(local)
    wait_until(lambda: began(local) == {"began.0", "began.1"})
    running.kill()
    running.communicate()
    ran = heracles("cancel", "ablation-a", "--yes")
    assert ran.exit_code == 0
    assert ran.err.splitlines()[0] == "ablation-a: 2 cancelled"
    assert [type(entry) for entry in newest(local).entries[-3:]] == [ledger.Ended, ledger.Ended, ledger.Abandoned]


def test_one_of_several_runs_is_stopped_and_the_others_go_on(heracles: Heracles, local: Path, start: Start) -> None:
    running = start(local)
    wait_until(lambda: began(local) == {"began.0", "began.1"})
    ran = heracles("cancel", "ablation-a", "--only", "a=1", "--yes")
    assert ran.err.splitlines()[0] == "ablation-a: 1 cancelled"
    wait_for(local / "began.2")
    assert seen(heracles) == ["cancelled", "running", "running", "waiting"]
    heracles("cancel", "ablation-a", "--yes")
    running.communicate()
    assert seen(heracles) == ["cancelled", "cancelled", "cancelled", "waiting"]


def test_a_run_that_outlives_its_heracles_is_stopped_alone_and_not_run_again(
    heracles: Heracles, local: Path, start: Start
) -> None:
    running = start(local)
    wait_until(lambda: began(local) == {"began.0", "began.1"})
    running.kill()
    running.communicate()
    assert heracles("cancel", "ablation-a", "--only", "a=1", "--yes").err.splitlines()[0] == "ablation-a: 1 cancelled"
    assert seen(heracles) == ["cancelled", "running", "waiting", "waiting"]
    heracles("cancel", "ablation-a", "--yes")
    assert "2 cancelled" in heracles("run", "ablation-a", "--dry-run").err


def test_another_launch_of_the_sweep_is_not_stopped_with_one_that_is_complete(
    heracles: Heracles, sweep: Path, slurm: StandIn, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    heracles("run", "ablation-a", "--only", "a=1")
    first = launches(sweep)[0]
    (slurm.folder / "max_submit_jobs").write_text("2\n")
    monkeypatch.setenv("STAND_IN_RELEASED", "PENDING")
    running = start(sweep)
    wait_until(lambda: len(slurm.calls("sbatch")) == 5)  # the last was refused
    assert heracles("cancel", first.id, "--yes").err == f"{first.id}: 2 cancelled\n"
    assert states(slurm)[:2] == ["CANCELLED", "CANCELLED"]
    assert running.poll() is None


def seen(heracles: Heracles) -> list[str]:
    """The states of the products of ablation-a, as status tells them."""
    told = heracles("status", "ablation-a", "--json").out.splitlines()
    return [json.loads(line)["state"] for line in told]


def test_a_heracles_that_waits_for_room_is_stopped_and_launches_no_more(
    heracles: Heracles, sweep: Path, slurm: StandIn, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    (slurm.folder / "max_submit_jobs").write_text("2\n")
    monkeypatch.setenv("STAND_IN_RELEASED", "PENDING")
    running = start(sweep)
    wait_until(lambda: len(slurm.calls("sbatch")) == 3)  # the last was refused
    ran = heracles("cancel", "ablation-a", "--yes")
    running.communicate()
    assert "is still launching it, and is stopped first" in ran.err
    assert ran.err.splitlines()[1:] == [
        "ablation-a: 2 cancelled",
        "4 products were not launched, and will not be, until `heracles run ablation-a` is called",
    ]
    assert states(slurm) == ["CANCELLED"] * 2
    assert heracles("resume").err.endswith("is left to launch\n")


def test_a_heracles_on_another_host_goes_on_and_that_is_told(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    with ledger.claim(str(sweep / ".heracles"), "ablation-a"):
        owner = sweep / ".heracles" / "claims" / "ablation-a" / "owner.json"
        mine = owner.read_text()
        owner.write_text(mine.replace(ledger.host(), "elsewhere"))
        ran = heracles("cancel", "ablation-a", "--yes")
        owner.write_text(mine)
    assert ran.exit_code == 1
    said = ran.err.splitlines()
    assert said[0] == "ablation-a: 6 cancelled"
    assert said[1].endswith("it goes on with what it has not launched yet: stop it there, then cancel once more")
    assert states(slurm) == ["CANCELLED"] * 6
