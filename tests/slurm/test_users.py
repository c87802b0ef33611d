"""An ordinary user launches: not root, with one file of heracles and a bare Python."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.building import build_zipapp

from .counting import Counted, faults
from .daemons import wait_until
from .faults import LOST_ANSWERS, sbatch
from .killing import kill
from .provision import Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .cluster import Cluster

PACKAGE = Path(__file__).parents[2] / "heracles"
SCRIPT = "sbatch.sh"
SWEEP = "n=range(6)"
SLOW = sbatch('sleep 0.3; exec "$real" "$@"', at=())
LAUNCHERS = ["-r=sbatch", "--launcher=slurm"]


@pytest.fixture(scope="module")
def user(cluster: Cluster) -> Iterator[str]:
    """A user of this machine and of the cluster, whose home is readable for others."""
    name = f"heracles-{os.getpid()}"
    home = cluster.layout.folder / name
    subprocess.run(["useradd", f"--home-dir={home}", "--no-create-home", "--user-group", name], check=True)
    try:
        home.mkdir(mode=0o755)
        shutil.chown(home, name, name)
        cluster.read("sacctmgr", "--immediate", "add", "user", name, "account=root")
        yield name
    finally:
        subprocess.run(["userdel", name], check=True)


@pytest.fixture(scope="module")
def program(cluster: Cluster, user: str) -> tuple[str, ...]:
    """heracles as one file, for a Python that every user can start."""
    archive = cluster.layout.folder / user / "heracles.pyz"
    build_zipapp(PACKAGE, archive)
    return python_of(user), str(archive)


def python_of(user: str) -> str:
    for python in (sys.executable, "/usr/bin/python3"):
        if can_run(user, python):
            return python
    message = "there is no Python 3.9 that an ordinary user can start"
    raise Unavailable(message)


def can_run(user: str, python: str) -> bool:
    command = [python, "-c", "import sys; sys.exit(sys.version_info < (3, 9))"]
    try:
        return subprocess.run(command, user=user, group=user, extra_groups=[], cwd="/", check=False).returncode == 0
    except OSError:
        return False


@pytest.fixture
def theirs(cluster: Cluster, user: str, program: tuple[str, ...], request: pytest.FixtureRequest) -> Iterator[Counted]:
    """A project of that user's, without a heracles.toml."""
    home = cluster.layout.folder / user
    folder = home / request.node.name
    environment = {"HOME": str(home), "USER": user, "LOGNAME": user, "XDG_CACHE_HOME": str(home / "cache")}
    project = Counted(folder, cluster, 6, program=program, user=user).under(environment).write()
    (folder / "heracles.toml").unlink()
    hand_over(project)
    yield project
    cluster.cancel_tasks(folder)


def hand_over(project: Counted) -> None:
    assert project.user
    subprocess.run(["chown", "--recursive", f"{project.user}:{project.user}", str(project.folder)], check=True)


def owners(folder: Path) -> set[str]:
    return {path.owner() for path in folder.rglob("*")}


def begin_and_kill(project: Counted, launcher: str) -> None:
    process = project.start(SCRIPT, launcher, SWEEP)
    wait_until(lambda: any(project.queue()), 30, "a job is submitted", pause=0.02)
    kill(process, whole=True)


@pytest.mark.parametrize("launcher", LAUNCHERS)
def test_an_ordinary_user_launches(theirs: Counted, launcher: str) -> None:
    ran = theirs.heracles(SCRIPT, launcher, SWEEP)
    assert ran.returncode == 0, ran.stderr
    assert faults(theirs.as_shown(SCRIPT, SWEEP)) == []
    assert owners(theirs.folder) == {theirs.user}


@pytest.mark.parametrize("launcher", LAUNCHERS)
def test_a_killed_launch_of_an_ordinary_user_is_resumed(theirs: Counted, launcher: str) -> None:
    slow = SLOW.put_before(theirs)
    hand_over(theirs)
    begin_and_kill(slow, launcher)
    resumed = theirs.heracles("resume", SCRIPT)
    assert resumed.returncode == 0, resumed.stderr
    assert faults(theirs.as_shown(SCRIPT, SWEEP)) == []


@pytest.mark.parametrize("launcher", LAUNCHERS)
def test_an_answer_to_an_ordinary_user_is_lost(theirs: Counted, launcher: str) -> None:
    broken = LOST_ANSWERS["submitted and timed out"]._replace(at=(1,)).put_before(theirs)
    hand_over(theirs)
    broken.heracles(SCRIPT, launcher, SWEEP)
    resumed = theirs.heracles("resume", SCRIPT)
    assert resumed.returncode == 0, resumed.stderr
    assert faults(theirs.as_shown(SCRIPT, SWEEP)) == []


def test_a_limit_of_an_ordinary_user_is_waited_for(theirs: Counted, cluster: Cluster) -> None:
    assert theirs.user
    with cluster.submit_limit(4, theirs.user):
        ran = theirs.heracles(SCRIPT, "--launcher=slurm", SWEEP)
    assert ran.returncode == 0, ran.stderr
    assert "AssocMaxSubmitJobLimit" in ran.stderr
    assert faults(theirs.as_shown(SCRIPT, SWEEP)) == []


def test_the_jobs_of_others_are_left_alone(theirs: Counted, cluster: Cluster, tmp_path: Path) -> None:
    """Even where they carry a tag of the same launch."""
    begin_and_kill(theirs, "-r=sbatch")
    [tag, *_] = (job.comment for job in theirs.queue())
    mine = Counted(tmp_path / "mine", cluster).write()
    submit = f"--chdir={mine.folder}", "--output=/dev/null", "--wrap=true"
    job = cluster.read("sbatch", "--parsable", "--hold", f"--comment={tag}", *submit).strip()
    resumed = theirs.heracles("resume", SCRIPT)
    assert resumed.returncode == 0, resumed.stderr
    assert faults(theirs.as_shown(SCRIPT, SWEEP)) == []
    assert [(left.job, left.held) for left in mine.queue()] == [(job, True)]
    cluster.cancel_tasks(mine.folder)
