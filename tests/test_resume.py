"""A launch that was broken off goes on, by ``heracles run`` or ``heracles resume``, and launches each product once."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from heracles import ledger
from heracles.launch.course import Course, Journal, Pace
from heracles.launch.driving import drive
from heracles.launch.events import Failed, Submitted, Waiting
from heracles.launchers import Surroundings, make
from heracles.launchers.slurm import releasing
from tests import waiting

from . import launching
from .launching import SCRIPT, SINGLE, break_off, config, executable, launches, names, newest, titles
from .portions import first_on_each

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from heracles.launch.events import Event

    from .conftest import Heracles
    from .stand_in import StandIn

ALL = ["a=1 b=x", "a=1 b=y", "a=2 b=x", "a=2 b=y", "a=3 b=x", "a=3 b=y"]
AFTER_THE_FIRST = 4  # entries: submitting, submitted, releasing, released
IN_DOUBT = 7  # of the third job, the journal says only that it was about to be submitted
HELD = 8


@pytest.fixture
def slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    return launching.put_in_place(tmp_path / "slurm", monkeypatch)


@pytest.fixture
def sweep(folder: Path, slurm: StandIn) -> Path:
    """A project with six products, each a job of the stand-in, in which the test stands."""
    launching.make_project(folder, config(cluster=SINGLE))
    return folder


@pytest.fixture
def broken_off(heracles: Heracles, sweep: Path, slurm: StandIn) -> Path:
    """The same after a launch that was killed behind its first job."""
    heracles("run", "ablation-a")
    break_off(sweep, slurm, AFTER_THE_FIRST)
    return sweep


def launched(sweep: Path, slurm: StandIn) -> list[str]:
    """The products of all jobs that were released, in the order of these."""
    by_tag = {}
    for launch in launches(sweep):
        for entry in ledger.read(str(sweep / ".heracles"), launch.id).entries:
            if isinstance(entry, ledger.Submitting):
                tag = f"heracles:{launch.id}/{entry.copy}.{entry.attempt}"
                by_tag[tag] = titles(sweep, launch)[entry.first : entry.last + 1]
    return [title for job in slurm.jobs() if not job.held for title in by_tag[job.comment]]


@pytest.mark.once
@pytest.mark.parametrize(
    ("entries", "verb"),
    [
        *((entries, ("run", "ablation-a")) for entries in (0, 1, 2, 3, AFTER_THE_FIRST, IN_DOUBT, HELD)),
        *((entries, ("resume",)) for entries in (0, IN_DOUBT)),
    ],
)
def test_a_launch_goes_on_wherever_it_stopped(
    entries: int, verb: tuple[str, ...], heracles: Heracles, sweep: Path, slurm: StandIn
) -> None:
    heracles("run", "ablation-a")
    launch = break_off(sweep, slurm, entries)
    ran = heracles(*verb)
    assert ran.exit_code == 0
    assert launches(sweep)[-1] == launch
    assert sorted(launched(sweep, slurm)) == ALL
    assert heracles("run", "ablation-a").err == "6 completed, nothing new\n"


@pytest.mark.parametrize("named", [(), ("ablation-a",)])
def test_resume_goes_on_with_the_launch_of_the_project_that_config_names(
    named: tuple[str, ...], heracles: Heracles, broken_off: Path, slurm: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = broken_off.parent / "other"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    launching.make_project(elsewhere, config(cluster=SINGLE))
    heracles("run", "ablation-a", "--limit", "1")
    other = newest(elsewhere)
    ran = heracles("resume", *named, "--config", "../project/heracles.toml")
    assert ran.exit_code == 0
    assert ran.err.splitlines()[-1] == f"5 products launched in 5 jobs; the launch is {newest(broken_off).launch.id}"
    assert newest(elsewhere) == other
    tags = [job.comment.partition("/")[0] for job in slurm.jobs()]
    assert tags.count(f"heracles:{newest(broken_off).launch.id}") == 6


@pytest.mark.once
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_launch_that_was_killed_while_sbatch_was_called_goes_on(
    moment: str, heracles: Heracles, sweep: Path, slurm: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    kill = "if [[ ! -e killed && $* == *hydra2.sh ]]; then touch killed; kill -9 $PPID; fi"
    call = '"$REAL" "$@"'
    lines = (kill, call) if moment == "before" else (call, kill)
    (sweep / "bin").mkdir()
    executable(sweep / "bin" / "sbatch", "\n".join(("#!/bin/bash", *lines)))
    monkeypatch.setenv("REAL", str(shutil.which("sbatch")))
    monkeypatch.setenv("PATH", f"{sweep}/bin:{os.environ['PATH']}")
    running = launching.started(sweep, "run", "ablation-a")
    running.communicate(timeout=waiting.PATIENCE_SECONDS)
    assert running.returncode == -signal.SIGKILL
    waiting.wait_until(lambda: len(slurm.jobs()) == 3)
    assert [job.held for job in slurm.jobs()] == [False, True, True]
    assert heracles("run", "ablation-a").exit_code == 0
    assert [job.held for job in slurm.jobs()] == [False] * 6
    assert sorted(launched(sweep, slurm)) == ALL


def test_run_goes_on_and_then_launches_what_is_new(heracles: Heracles, broken_off: Path, slurm: StandIn) -> None:
    (broken_off / "heracles.toml").write_text(config("a = [1, 2, 3, 4]", cluster=SINGLE))
    ran = heracles("run", "ablation-a")
    first, second = launches(broken_off)
    assert ran.err.splitlines() == [
        f"going on with the launch {first.id}",
        f"5 products launched in 5 jobs; the launch is {first.id}",
        "launched before: 6 completed",
        f"2 products of sbatch.sh; {launching.WHERE}",
        "2 tasks, in 2 jobs",
        f"2 products launched in 2 jobs; the launch is {second.id}",
    ]
    assert launched(broken_off, slurm) == [*ALL, "a=4 b=x", "a=4 b=y"]


@pytest.mark.once
def test_what_was_taken_out_of_the_sweep_is_never_launched(
    heracles: Heracles, broken_off: Path, slurm: StandIn
) -> None:
    (broken_off / "heracles.toml").write_text(config("a = [1, 3]", cluster=SINGLE))
    ran = heracles("run", "ablation-a")
    assert ran.exit_code == 0
    assert ran.err.splitlines()[0] == (
        f"closing the launch {launches(broken_off)[0].id}: not all that is left of it is wanted now"
    )
    assert launched(broken_off, slurm) == ["a=1 b=x", "a=1 b=y", "a=3 b=x", "a=3 b=y"]
    assert heracles("resume", launches(broken_off)[0].id).err == (
        f"nothing of the launch {launches(broken_off)[0].id} is left to launch\n"
    )
    assert heracles("run", "ablation-a").err == "4 completed, nothing new\n"


@pytest.mark.once
def test_of_what_was_broken_off_only_what_is_wanted_now_is_launched(
    heracles: Heracles, broken_off: Path, slurm: StandIn
) -> None:
    shown = heracles("run", "ablation-a", "--only", "a=3", "--dry-run").out.splitlines()
    assert heracles("run", "ablation-a", "--only", "a=3").exit_code == 0
    assert launched(broken_off, slurm) == [ALL[0], *shown] == [ALL[0], "a=3 b=x", "a=3 b=y"]
    assert heracles("run", "ablation-a").exit_code == 0
    assert sorted(launched(broken_off, slurm)) == ALL


@pytest.mark.once
def test_after_a_change_of_the_script_the_rest_is_launched_as_it_is_now(
    heracles: Heracles, broken_off: Path, slurm: StandIn
) -> None:
    executable(broken_off / "sbatch.sh", SCRIPT.replace("main.py", "other.py"))
    launch = launches(broken_off)[0].id
    assert heracles("run", "ablation-a").err.splitlines() == [
        f"heracles: error: since the launch {launch} of ablation-a: sbatch.sh has changed",
        *launching.WAYS_ON,
        f"  heracles resume {launch} launches what is left of that launch as it was then",
    ]
    ran = heracles("run", "ablation-a", "--keep-going")
    assert ran.exit_code == 0
    assert ran.err.splitlines()[0] == (
        f"closing the launch {launches(broken_off)[0].id}: since it began, sbatch.sh has changed"
    )
    assert launched(broken_off, slurm) == ALL
    assert titles(broken_off, launches(broken_off)[1]) == ALL[1:]


@pytest.mark.once
def test_after_a_change_resume_launches_the_rest_as_it_was(
    heracles: Heracles, broken_off: Path, slurm: StandIn
) -> None:
    executable(broken_off / "sbatch.sh", SCRIPT.replace("main.py", "other.py"))
    assert heracles("resume").exit_code == 0
    assert launched(broken_off, slurm) == ALL
    assert len(launches(broken_off)) == 1


@pytest.mark.once
def test_again_closes_what_was_broken_off(heracles: Heracles, broken_off: Path, slurm: StandIn) -> None:
    ran = heracles("run", "ablation-a", "--again")
    assert ran.err.splitlines()[0] == (
        f"closing the launch {launches(broken_off)[0].id}: --again launches all once more"
    )
    assert launched(broken_off, slurm) == [ALL[0], *ALL]


@pytest.mark.parametrize("how", first_on_each(["nothing", "prefix", "id", "sweep"]))
def test_a_launch_is_resumed_by(how: str, heracles: Heracles, broken_off: Path, slurm: StandIn) -> None:
    launch = launches(broken_off)[0].id
    target = {"prefix": [launch[:13]], "id": [launch], "sweep": ["ablation-a"], "nothing": []}[how]
    ran = heracles("resume", *target)
    assert ran.exit_code == 0
    assert ran.err == f"5 products launched in 5 jobs; the launch is {launch}\n"
    assert launched(broken_off, slurm) == ALL
    assert heracles("resume", *target) == (0, "", f"nothing of the launch {launch} is left to launch\n")


@pytest.mark.once
def test_an_ad_hoc_launch_is_resumed_by_its_script(
    heracles: Heracles, sweep: Path, slurm: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    heracles("sbatch.sh", "-r=sbatch", "a=1,2,3")
    break_off(sweep, slurm, AFTER_THE_FIRST)
    (sweep.parent / "elsewhere").mkdir()
    monkeypatch.chdir(sweep.parent / "elsewhere")
    assert heracles("resume", "../project/sbatch.sh").exit_code == 0
    assert launched(sweep, slurm) == ["a=1", "a=2", "a=3"]
    assert names(sweep.parent / "elsewhere") == []


@pytest.mark.once
def test_a_launch_is_resumed_though_its_files_are_gone(heracles: Heracles, broken_off: Path, slurm: StandIn) -> None:
    (broken_off / "sbatch.sh").unlink()
    (broken_off / "heracles.toml").unlink()
    assert heracles("resume", "ablation-a").exit_code == 0
    assert launched(broken_off, slurm) == ALL


@pytest.mark.once
def test_a_launch_is_resumed_from_elsewhere(
    heracles: Heracles, broken_off: Path, slurm: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(broken_off.parent)
    assert heracles("-C", "project", "resume").exit_code == 0
    assert launched(broken_off, slurm) == ALL


@pytest.mark.once
def test_a_word_that_means_no_launch(heracles: Heracles, broken_off: Path) -> None:
    assert heracles("resume", "stranger") == (
        2,
        "",
        "heracles: error: there is no launch of stranger, and none whose id begins so\n"
        "  `heracles status` lists the launches\n",
    )  # fmt: skip
    assert heracles("resume", "heracles.toml").err.splitlines()[0] == (
        "heracles: error: there is no launch of heracles.toml"
    )


@pytest.mark.once
def test_where_nothing_was_launched_nothing_is_resumed(heracles: Heracles, sweep: Path) -> None:
    assert heracles("resume") == (
        2,
        "",
        "heracles: error: there is no launch in .heracles\n"
        "  heracles run NAME, or heracles SCRIPT -r=CMD, begins one\n",
    )
    assert names(sweep) == ["heracles.toml", "sbatch.sh"]
    assert not (sweep / ".heracles").exists()


@pytest.mark.once
def test_what_a_beginning_could_mean_is_said(heracles: Heracles, broken_off: Path) -> None:
    heracles("sbatch.sh", "-r=true", "a=1")
    beginning = launches(broken_off)[0].id[:8]
    ran = heracles("resume", beginning)
    assert ran.exit_code == 2
    assert ran.err.splitlines() == [
        f"heracles: error: 2 launches begin with {beginning}",
        f"  say more of it: {', '.join(sorted(launch.id for launch in launches(broken_off)))}",
    ]


@pytest.mark.once
def test_jobs_that_cannot_be_released_are_named_and_released_later(
    heracles: Heracles, sweep: Path, slurm: StandIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    scontrol = shutil.which("scontrol")
    (tmp_path / "bin").mkdir()
    refuse = '[ "$1" != release ] || { echo "Access/permission denied" >&2; exit 1; }'
    executable(tmp_path / "bin" / "scontrol", f'#!/bin/sh\n{refuse}\nexec {scontrol} "$@"\n')
    (sweep / "heracles.toml").write_text(config())
    monkeypatch.setattr(releasing, "PAUSES", (0.0,))
    with monkeypatch.context() as patch:
        patch.setenv("PATH", f"{tmp_path}/bin:{os.environ['PATH']}")
        ran = heracles("run", "ablation-a")
    launch = launches(sweep)[0].id
    assert ran.exit_code == 1
    assert ran.err.splitlines()[2:] == [
        "heracles: error: 1 of 1 jobs stay held: scontrol failed with exit code 1: Access/permission denied",
        "  their ids: 700001",
        "  0 of 6 launched",
        "  6 submitted, but perhaps still held",
        f"  to go on: heracles resume {launch}",
    ]
    assert [job.held for job in slurm.jobs()] == [True]
    assert heracles("resume") == (0, "", f"the launch {launch} is complete: 6 products launched\n")
    assert [job.held for job in slurm.jobs()] == [False]


@pytest.mark.once
def test_a_job_that_a_scheduler_forgot_to_release_is_released_once_more(
    heracles: Heracles, sweep: Path, slurm: StandIn
) -> None:
    (sweep / "heracles.toml").write_text(config())
    heracles("run", "ablation-a")
    launch = launches(sweep)[0].id
    (slurm.folder / "jobs" / "700001").write_text(f"6|700001|0-5|PENDING|0|heracles:{launch}/0.1\n")
    told = "6 held, nothing new. Held ones: heracles resume ablation-a\n"
    assert heracles("run", "ablation-a") == (0, "", told)
    assert heracles("resume", "ablation-a").err.splitlines() == [
        f"nothing of the launch {launch} is left to launch",
        "heracles: warning: job 700001 was held again after its release; it is released once more",
    ]
    assert [job.held for job in slurm.jobs()] == [False]
    assert heracles("resume", "ablation-a").err == f"nothing of the launch {launch} is left to launch\n"


@pytest.mark.once
@pytest.mark.parametrize("words", [["--again"], ["--only", "a=1"]])
def test_what_is_held_of_a_closed_launch_never_runs(
    words: list[str], heracles: Heracles, sweep: Path, slurm: StandIn
) -> None:
    heracles("run", "ablation-a")
    launch = break_off(sweep, slurm, HELD).id
    for copy, job in ((1, "700002"), (2, "700003")):
        (slurm.folder / "jobs" / job).write_text(f"1|{job}|N/A|PENDING|0|heracles:{launch}/{copy}.1\n")
    ran = heracles("run", "ablation-a", *words)
    assert ran.exit_code == 0, ran.err
    assert [job.state for job in slurm.jobs()][:3] == ["COMPLETED", "CANCELLED", "CANCELLED"]


@pytest.mark.once
def test_a_submission_that_arrives_after_its_launch_was_closed_is_cancelled(
    heracles: Heracles, sweep: Path, slurm: StandIn
) -> None:
    heracles("run", "ablation-a")
    first = break_off(sweep, slurm, 1).id
    for job in (slurm.folder / "jobs").iterdir():
        job.unlink()
    assert heracles("run", "ablation-a", "--again").exit_code == 0
    stray = slurm.folder / "jobs" / "700099"
    stray.write_text(f"1|700099|N/A|PENDING|0|heracles:{first}/0.1\n")
    assert heracles("run", "ablation-a") == (0, "", "6 completed, nothing new\n")
    assert "|CANCELLED|" in stray.read_text()


@pytest.mark.once
def test_a_stray_that_cannot_be_cancelled_is_told_with_the_reason(
    heracles: Heracles, sweep: Path, slurm: StandIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "bin").mkdir()
    executable(tmp_path / "bin" / "scancel", "#!/bin/sh\necho 'scancel: error: Access/permission denied' >&2; exit 1\n")
    heracles("run", "ablation-a")
    launch = break_off(sweep, slurm, AFTER_THE_FIRST + 1).id
    (slurm.folder / "jobs" / "700099").write_text(f"1|700099|N/A|PENDING|0|heracles:{launch}/0.1\n")
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:{os.environ['PATH']}")
    ran = heracles("resume")
    assert ran.exit_code == 0
    assert (
        "heracles: warning: held jobs that must not run cannot be cancelled: 700099 "
        "(scancel failed with exit code 1: scancel: error: Access/permission denied)"
    ) in ran.err.splitlines()


@pytest.mark.once
def test_a_site_that_changes_comments_is_told_after_the_first_job(
    heracles: Heracles, sweep: Path, slurm: StandIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sbatch = shutil.which("sbatch")
    (tmp_path / "bin").mkdir()
    executable(tmp_path / "bin" / "sbatch", f'#!/bin/sh\nexec {sbatch} "$@" --comment=mine "$0"\n')
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:{os.environ['PATH']}")
    ran = heracles("run", "ablation-a")
    assert ran.exit_code == 1
    assert ran.err.splitlines()[2:4] == [
        "heracles: error: the queue shows jobs without the comment that heracles gave them: 700001",
        '  this site seems to change comments; cancel them (scancel 700001), and use kind = "command"',
    ]
    assert len(slurm.jobs()) == 1


@pytest.mark.once
def test_a_copy_of_a_project_leaves_the_jobs_of_the_other_alone(
    heracles: Heracles, broken_off: Path, slurm: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(broken_off, tmp_path / "copied")
    monkeypatch.chdir(tmp_path / "copied")
    before = slurm.jobs()
    launch = launches(broken_off)[0].id
    assert f"it was begun in {broken_off}" in heracles("run", "ablation-a").err
    assert heracles("resume").err.splitlines() == [
        f"heracles: error: the launch {launch} was begun in {broken_off}, and this ledger is a copy, or was moved",
        "  resume it there, or launch anew from here",
    ]
    assert slurm.jobs() == before
    assert heracles("run", "ablation-a", "--again").exit_code == 0
    assert slurm.jobs()[: len(before)] == before


LOST = """\
#!/bin/sh
[ -e "$0.called" ] && exec {} "$@"
touch "$0.called"
echo "sbatch: error: Batch job submission failed: Socket timed out on send/recv operation" >&2
exit 1
"""


@pytest.mark.once
def test_a_submission_that_may_still_arrive_is_told_at_the_end(
    heracles: Heracles, sweep: Path, slurm: StandIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "bin").mkdir()
    executable(tmp_path / "bin" / "sbatch", LOST.format(shutil.which("sbatch")))
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:{os.environ['PATH']}")
    ran = heracles("run", "ablation-a")
    launch = launches(sweep)[0].id
    assert ran.exit_code == 0
    assert ran.err.splitlines()[-3:] == [
        f"6 products launched in 6 jobs; the launch is {launch}",
        "a submission that nobody answered may still arrive, and would wait in the queue, held, for ever:",
        f"in ten minutes, `heracles resume {launch}` looks for it",
    ]
    (slurm.folder / "jobs" / "700099").write_text(f"1|700099|N/A|PENDING|0|heracles:{launch}/0.1\n")
    assert heracles("resume") == (0, "", f"nothing of the launch {launch} is left to launch\n")
    assert [job.state for job in slurm.jobs()] == ["COMPLETED"] * 6 + ["CANCELLED"]


@pytest.mark.once
def test_a_job_that_was_being_released_and_is_gone_is_asked_about(
    heracles: Heracles, sweep: Path, slurm: StandIn
) -> None:
    heracles("run", "ablation-a")
    launch = break_off(sweep, slurm, 3).id  # entries: submitting, submitted, releasing
    (slurm.folder / "jobs" / "700001").unlink()
    resumed = heracles("resume")
    assert (resumed.exit_code, resumed.err.splitlines()) == (
        1,
        [
            f"heracles: error: nothing can tell whether a=1 b=x (heracles:{launch}/0.1) has run, or will: "
            "job 700001 was about to be released, and now neither the queue nor accounting knows it",
            DOUBT[0],
            "  0 of 6 launched",
            "  1 submitted, but perhaps still held",
            "  5 not launched",
            f"  to go on: heracles resume {launch}",
        ],
    )
    assert slurm.jobs() == []
    assert heracles("resume", "--assume", "lost").exit_code == 0
    assert launched(sweep, slurm) == ALL


@pytest.mark.once
def test_a_resumed_launch_counts_the_tasks_of_the_whole_sweep(
    heracles: Heracles, sweep: Path, slurm: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STAND_IN_RELEASED", "PENDING")
    (sweep / "heracles.toml").write_text(config(cluster=f"{SINGLE}\nmax_queued = 3"))
    heracles("run", "ablation-a", "--limit", "2")
    for verb in (("run", "ablation-a"), ("resume",)):
        running = launching.started(sweep, *verb)
        asked = len(slurm.calls("squeue"))
        waiting.wait_until(lambda: len(slurm.jobs()) == 3 and len(slurm.calls("squeue")) > asked + 1)  # noqa: B023
        time.sleep(0.3)
        os.killpg(running.pid, signal.SIGINT)
        _, errors = running.communicate(timeout=waiting.PATIENCE_SECONDS)
        assert running.returncode == 130
        assert "waiting for room in the queue: 3 tasks of the sweep are in it, and max_queued allows no more" in errors
    assert len(slurm.jobs()) == 3


def resumed_with_room_for(kibibytes: int, sweep: Path) -> subprocess.CompletedProcess[str]:
    """``heracles resume`` where no file may become larger."""
    command = f"ulimit -f {kibibytes}; exec '{sys.executable}' -m heracles resume"
    return subprocess.run(["bash", "-c", command], cwd=sweep, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.once
@pytest.mark.parametrize("cluster", [SINGLE, ""])
def test_what_was_submitted_runs_though_a_further_copy_cannot_be_written(
    cluster: str, heracles: Heracles, sweep: Path, slurm: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STAND_IN_MAX_ARRAY_SIZE", "1" if cluster == SINGLE else "2")
    (sweep / "heracles.toml").write_text(config(f'a = [1, 2, "{9000 * "x"}"]', cluster=cluster))
    heracles("run", "ablation-a")
    launch = break_off(sweep, slurm, AFTER_THE_FIRST)
    resumed = resumed_with_room_for(8, sweep)
    copy = "sbatch_hydra4.sh" if cluster else "sbatch_hydra4-5.sh"
    assert (resumed.returncode, resumed.stderr.splitlines()) == (
        1,
        [
            f"heracles: error: {sweep}/.heracles/launches/{launch.id}/copies/{copy} cannot be written: File too large; "
            "all copies are deleted again",
            "  see to it that there is room and that you may write there",
            "  4 of 6 launched",
            "  2 not launched",
            f"  to go on: heracles resume {launch.id}",
        ],
    )
    assert [job.held for job in slurm.jobs()] == [False] * (4 if cluster else 2)
    assert heracles("resume").exit_code == 0
    assert len(launched(sweep, slurm)) == len(set(launched(sweep, slurm))) == 6


@pytest.mark.once
def test_what_was_submitted_runs_though_a_product_fits_into_no_copy(
    heracles: Heracles, sweep: Path, slurm: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STAND_IN_MAX_ARRAY_SIZE", "2")
    (sweep / "heracles.toml").write_text(config(f'a = [1, 2, "{4_200_000 * "x"}"]'))
    ran = heracles("run", "ablation-a")
    assert ran.exit_code == 1
    assert ran.err.splitlines()[-3:] == [
        "  4 of 6 launched",
        "  2 not launched",
        f"  to go on: heracles resume {launches(sweep)[0].id}",
    ]
    assert [job.held for job in slurm.jobs()] == [False, False]


@pytest.mark.once
@pytest.mark.parametrize("room", [0, 150, 300, 450, 600, 750, 900])
def test_a_journal_that_cannot_be_written_any_more_loses_nothing(
    room: int, heracles: Heracles, broken_off: Path, slurm: StandIn
) -> None:
    """Where the room ends, a job may be submitted, or released, and nobody could write it down."""
    launch = launches(broken_off)[0].id
    journal = broken_off / ".heracles" / "launches" / launch / "journal.jsonl"
    looked = '{"entry":"looked","time":1.0}\n'
    with journal.open("a") as file:
        file.write(looked * ((8 * 1024 - room - journal.stat().st_size) // len(looked)))
    (slurm.folder / "calls").unlink()
    resumed = resumed_with_room_for(8, broken_off)
    assert resumed.returncode == 1
    error, *rest = resumed.stderr.splitlines()
    assert error == f"heracles: error: the ledger cannot be used: {journal}: File too large"
    assert rest[0] == "  see to it that there is room and that you may write there, then go on"
    assert rest[-1] == f"  to go on: heracles resume {launch}"
    assert heracles("resume").exit_code == 0
    assert launched(broken_off, slurm) == ALL


@pytest.mark.once
def test_a_ledger_that_is_gone_in_mid_launch_is_told(
    heracles: Heracles, broken_off: Path, slurm: StandIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sbatch = shutil.which("sbatch")
    (tmp_path / "bin").mkdir()
    launch = launches(broken_off)[0].id
    home = broken_off / ".heracles" / "launches"
    executable(tmp_path / "bin" / "sbatch", f'#!/bin/sh\n{sbatch} "$@" && mv {home}/{launch} {tmp_path}/gone\n')
    with monkeypatch.context() as patch:
        patch.setenv("PATH", f"{tmp_path}/bin:{os.environ['PATH']}")
        resumed = heracles("resume")
    assert resumed.exit_code == 1
    missing = "No such file or directory"
    assert resumed.err.splitlines()[-4:] == [
        f"heracles: error: the ledger cannot be used: {home}/{launch}/launch.json: {missing}",
        "  see to it that you may read all of the ledger, then go on",
        f"  how far the launch {launch} is cannot be said: the ledger cannot be used: "
        f"{home}/{launch}/launch.json: {missing}",
        "2 errors",
    ]
    assert not any(job.held for job in slurm.jobs())
    shutil.rmtree(home / launch, ignore_errors=True)
    (tmp_path / "gone").rename(home / launch)
    assert heracles("resume").exit_code == 0
    assert launched(broken_off, slurm) == ALL


KILLING = '#!/bin/sh\ncase $1 in *2.sh) [ -e open ] || kill -9 $PPID;; esac\nbasename "$1" >> called\n'
DOUBT = [
    "  look for it, then say --assume submitted (it is there, or was) or --assume lost (submit it again)",
    "  2 of 6 launched",
    "  1 submission in doubt",
    "  3 not launched, their copies stay: sbatch_hydra{3..5}.sh",
]


@pytest.fixture
def in_doubt(sweep: Path) -> Path:
    """A project after a launch that was killed, by its third call of a command, in mid-call."""
    executable(sweep / "submit", KILLING)
    running = launching.started(sweep, "run", "ablation-a", "-l", "queue")
    running.communicate(timeout=waiting.PATIENCE_SECONDS)
    assert running.returncode == -signal.SIGKILL
    (sweep / "open").touch()
    waiting.wait_until(lambda: "sbatch_hydra2.sh" in (sweep / "called").read_text())
    return sweep


def called(sweep: Path) -> list[int]:
    """The indices of the copies with which the command was called."""
    return [int(name[len("sbatch_hydra") : -len(".sh")]) for name in (sweep / "called").read_text().split()]


@pytest.mark.once
def test_what_nobody_can_tell_is_asked(heracles: Heracles, in_doubt: Path) -> None:
    launch = launches(in_doubt)[0].id
    error = [
        f"heracles: error: nothing can tell whether a=2 b=x (heracles:{launch}/2.1) was submitted: "
        "the call that handed it over was broken off",
        *DOUBT,
        f"  to go on: heracles resume {launch}",
        "  to give up: rm sbatch_hydra{3..5}.sh",
    ]
    resumed = heracles("resume")
    assert (resumed.exit_code, resumed.out, resumed.err.splitlines()) == (1, "", error)
    ran = heracles("run", "ablation-a", "-l", "queue")
    assert (ran.exit_code, ran.err.splitlines()) == (1, [f"going on with the launch {launch}", *error])
    closed = heracles("run", "ablation-a", "--again")
    assert closed.exit_code == 1
    assert closed.err.splitlines() == [
        f"closing the launch {launch}: --again launches all once more", *error[:2],
    ]  # fmt: skip
    assert called(in_doubt) == [0, 1, 2]


@pytest.mark.once
@pytest.mark.parametrize(("assumed", "calls"), [("submitted", [0, 1, 2, 3, 4, 5]), ("lost", [0, 1, 2, 2, 3, 4, 5])])
@pytest.mark.parametrize("verb", [("resume",), ("run", "ablation-a", "-l", "queue")])
def test_what_a_user_says_counts(
    verb: tuple[str, ...], assumed: str, calls: list[int], heracles: Heracles, in_doubt: Path
) -> None:
    launch = launches(in_doubt)[0].id
    ran = heracles(*verb, "--assume", assumed)
    assert ran.exit_code == 0
    warning = f"heracles: warning: a=2 b=x (heracles:{launch}/2.1) counts as {assumed}, as you say"
    assert warning in ran.err.splitlines()
    assert called(in_doubt) == calls
    assert names(in_doubt) == ["called", "heracles.toml", "open", "sbatch.sh", "submit"]
    assert heracles("run", "ablation-a", "-l", "queue").err == "6 launched, nothing new\n"


@pytest.mark.once
@pytest.mark.parametrize("assumed", ["submitted", "lost"])
def test_what_a_user_says_counts_for_nothing_that_comes_into_doubt_later(
    assumed: str, heracles: Heracles, in_doubt: Path
) -> None:
    (in_doubt / "submit").write_text('#!/bin/sh\ncase $1 in *4.sh) kill -9 $$;; esac\nbasename "$1" >> called\n')
    launch = launches(in_doubt)[0].id
    ran = heracles("resume", "--assume", assumed)
    assert ran.exit_code == 1
    again = [2] if assumed == "lost" else []
    assert called(in_doubt) == [0, 1, 2, *again, 3]
    assert [line for line in ran.err.splitlines() if "warning" not in line] == [
        "./submit was killed by SIGKILL",
        f"heracles: error: nothing can tell whether a=3 b=x (heracles:{launch}/4.1) was submitted: "
        "the call that handed it over was broken off",
        DOUBT[0],
        "  4 of 6 launched",
        "  1 submission in doubt",
        "  1 not launched, their copies stay: sbatch_hydra5.sh",
        f"  to go on: heracles resume {launch}",
        "  to give up: rm sbatch_hydra5.sh",
    ]
    assert heracles("resume", "--assume", "submitted").exit_code == 0
    assert called(in_doubt) == [0, 1, 2, *again, 3, 5]


@pytest.mark.once
def test_the_copies_of_a_closed_launch_are_deleted(heracles: Heracles, sweep: Path) -> None:
    executable(sweep / "submit", '#!/bin/sh\ncase $1 in *2.sh) [ -e open ] || exit 7;; esac\nbasename "$1" >> called\n')
    assert heracles("run", "ablation-a", "-l", "queue").exit_code == 1
    assert names(sweep)[2:] == ["sbatch.sh", *(f"sbatch_hydra{index}.sh" for index in (2, 3, 4, 5)), "submit"]
    (sweep / "sbatch_hydra5.sh").write_text("mine")
    (sweep / "heracles.toml").write_text(config("a = [1, 2]", cluster=SINGLE))
    (sweep / "open").touch()
    assert heracles("run", "ablation-a", "-l", "queue").exit_code == 0
    assert called(sweep) == [0, 1, 2, 3]
    assert names(sweep) == ["called", "heracles.toml", "open", "sbatch.sh", "sbatch_hydra5.sh", "submit"]


QUICK = Pace(first_poll=0.05, longest_poll=0.1, batch=5.0, doubt=0.01, away=1.0, tries=3)


def begun(heracles: Heracles, sweep: Path, slurm: StandIn) -> ledger.Record:
    """A launch of all products in one array, of which nothing is submitted."""
    (sweep / "heracles.toml").write_text(config())
    heracles("run", "ablation-a")
    break_off(sweep, slurm, 0)
    return newest(sweep)


def driven(sweep: Path, record: ledger.Record, stopped: Callable[[], bool] = bool) -> list[Event]:
    """What happens when a launch goes on, at a quick pace."""
    launch = record.launch
    surroundings = Surroundings(launch.interpreter, "logs", "exits", None, str)
    launcher = make(launch.settings, launch.terms, surroundings)
    with ledger.open_writer(str(sweep / ".heracles"), launch.id) as writer:
        journal = Journal(writer, record.entries)
        course = Course(str(sweep / ".heracles"), launch, journal, launcher, stopped, pace=QUICK)
        return list(drive(course))


def test_an_array_that_is_too_large_for_the_queue_is_halved(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    record = begun(heracles, sweep, slurm)
    (slurm.folder / "max_submit_jobs").write_text("3\n")
    events = driven(sweep, record)
    assert not [event for event in events if isinstance(event, Failed)]
    submitted = [(event.first, event.last) for event in events if isinstance(event, Submitted)]
    assert submitted[0] == (0, 2)
    assert [place for first, last in submitted for place in range(first, last + 1)] == list(range(6))
    assert sum(job.tasks for job in slurm.jobs()) == 6
    assert heracles("run", "ablation-a").err == "6 completed, nothing new\n"


@pytest.mark.once
def test_a_full_queue_is_waited_for_until_somebody_asks_to_end(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    record = begun(heracles, sweep, slurm)
    (slurm.folder / "max_submit_jobs").write_text("0\n")
    looks = iter(range(20))
    events = driven(sweep, record, lambda: next(looks, None) is None)
    whys = {event.why for event in events if isinstance(event, Waiting) and event.why}
    assert len(whys) == 1
    assert whys.pop().startswith("waiting for room in the queue: ")
    assert not [event for event in events if isinstance(event, (Submitted, Failed))]
    (slurm.folder / "max_submit_jobs").unlink()
    assert heracles("resume").exit_code == 0
    assert sorted(launched(sweep, slurm)) == ALL


@pytest.mark.once
def test_an_interrupt_while_the_queue_is_full(heracles: Heracles, sweep: Path, slurm: StandIn) -> None:
    (slurm.folder / "max_submit_jobs").write_text("0\n")
    running = launching.started(sweep, "run", "ablation-a")
    waiting.wait_until(lambda: slurm.calls("sbatch") != [])
    os.killpg(running.pid, signal.SIGINT)
    out, errors = running.communicate(timeout=waiting.PATIENCE_SECONDS)
    assert (running.returncode, out) == (130, "")
    launch = launches(sweep)[0].id
    assert errors.splitlines()[-4:] == [
        "heracles: error: interrupted",
        "  0 of 6 launched",
        "  6 not launched",
        f"  to go on: heracles resume {launch}",
    ]
    (slurm.folder / "max_submit_jobs").unlink()
    assert heracles("resume").err == f"6 products launched in 6 jobs; the launch is {launch}\n"
    assert launched(sweep, slurm) == ALL


@pytest.mark.once
def test_a_clock_that_is_set_forward_does_not_shorten_the_wait_for_what_would_not_be_held(
    heracles: Heracles, sweep: Path, slurm: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    (sweep / "heracles.toml").write_text(config(cluster=f"{SINGLE}\nhold = false"))
    heracles("run", "ablation-a")
    break_off(sweep, slurm, 2)  # the program that submits the first job had begun
    for job in slurm.jobs():
        (slurm.folder / "jobs" / job.id).unlink()
    calls = slurm.calls("sbatch")
    clock = itertools.count(time.time(), 1000.0)
    monkeypatch.setattr(time, "time", lambda: next(clock))
    end = time.monotonic() + 1
    events = driven(sweep, newest(sweep), lambda: time.monotonic() > end)
    assert Waiting("a submission may still arrive, and would not be held") in events
    assert slurm.calls("sbatch") == calls


@pytest.mark.once
def test_products_whose_jobs_are_gone_again_and_again_are_given_up(
    heracles: Heracles, sweep: Path, slurm: StandIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    record = begun(heracles, sweep, slurm)
    sbatch = shutil.which("sbatch")
    (tmp_path / "bin").mkdir()
    executable(tmp_path / "bin" / "sbatch", f'#!/bin/sh\n{sbatch} "$@" && rm -f "$STAND_IN_SLURM"/jobs/*\n')
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:{os.environ['PATH']}")
    before = len(slurm.calls("sbatch"))
    (failed,) = [event for event in driven(sweep, record) if isinstance(event, Failed)]
    assert failed.fault.what == "the same products were submitted 3 times, and no job came of it"
    assert failed.fault.cure == "does somebody cancel the jobs?"
    assert len(slurm.calls("sbatch")) - before == 3
