"""``snapshot = true``: what is launched runs the code as it was then, wherever and whenever it runs."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from typing import TYPE_CHECKING

import pytest

from heracles.commands.launching import snapshotting
from tests.waiting import wait_for, wait_until

from . import launching
from .launching import executable, launches, started
from .operating import timeless
from .repositories import commit_all, git, unconfigured

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Heracles
    from .stand_in import StandIn

pytestmark = pytest.mark.once

CONFIG = """\
default_launcher = "here"
[launchers.here]
kind = "local"
workers = 1
[launchers.cluster]
kind = "slurm"
array = false
[launchers.queue]
kind = "command"
command = "./submit"
[sweeps.a]
script = "sbatch.sh"
snapshot = true
overrides = ["a=1,2", "hydra.run.dir=runs/${heracles:id}"]
results = { path = "runs/${heracles:id}/metrics.json", keys = ["code"] }
"""
JOB = '#!/bin/bash\n./app "$@"\n'
APP = """\
#!/usr/bin/env python3
import os, sys, time
while os.path.exists(os.environ.get("WAIT_FOR", "")):
    time.sleep(0.01)
folder = sys.argv[2].partition("=")[2]
os.makedirs(folder, exist_ok=True)
open(f"{folder}/metrics.json", "w").write('{"code": 1}')
sys.exit(sys.argv[1] == os.environ.get("FAILING"))
"""
LAUNCH = ".heracles/launches/LAUNCH"
TOLD = [
    '2 products of sbatch.sh; overrides go in as "$@" at sbatch.sh:2  ./app "$@"',
    f"snapshot: 4 files, 701 bytes of code, in {LAUNCH}/code",
]


@pytest.fixture
def project(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository in whose folder ``exp`` a sweep is declared, in which the test stands."""
    unconfigured(folder, monkeypatch)
    git(folder, "init", "--quiet")
    exp = folder / "exp"
    exp.mkdir()
    (exp / "heracles.toml").write_text(CONFIG)
    executable(exp / "sbatch.sh", JOB)
    executable(exp / "app", APP)
    (folder / ".gitignore").write_text("*.sif\nruns/\n.heracles\n")
    commit_all(folder)
    monkeypatch.chdir(exp)
    return exp


@pytest.fixture
def slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    return launching.put_in_place(tmp_path / "slurm", monkeypatch)


def edit(project: Path, version: int = 2) -> None:
    """Changes the application in place."""
    with (project / "app").open("r+") as file:
        file.write(APP.replace('"code": 1', f'"code": {version}'))


def results(heracles: Heracles, *words: str) -> list[int | None]:
    return [json.loads(line)["results"]["code"] for line in heracles("results", "a", "--json", *words).out.splitlines()]


