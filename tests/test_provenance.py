"""What is recorded of who launches, where, and of what git has checked out there."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from heracles import __version__
from heracles.commands.launching.provenance import Provenance, checked_out, provenance, user_name

from .repositories import commit, git, head, unconfigured

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 30.0
NOBODY = 2**31 - 7


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is in no repository, for a git that nobody configured."""
    unconfigured(tmp_path, monkeypatch)
    return tmp_path


@pytest.fixture
def repository(empty: Path) -> Path:
    """A repository with one commit of one file, and nothing changed."""
    git(empty, "init", "--quiet")
    (empty / "sbatch.sh").write_text("one\n")
    git(empty, "add", "sbatch.sh")
    commit(empty)
    return empty


def test_who_where_with_what_and_from_which_commit(repository: Path) -> None:
    user, host = user_name(os.geteuid()), os.uname().nodename
    assert provenance(str(repository)) == Provenance(user, host, __version__, head(repository), changed=0)


@pytest.mark.once
def test_a_folder_of_a_repository_belongs_to_it(repository: Path) -> None:
    (repository / "deeper").mkdir()
    assert checked_out(str(repository / "deeper"), SECONDS) == (head(repository), 0)


@pytest.mark.once
def test_what_differs_from_the_commit_is_dirty(repository: Path) -> None:
    (repository / "sbatch.sh").write_text("two\n")
    assert checked_out(str(repository), SECONDS) == (head(repository), 1)
    git(repository, "add", "sbatch.sh")
    assert checked_out(str(repository), SECONDS) == (head(repository), 1)
    commit(repository)
    assert checked_out(str(repository), SECONDS) == (head(repository), 0)
    (repository / "sbatch.sh").unlink()
    assert checked_out(str(repository), SECONDS) == (head(repository), 1)


@pytest.mark.once
def test_what_git_does_not_track_is_not_dirty(repository: Path) -> None:
    (repository / "results").write_text("")
    git(repository, "config", "status.showUntrackedFiles", "all")
    git(repository, "config", "status.showStash", "true")
    (repository / "sbatch.sh").write_text("two\n")
    git(repository, "-c", "user.name=A", "-c", "user.email=a@b.org", "stash", "--quiet")
    assert checked_out(str(repository), SECONDS) == (head(repository), 0)


@pytest.mark.once
def test_a_detached_head_is_a_commit(repository: Path) -> None:
    git(repository, "checkout", "--quiet", "--detach")
    assert checked_out(str(repository), SECONDS) == (head(repository), 0)


@pytest.mark.once
def test_nothing_is_written_into_the_repository(repository: Path) -> None:
    index = repository / ".git" / "index"
    os.utime(repository / "sbatch.sh", (1, 1))
    before = index.read_bytes()
    checked_out(str(repository), SECONDS)
    assert index.read_bytes() == before
    git(repository, "status")
    assert index.read_bytes() != before


def test_a_repository_that_the_environment_names_is_not_meant(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = head(repository)
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "--quiet")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / "index"))
    assert checked_out(str(repository), SECONDS) == (expected, 0)


@pytest.mark.once
def test_no_commit_where_there_is_none(empty: Path) -> None:
    assert checked_out(str(empty), SECONDS) == (None, 0)
    assert checked_out(str(empty / "missing"), SECONDS) == (None, 0)
    git(empty, "init", "--quiet")
    (empty / "sbatch.sh").write_text("one\n")
    git(empty, "add", "sbatch.sh")
    assert checked_out(str(empty), SECONDS) == (None, 0)


@pytest.mark.once
def test_no_commit_of_a_repository_that_git_does_not_trust(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    refused = subprocess.run(["git", "status"], cwd=repository, check=False, stderr=subprocess.PIPE, text=True)
    assert "safe.directory" in refused.stderr
    assert checked_out(str(repository), SECONDS) == (None, 0)


def test_no_commit_without_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    assert checked_out(str(repository), SECONDS) == (None, 0)


@pytest.mark.once
def test_no_commit_where_git_hangs(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = repository / "bin"
    programs.mkdir()
    (programs / "git").write_text(
        f"#!/bin/sh\necho '# branch.oid {head(repository)}'\nexec {shutil.which('sleep')} 60\n"
    )
    (programs / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=os.pathsep)
    assert checked_out(str(repository), 0.3) == (None, 0)


def test_a_user_without_an_entry_has_a_name_or_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "hercules")
    assert user_name(0) == "root"
    assert user_name(NOBODY) == "hercules"
    monkeypatch.delenv("LOGNAME")
    monkeypatch.setenv("USER", "heracles")
    assert user_name(NOBODY) == "heracles"
    monkeypatch.delenv("USER")
    assert user_name(NOBODY) == str(NOBODY)
