"""``heracles clean``: what is old and over is removed, never what keeps a product from being launched twice."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from heracles import ledger
from heracles.ledger.removing import REMOVED

from . import launching
from .launching import OWN_ARRAY, SINGLE, break_off, config, executable, launches
from .operating import account, forget, go_on
from .pseudo_terminal import program_on_a_terminal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .conftest import Heracles
    from .stand_in import StandIn

pytestmark = pytest.mark.once

DAY = 86400
CLEAN = "from heracles import cli\ncli.main(['clean'])\n"
OF_THREE = '#!/bin/bash\n#SBATCH --array=1-3 --output=%A_%a.out\nsingularity exec app.sif main.py "$@"\n'
STAYS = "`heracles run ablation-a` would launch 6 of its products again without it; --forget removes it all the same"


@pytest.fixture
def slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    return launching.put_in_place(tmp_path / "slurm", monkeypatch)


@pytest.fixture
def sweep(folder: Path, slurm: StandIn) -> Path:
    """A project with six products, each a job of the stand-in, in which the test stands."""
    launching.make_project(folder, config(cluster=SINGLE))
    return folder


def aged(project: Path, days: int = 60) -> list[str]:
    """Makes all launches older; their ids."""
    found = [launch.id for launch in launches(project)]
    for launch in found:
        file = project / ".heracles" / "launches" / launch / "launch.json"
        fields = json.loads(file.read_text())
        fields["launch"]["created"] -= days * DAY
        file.write_text(json.dumps(fields))
    return found


def test_a_launch_that_another_has_taken_the_place_of_is_removed(heracles: Heracles, sweep: Path) -> None:
    heracles("run", "ablation-a")
    heracles("run", "ablation-a", "--again")
    first, second = aged(sweep)
    told = heracles("clean", "--dry-run")
    assert told == (
        0,
        f"{first}\n",
        f"{second} of ablation-a stays: {STAYS}\n1 launch of 6 products would be removed\n",
    )
    assert len(launches(sweep)) == 2
    ran = heracles("clean", "--yes")
    assert ran == (0, f"{first}\n", f"{second} of ablation-a stays: {STAYS}\n1 launch removed\n")
    assert [launch.id for launch in launches(sweep)] == [second]
    assert heracles("run", "ablation-a").err == "6 completed, nothing new\n"


@pytest.mark.parametrize("words", [("run", "ablation-a"), ("sbatch.sh", "-l=slurm")], ids=["declared", "ad hoc"])
def test_a_launch_stays_that_has_the_other_tasks_of_what_was_launched_in_part_later(
    words: Sequence[str], heracles: Heracles, sweep: Path, slurm: StandIn
) -> None:
    """Of three tasks of the script's own array, one completed, one failed and one ran out of time."""
    executable(sweep / "sbatch.sh", OF_THREE)
    name = words[-1] if "run" in words else words[0]
    heracles(*words, "a=1", "b=x")
    account(sweep, slurm, ["", "COMPLETED|0:0|node1", "FAILED|1:0|node1", "TIMEOUT|0:0|node1"])
    forget(slurm, "700001")
    retried = heracles("retry", name, "--state", "failed")
    assert retried.exit_code == 0, retried.err
    account(sweep, slurm, ["", "", "COMPLETED|0:0|node1"], job="700002")
    forget(slurm, "700002")
    first, second = aged(sweep)
    told = heracles("status", name, "--json", "--only", "a=1", "--only", "b=x").out
    assert (json.loads(told)["state"], json.loads(told)["done"]) == ("timeout", 2)
    ran = heracles("clean", "--keep", "1", "--yes")
    assert (ran.out, ran.err) == (
        "",
        f"{first} of {name} stays: of 1 product a retry launched some tasks, "
        "and only this has the others; --forget removes it all the same\nno launch is to be removed\n",
    )
    assert heracles("status", name, "--json", "--only", "a=1", "--only", "b=x").out == told
    assert heracles("clean", "--forget", "--yes").out == f"{first}\n{second}\n"