def test_what_is_launched_runs_the_code_of_then(
    heracles: Heracles, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = tmp_path / "waiting"
    waiting.touch()
    monkeypatch.setenv("WAIT_FOR", str(waiting))
    process = started(project, "run", "a")
    launches_folder = project / ".heracles" / "launches"
    wait_until(lambda: bool(list(launches_folder.glob("*/journal.jsonl"))))
    wait_until(lambda: bool(list(launches_folder.glob("*/logs/0.log"))))
    edit(project)
    waiting.unlink()
    _, err = process.communicate()
    assert process.returncode == 0, err
    assert timeless(err) == [
        *TOLD,
        "not copied but linked, since git ignores it: exp/runs",
        f"2 passed; output: {LAUNCH}/logs/",
    ]
    assert results(heracles) == [1, 1]
    assert sorted(path.name for path in (project / "runs").glob("*/*")) == ["metrics.json"] * 2
    assert "2 completed, nothing new" in heracles("run", "a").err
    heracles("run", "a", "--again")
    assert results(heracles) == [2, 2]


def test_the_copies_of_the_script_lie_in_the_snapshot(
    heracles: Heracles, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    executable(project / "sbatch.sh", '#!/bin/bash\ncd "$(dirname "$0")"\npwd >> "$OUT/pwd"\n./app "$@"\n')
    monkeypatch.setenv("OUT", str(project))
    ran = heracles("run", "a", "--limit", "1")
    assert ran.exit_code == 0, ran.err
    code = launches(project)[-1].code
    assert (project / "pwd").read_text() == f"{code}\n"
    assert code == f"{project}/.heracles/launches/{launches(project)[-1].id}/code/exp"
    assert not list(project.glob("*_hydra*"))
    assert not list((project / ".heracles").rglob("*_hydra*"))


def test_results_that_runs_leave_in_the_snapshot_are_found_and_never_cleaned_away(
    heracles: Heracles, project: Path
) -> None:
    (project.parent / ".gitignore").write_text(".heracles\n")
    ran = heracles("run", "a")
    assert timeless(ran.err)[1:] == [
        f"snapshot: 4 files, 689 bytes of code, in {LAUNCH}/code",
        f"runs write into {LAUNCH}/code/exp/runs; with runs/ in .gitignore, into that of the project",
        f"2 passed; output: {LAUNCH}/logs/",
    ]
    assert results(heracles) == [1, 1]
    cleaned = heracles("clean", "--older-than", "0h", "--forget", "--yes")
    assert timeless(cleaned.err) == [
        f"LAUNCH of a stays: its runs wrote 2 files into {LAUNCH}/code; move or delete what matters, then the folder",
        "no launch is to be removed",
    ]
    shutil.rmtree(project / ".heracles" / "launches" / launches(project)[0].id / "code" / "exp" / "runs")
    assert heracles("clean", "--older-than", "0h", "--forget", "--yes").exit_code == 0
    assert launches(project) == ()


def test_the_same_results_in_the_project_do_not_keep_a_snapshot(heracles: Heracles, project: Path) -> None:
    heracles("run", "a")
    heracles("clean", "--older-than", "0h", "--forget", "--yes")
    assert list((project / ".heracles" / "launches").iterdir()) == []
    assert len(list((project / "runs").glob("*/metrics.json"))) == 2


def test_nothing_is_made_that_is_only_shown(heracles: Heracles, project: Path) -> None:
    said = "a snapshot would be made: 4 files, 701 bytes of code"
    assert heracles("show", "a").err.splitlines()[-2] == said
    assert heracles("run", "a", "--dry-run").err.splitlines()[1:] == [
        said,
        "would call: /bin/bash sbatch_hydra0.sh, and so on for 1 more",
    ]
    (project / "heracles.toml").write_text(CONFIG.replace("snapshot = true", 'snapshot = true\ncheck = "true"'))
    assert heracles("check", "a").err.splitlines()[-1] == said.replace("701", "716")
    assert not (project / ".heracles").exists()
    assert not (project / "runs").exists()


def test_what_cannot_be_is_said_before_anything_is_launched(heracles: Heracles, project: Path) -> None:
    shutil.rmtree(project.parent / ".git")
    ran = heracles("run", "a")
    assert (ran.exit_code, ran.out) == (2, "")
    assert ran.err.splitlines() == [
        f"heracles: error: there can be no snapshot of {project}: "
        "it is in no git repository, and git says what belongs to it",
        "  git init there, and name in .gitignore what is no code (data, results, images), "
        "or launch without a snapshot",
    ]
    assert "warning: it cannot be launched so: there can be no snapshot of" in heracles("show", "a").err
    assert not (project / ".heracles").exists()


def test_a_script_that_git_ignores(heracles: Heracles, project: Path) -> None:
    (project.parent / ".gitignore").write_text("sbatch.sh\n")
    git(project, "rm", "--quiet", "--cached", "sbatch.sh")
    assert heracles("run", "a").err.splitlines()[-2:] == [
        f"heracles: error: sbatch.sh would not be in the snapshot of {project.parent}: "
        "git ignores it, or it lies elsewhere",
        "  git add -f it there, or launch without a snapshot",
    ]


def test_a_script_by_its_absolute_path(heracles: Heracles, project: Path) -> None:
    assert heracles(f"{project}/sbatch.sh", "-l", "here", "--snapshot", "a=1").err.splitlines()[-2:] == [
        f"heracles: error: {project}/sbatch.sh is named by its absolute path, "
        "by which a snapshot would not find its own copy of it",
        "  name it from where you are: sbatch.sh",
    ]


def test_a_snapshot_so_large_is_asked_about(heracles: Heracles, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshotting, "MOST_BYTES", 5000)
    (project / "model.bin").write_bytes(b"x" * 5_123_456)
    assert heracles("run", "a").err.splitlines()[1:] == [
        "the snapshot would be 5 files, 5.1 MB of code, most of it in exp; "
        "what is no code belongs into .gitignore, and is linked then",
        "heracles: error: nobody is here to be asked: make a snapshot so large?",
        "  say --yes to do so",
    ]
    assert launches(project) == ()
    assert heracles("run", "a", "--yes").exit_code == 0
    assert heracles("sbatch.sh", "-l", "here", "--snapshot", "a=1", "hydra.run.dir=runs/x").exit_code == 0


def test_code_by_its_absolute_path_is_warned_of_once(heracles: Heracles, project: Path) -> None:
    (project / "sbatch.sh").write_text(f'#!/bin/bash\n#SBATCH -o {project}/log\n{project}/app "$@"\n{project}/app\n')
    warnings = [line for line in heracles("run", "a").err.splitlines() if "warning" in line]
    assert warnings == [
        f"heracles: warning: sbatch.sh:3 names {project}/app: "
        "that is not in the snapshot, but the code as it is when a job runs"
    ]


def test_a_disk_that_is_full_launches_nothing(
    heracles: Heracles, project: Path, slurm: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> None:
        raise OSError(28, "No space left on device", "code/app")

    monkeypatch.setattr(os, "readlink", full)
    (project / "link").symlink_to("app")
    ran = heracles("run", "a", "-l", "cluster")
    assert ran.exit_code == 1
    assert ran.err.splitlines()[-2:] == [
        "heracles: error: no snapshot: code/app: No space left on device",
        "  see to it that there is room, and that you may read the project; nothing was launched",
    ]
    assert (slurm.jobs(), list((project / ".heracles" / "launches").iterdir())) == ([], [])


def test_killed_at_copying_it_leaves_no_launch(
    heracles: Heracles, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    here = tmp_path / "here"
    git_here = shutil.which("git")
    hang = f'[[ " $* " != *" --shared-index-path "* ]] || {{ touch {here}; sleep 100; }}'
    executable(programs / "git", f'#!/bin/bash\n{hang}\nexec {git_here} "$@"\n')
    with monkeypatch.context() as patched:
        patched.setenv("PATH", str(programs), prepend=os.pathsep)
        process = started(project, "run", "a")
        wait_for(here)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    [folder] = (project / ".heracles" / "launches").iterdir()
    assert folder.name.startswith(".prepared-")
    assert launches(project) == ()
    assert heracles("status").err == (
        "nothing has been launched here; heracles run NAME, or heracles SCRIPT -r=CMD, begins a launch\n"
    )
    heracles("clean", "--older-than", "0h")
    assert folder.exists()
    os.utime(folder, (1, 1))
    heracles("clean", "--older-than", "0h")
    assert not folder.exists()


def test_jobs_of_slurm_run_there_and_their_logs_stay_where_they_were(
    heracles: Heracles, project: Path, slurm: StandIn
) -> None:
    (project / "logs").mkdir()
    directives = "#SBATCH --output=logs/%j.txt\n#SBATCH -e err-%j\n"
    (project / "sbatch.sh").write_text(f'#!/bin/bash\n{directives}./app "$@"\n')
    ran = heracles("run", "a", "-l", "cluster")
    assert ran.exit_code == 0, ran.err
    call = heracles("run", "a", "-l", "cluster", "--again", "--dry-run").err.splitlines()[-1]
    assert f" --output={project}/logs/%j.txt --error={project}/err-%j sbatch_hydra0.sh" in call
    printed = heracles("logs", "a", "0", "--path").out.split()
    assert f"{project}/logs/700001.txt" in {os.path.abspath(path) for path in printed}


@pytest.mark.usefixtures("slurm")
@pytest.mark.parametrize(("array", "name"), [("false", "slurm-700001.out"), ("true", "slurm-700001_0.out")])
def test_the_default_logs_stay_where_they_were(heracles: Heracles, project: Path, array: str, name: str) -> None:
    (project / "heracles.toml").write_text(CONFIG.replace("array = false", f"array = {array}"))
    heracles("run", "a", "-l", "cluster")
    printed = heracles("logs", "a", "0", "--path").out.split()
    assert {os.path.abspath(path) for path in printed} == {f"{project}/{name}"}


@pytest.mark.usefixtures("slurm")
def test_a_chdir_out_of_the_snapshot_is_refused(heracles: Heracles, project: Path) -> None:
    (project / "sbatch.sh").write_text(f'#!/bin/bash\n#SBATCH --chdir={project}\n./app "$@"\n')
    said = heracles("run", "a", "-l", "cluster").err.splitlines()
    assert [line for line in said if line.strip() != "^"] == [
        "heracles: error: --chdir would lead out of the snapshot, to the code as it is when the job runs",
        f"  sbatch.sh:2: #SBATCH --chdir={project}",
        "  write it as a relative path: --chdir=.",
    ]


def test_a_command_is_called_there(heracles: Heracles, project: Path) -> None:
    executable(project / "submit", f'#!/bin/sh\necho "$PWD $(pwd -P) $1" >> {project.parent.parent}/called\n')
    ran = heracles("run", "a", "-l", "queue")
    assert ran.exit_code == 0, ran.err
    code = launches(project)[-1].code
    called = (project.parent.parent / "called").read_text().splitlines()
    assert called == [f"{code} {code} sbatch_hydra{index}.sh" for index in (0, 1)]


def test_a_sweep_on_the_command_line(heracles: Heracles, project: Path) -> None:
    ran = heracles("sbatch.sh", "-l", "here", "--snapshot", "a=1", "hydra.run.dir=runs/x")
    assert ran.exit_code == 0, ran.err
    assert launches(project)[-1].code.endswith("/code/exp")
    assert (project / "runs" / "x" / "metrics.json").exists()


def test_a_retry_runs_the_code_as_it_is_now_or_as_it_was(
    heracles: Heracles, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAILING", "a=1")
    commit = git(project, "rev-parse", "HEAD")
    heracles("run", "a")
    edit(project)
    heracles("retry", "a")
    assert results(heracles) == [2, 1]
    edit(project, 3)
    commit_all(project)
    ran = heracles("retry", "a", "--as-launched")
    assert timeless(ran.err)[2] == f"snapshot: 4 files, 701 bytes of code, in {LAUNCH}/code"
    assert results(heracles) == [2, 1]
    first, now, then = launches(project)
    assert (now.retries, then.retries) == (first.id, now.id)
    assert [(each.commit, each.changed) for each in (first, now, then)] == [(commit, 0), (commit, 1), (commit, 1)]
    inodes = [os.stat(f"{each.code}/app").st_ino for each in (first, now, then)]
    assert inodes[0] != inodes[1] == inodes[2]
    assert git(project, "-C", then.code, "rev-parse", "HEAD") == commit


def test_a_dry_run_of_a_retry_says_which_code_would_run(
    heracles: Heracles, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAILING", "a=1")
    heracles("run", "a")
    edit(project)
    said = heracles("retry", "a", "--dry-run").err.splitlines()
    assert "a snapshot would be made: 4 files, 701 bytes of code" in said
    said = heracles("retry", "a", "--dry-run", "--as-launched").err.splitlines()
    assert f"it would run in a copy of the snapshot of the launch {launches(project)[0].id}" in said
    assert len(launches(project)) == 1


def test_as_launched_without_a_snapshot_says_what_it_is_not(
    heracles: Heracles, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "heracles.toml").write_text(CONFIG.replace("snapshot = true", ""))
    monkeypatch.setenv("FAILING", "a=1")
    heracles("run", "a")
    assert (
        "the script is as it was then; the code that it runs is as it is now, since no snapshot was made of it"
        in heracles("retry", "a", "--as-launched").err.splitlines()
    )


def test_a_launch_goes_on_with_its_own_snapshot(heracles: Heracles, project: Path, slurm: StandIn) -> None:
    heracles("run", "a", "-l", "cluster")
    launch = launching.break_off(project, slurm, 4)
    edit(project)
    ran = heracles("run", "a", "-l", "cluster")
    assert f"going on with the launch {launch.id}, with the code of its snapshot" in ran.err.splitlines()
    assert [each.id for each in launches(project)] == [launch.id]
    launching.break_off(project, slurm, 4)
    shutil.rmtree(project / ".heracles" / "launches" / launch.id / "code")
    assert timeless(heracles("resume", "a").err) == [
        f"heracles: error: the snapshot of the launch LAUNCH is gone: {LAUNCH}/code/exp",
        "  restore it from a backup, or give the rest up with heracles cancel and launch it anew",
    ]


def test_an_open_launch_without_a_snapshot_is_closed_where_one_is_wanted(
    heracles: Heracles, project: Path, slurm: StandIn
) -> None:
    (project / "heracles.toml").write_text(CONFIG.replace("snapshot = true", ""))
    heracles("run", "a", "-l", "cluster")
    launch = launching.break_off(project, slurm, 4)
    (project / "heracles.toml").write_text(CONFIG)
    ran = heracles("run", "a", "-l", "cluster")
    assert (
        f"closing the launch {launch.id}: since it began, it has no snapshot, and one is wanted now"
        in ran.err.splitlines()
    )


def test_where_the_code_of_a_launch_is(heracles: Heracles, project: Path) -> None:
    (project / "app").write_text(f"{APP}# changed\n")
    commit = git(project, "rev-parse", "HEAD")
    heracles("run", "a")
    of_commit = f"commit {commit[:10]} with uncommitted changes in 1 file"
    lines = timeless(heracles("show", "a", "0").out)
    assert f"  code: {LAUNCH}/code/exp, {of_commit}" in lines
    assert f"the code of the newest launch is in {LAUNCH}/code/exp" in timeless(heracles("status", "a").err)
    [told] = json.loads(heracles("show", "a", "0", "--json").out)["launches"]
    assert (told["code"], told["commit"], told["changed"]) == (launches(project)[0].code, commit, 1)
    for path in (project / "runs").glob("*/*"):
        path.unlink()
    edit(project)
    script = heracles("show", "a", "0", "--script").out
    subprocess.run(["bash"], input=script, text=True, check=True, cwd="/")
    assert results(heracles)[0] == 1


@pytest.mark.parametrize("words", [("run", "a"), ("run", "a", "--dry-run")])
def test_uncommitted_changes_are_told_where_nothing_keeps_them(
    heracles: Heracles, project: Path, words: tuple[str, ...]
) -> None:
    (project / "heracles.toml").write_text(CONFIG.replace("snapshot = true", ""))
    assert heracles(*words).err.splitlines()[1] == (
        "uncommitted changes in 1 file; a job runs the code as it is when it begins: "
        "snapshot = true keeps it as it is now"
    )
    commit_all(project)
    assert "uncommitted" not in heracles(*words, "--again").err


def test_products_that_are_launched_later_from_another_commit(heracles: Heracles, project: Path) -> None:
    heracles("run", "a", "--limit", "1")
    before = git(project, "rev-parse", "HEAD")
    edit(project)
    after = commit_all(project)
    said = f"the code is another than that of the last launch: commit {after[:10]}, then {before[:10]}"
    assert said in heracles("run", "a").err.splitlines()
    assert said not in heracles("run", "a", "--again").err.splitlines()