def test_what_is_young_stays(heracles: Heracles, sweep: Path) -> None:
    heracles("run", "ablation-a")
    heracles("run", "ablation-a", "--again")
    assert heracles("clean", "--yes") == (0, "", "no launch is to be removed\n")
    aged(sweep, 2)
    assert heracles("clean", "--yes").out == ""
    assert heracles("clean", "--older-than", "1d", "--yes").out != ""


def test_as_many_as_are_asked_for_stay(heracles: Heracles, sweep: Path) -> None:
    for _ in range(3):
        heracles("run", "ablation-a", "--again")
    first, second, _ = aged(sweep)
    assert heracles("clean", "--keep", "2", "--yes").out == f"{first}\n"
    assert heracles("clean", "--yes").out == f"{second}\n"


def test_on_demand_what_was_launched_is_forgotten(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    (launch,) = aged(sweep)
    told = heracles("clean", "--forget", "--dry-run")
    assert told.err == (
        "1 launch of 6 products would be removed; `heracles run ablation-a` would launch 6 of its products again\n"
    )
    assert heracles("clean", "--forget", "--yes").out == f"{launch}\n"
    heracles("run", "ablation-a")
    assert len(slurm.jobs()) == 12


def test_the_launches_of_a_sweep_that_is_not_declared_any_more_are_removed(heracles: Heracles, sweep: Path) -> None:
    heracles("run", "ablation-a")
    (launch,) = aged(sweep)
    (sweep / "heracles.toml").write_text(config(cluster=SINGLE).replace("ablation-a", "ablation-b"))
    assert heracles("clean", "--yes").out == f"{launch}\n"


def test_where_the_file_cannot_be_read_every_sweep_counts(heracles: Heracles, sweep: Path) -> None:
    heracles("run", "ablation-a")
    aged(sweep)
    (sweep / "heracles.toml").write_text("nonsense = ")
    ran = heracles("clean", "--yes")
    assert ran.out == ""
    assert "so every sweep counts as declared" in ran.err


@pytest.mark.parametrize("state", ["RUNNING", "PENDING"])
def test_what_waits_or_runs_stays(state: str, heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    heracles("run", "ablation-a", "--again")
    first, _ = aged(sweep)
    file = slurm.folder / "jobs" / "700002"
    file.write_text(file.read_text().replace("|COMPLETED|", f"|{state}|"))
    ran = heracles("clean", "--forget", "--yes")
    assert f"{first} of ablation-a stays: 1 of 6 products wait or run" in ran.err
    assert first in [launch.id for launch in launches(sweep)]


@pytest.mark.parametrize("state", ["FAILED", "CANCELLED"])
def test_what_has_tasks_that_wait_or_run_stays(state: str, heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    """Whatever has become of the other tasks of the script's own array."""
    executable(sweep / "sbatch.sh", OWN_ARRAY)
    heracles("run", "ablation-a", "--only", "a=1", "--only", "b=x")
    (launch,) = aged(sweep)
    account(sweep, slurm, ["", f"{state}|1:0|node1"])
    go_on(slurm, "700001", 0, "RUNNING")
    stays = f"{launch} of ablation-a stays: 1 of 1 products wait or run\n"
    assert heracles("clean", "--forget", "--assume-ended", "--yes").err == f"{stays}no launch is to be removed\n"
    forget(slurm, "700001")
    told = heracles("clean", "--forget", "--yes").err
    assert "stays: nobody tells of 1 of 1 products whether they are over; --assume-ended says so\n" in told


def test_what_nobody_tells_of_stays_unless_it_is_said_to_be_over(
    heracles: Heracles, sweep: Path, slurm: StandIn
) -> None:
    heracles("run", "ablation-a")
    heracles("run", "ablation-a", "--again")
    first, _ = aged(sweep)
    for launch in launches(sweep):
        (sweep / ".heracles" / "launches" / launch.id / "ended.jsonl").unlink(missing_ok=True)
    for file in (slurm.folder / "jobs").iterdir():
        file.unlink()
    ran = heracles("clean", "--yes")
    assert ran.out == ""
    assert "nobody tells of 6 of 6 products whether they are over; --assume-ended says so" in ran.err
    assert heracles("clean", "--assume-ended", "--yes").out == ""  # nor of the later one whether it was launched at all
    assert heracles("clean", "--assume-ended", "--forget", "--keep", "1", "--yes").out == f"{first}\n"


def test_a_scheduler_that_does_not_answer_keeps_what_is_not_known_to_be_over(
    heracles: Heracles, sweep: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heracles("run", "ablation-a")
    aged(sweep)
    (tmp_path / "broken").mkdir()
    executable(tmp_path / "broken" / "squeue", "#!/bin/sh\necho 'no controller' >&2\nexit 1\n")
    monkeypatch.setenv("PATH", f"{tmp_path / 'broken'}:{os.environ['PATH']}")
    ran = heracles("clean", "--forget", "--yes")
    assert "so nobody can tell of some launches whether they are over" in ran.err
    assert len(launches(sweep)) == 1


def test_an_open_launch_stays(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    heracles("run", "ablation-a")
    break_off(sweep, slurm, 4)
    aged(sweep)
    ran = heracles("clean", "--forget", "--yes")
    assert ran.out == ""
    assert "heracles resume goes on, heracles cancel closes it" in ran.err


def test_one_that_is_claimed_stays(heracles: Heracles, sweep: Path) -> None:
    heracles("run", "ablation-a")
    aged(sweep)
    with ledger.claim(str(sweep / ".heracles"), "ablation-a"):
        ran = heracles("clean", "--forget", "--yes")
    assert "stays: a heracles is launching it" in ran.err
    assert len(launches(sweep)) == 1


def test_an_ad_hoc_launch_goes_with_its_logs_and_copies(heracles: Heracles, folder: Path) -> None:
    executable(folder / "job.sh", '#!/bin/sh\n: python main.py "$@"\n')
    assert heracles("job.sh", "-r=true", "--keep", "a=1,2").exit_code == 0
    (launch,) = aged(folder)
    (folder / "job_hydra1.sh").write_text("mine\n")
    ran = heracles("clean", "--yes")
    assert (ran.out, ran.err.splitlines()[0]) == (
        "",
        f"{launch} of job.sh stays: nobody tells of 2 of 2 products whether they are over; --assume-ended says so",
    )
    assert heracles("clean", "--assume-ended", "--yes").out == f"{launch}\n"
    assert launching.names(folder) == ["job.sh", "job_hydra1.sh"]
    assert list((folder / ".heracles" / "launches").iterdir()) == []


def test_what_a_killed_clean_left_is_removed_and_is_no_launch(heracles: Heracles, sweep: Path) -> None:
    heracles("run", "ablation-a")
    (launch,) = launches(sweep)
    place = sweep / ".heracles" / "launches"
    (place / launch.id).rename(place / f"{REMOVED}{launch.id}")
    assert launches(sweep) == ()
    heracles("clean", "--yes")
    assert list(place.iterdir()) == []


def test_a_script_has_to_say_yes_and_a_person_is_asked(heracles: Heracles, sweep: Path) -> None:
    heracles("run", "ablation-a")
    heracles("run", "ablation-a", "--again")
    aged(sweep)
    ran = heracles("clean")
    assert ran.exit_code == 2
    assert "nobody is here to be asked: remove 1 launch of 6 products" in ran.err
    program_on_a_terminal(sweep, CLEAN, "n\n")
    assert len(launches(sweep)) == 2
    program_on_a_terminal(sweep, CLEAN, "y\n")
    assert len(launches(sweep)) == 1


@pytest.mark.parametrize("age", ["30", "d", "-1d", "1y"])
def test_an_age_has_a_unit(age: str, heracles: Heracles, sweep: Path) -> None:
    ran = heracles("clean", f"--older-than={age}")
    assert ran.exit_code == 2
    assert "write hours, days or weeks: 12h, 30d, 2w" in ran.err
