"""A snapshot does not change any more, costs little where nothing changed, and is of one moment."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from heracles import snapshot as snapshots
from heracles.errors import LaunchError
from heracles.snapshot import Snapshot, copying
from tests.repositories import commit_all, git, head

from .conftest import files, of, snapshot, taken

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once


def inodes(code: Path) -> dict[str, int]:
    return {name: (code / name).stat().st_ino for name in files(code)}


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as settled at once: no file of a test is seconds old."""
    monkeypatch.setattr(copying, "SETTLED", -(10**12))


def test_writing_in_place_does_not_reach_it(project: Path) -> None:
    code, _ = taken(project)
    with (project / "main.py").open("r+") as file:
        file.write("PRINT")
    assert (code / "main.py").read_text() == "print(1)\n"
    assert (project / "main.py").stat().st_ino != (code / "main.py").stat().st_ino


def test_what_did_not_change_is_not_copied_again(project: Path) -> None:
    first, _ = taken(project)
    (project / "main.py").write_text("print(2)\n")
    second, held = taken(project, "second", of(project))
    assert inodes(second)["sbatch.sh"] == inodes(first)["sbatch.sh"]
    assert inodes(second)["main.py"] != inodes(first)["main.py"]
    assert (second / "main.py").read_text() == "print(2)\n"
    assert held == snapshots.read(of(project, "second"))


@pytest.mark.usefixtures("settled")
def test_what_did_not_change_is_not_even_read(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = taken(project)
    monkeypatch.setattr(copying, "_digest", None)
    monkeypatch.setattr(copying, "_copied", None)
    second, _ = taken(project, "second", of(project))
    assert inodes(second) == inodes(first)


def test_a_change_that_no_time_shows_is_seen(project: Path) -> None:
    first, _ = taken(project)
    before = (project / "main.py").stat()
    (project / "main.py").write_text("print(3)\n")
    os.utime(project / "main.py", ns=(before.st_mtime_ns, before.st_mtime_ns))
    second, _ = taken(project, "second", of(project))
    assert [(code / "main.py").read_text() for code in (first, second)] == ["print(1)\n", "print(3)\n"]


def test_other_permissions_make_another_file(project: Path) -> None:
    first, _ = taken(project)
    (project / "main.py").chmod(0o755)
    second, _ = taken(project, "second", of(project))
    assert [(code / "main.py").stat().st_mode & 0o777 for code in (first, second)] == [0o444, 0o555]


def test_a_file_of_a_snapshot_that_a_job_wrote_into_is_not_used_again(project: Path) -> None:
    first, _ = taken(project)
    (first / "main.py").chmod(0o644)
    (first / "main.py").write_text("overwritten\n")
    second, _ = taken(project, "second", of(project))
    assert (second / "main.py").read_text() == "print(1)\n"


def test_where_nothing_can_be_linked_it_is_copied(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_names: str) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    first, _ = taken(project)
    monkeypatch.setattr(os, "link", refused)
    second, _ = taken(project, "second", of(project))
    assert files(second) == files(first)
    assert not set(inodes(second).values()) & set(inodes(first).values())


def test_an_earlier_one_that_is_gone_or_damaged_is_no_hindrance(project: Path) -> None:
    taken(project)
    (project.parent / "first" / "code.jsonl").write_text("[1")
    second, _ = taken(project, "second", of(project))
    third, _ = taken(project, "third", Snapshot("nowhere", "nowhere"))
    assert files(second) == files(third) == ["main.py", "sbatch.sh"]


def test_a_file_that_changes_while_it_is_copied_is_copied_anew(project: Path) -> None:
    calls = 0

    def listed() -> snapshots.Project:
        nonlocal calls
        calls += 1
        if calls == 2:  # the look behind the first copying
            (project / "main.py").write_text("print('changed')\n")
            (project / "further.py").write_text("")
        return snapshots.project(str(project))

    code = project.parent / "first" / "code"
    snapshots.take(listed, snapshot(project, "first"), None)
    assert files(code) == ["further.py", "main.py", "sbatch.sh"]
    assert (code / "main.py").read_text() == "print('changed')\n"


def test_a_project_that_never_rests_is_refused(project: Path) -> None:
    number = 0

    def listed() -> snapshots.Project:
        nonlocal number
        number += 1
        (project / "log.txt").write_text("x" * number)
        return snapshots.project(str(project))

    with pytest.raises(LaunchError) as raised:
        snapshots.take(listed, snapshot(project, "first"), None)
    assert str(raised.value) == (
        "no snapshot: log.txt changes while the project is copied\n"
        "  launch when nobody writes there; what runs write belongs into .gitignore, and is not copied then"
    )
    assert not (project.parent / "first" / "code").exists()


def test_what_git_ignores_may_change_meanwhile(project: Path) -> None:
    (project / ".gitignore").write_text("*.log\n")
    number = 0

    def listed() -> snapshots.Project:
        nonlocal number
        number += 1
        (project / f"{number}.log").write_text("")
        return snapshots.project(str(project))

    snapshots.take(listed, snapshot(project, "first"), None)
    assert files(project.parent / "first" / "code") == [".gitignore", "1.log", "main.py", "sbatch.sh"]


def test_a_full_disk(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int, _data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(LaunchError) as raised:
        taken(project)
    assert str(raised.value) == (
        "no snapshot: ../first/code: No space left on device\n"
        "  see to it that there is room, and that you may read the project; nothing was launched"
    )


def test_git_tells_of_the_commit_in_there(project: Path) -> None:
    (project / "main.py").write_text("print(2)\n")
    commit = head(project)
    code, _ = taken(project)
    commit_all(project)
    assert git(code, "rev-parse", "HEAD", "--show-toplevel") == f"{commit}\n{code}"
    assert git(code, "status", "--short") == "M main.py"
    assert git(code, "diff", "HEAD", "--name-only") == "main.py"
    assert git(project, "status", "--short") == ""


@pytest.mark.parametrize("kind", ["worktree", "split index"])
def test_git_tells_of_the_commit_of_a_worktree_and_of_a_split_index(project: Path, kind: str) -> None:
    if kind == "worktree":
        git(project, "worktree", "add", "--quiet", "../tree")
        project = project.parent / "tree"
    else:
        git(project, "update-index", "--split-index")
    code, _ = taken(project)
    assert git(code, "rev-parse", "HEAD") == head(project)
    assert git(code, "status", "--short") == ""


def test_a_snapshot_once_more_holds_nothing_that_runs_left(project: Path) -> None:
    (project / "data.sif").write_text("")
    (project / ".gitignore").write_text("*.sif\n")
    first, _ = taken(project)
    commit = head(project)
    (first / "output.json").write_text("{}")
    (project / "main.py").write_text("print(2)\n")
    commit_all(project)
    snapshots.repeat(of(project), snapshot(project, "second"))
    second = project.parent / "second" / "code"
    assert files(second) == [".gitignore", "data.sif", "main.py", "sbatch.sh"]
    assert inodes(second)["main.py"] == inodes(first)["main.py"]
    assert head(second) == commit
    assert list(snapshots.left_by_runs(of(project))) == ["output.json"]
    assert list(snapshots.left_by_runs(of(project, "second"))) == []


def test_a_snapshot_that_is_not_as_it_was_is_not_launched_again(project: Path) -> None:
    first, _ = taken(project)
    (first / "main.py").chmod(0o644)
    (first / "main.py").write_text("overwritten\n")
    with pytest.raises(LaunchError) as raised:
        snapshots.repeat(of(project), snapshot(project, "second"))
    assert str(raised.value) == (
        "../first/code/main.py is gone, or not as it was when it was launched\n"
        "  without --as-launched, the code is launched as it is now"
    )


def test_paths_that_lead_out_of_a_snapshot(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / ".gitignore").write_text("data/\n")
    (project / "data").mkdir()
    (project / "src").mkdir()
    (project / "src" / "a.py").write_text("")
    monkeypatch.setenv("HOME", str(project.parent))
    found = snapshots.project(str(project))
    texts = [
        f"python {project}/main.py", f"cd {project}", f"cd {project}/", f"cd '{project}/src' && x", "cd ~/project",
        f"x={project}/data/a", f"{project}2/main.py", f"{project}/missing", "python ./main.py",
        'cd "$HOME/project/src"',
    ]  # fmt: skip
    named = [list(snapshots.live_paths(found, str(project), text)) for text in texts]
    assert named == [
        [f"{project}/main.py"], [str(project)], [f"{project}/"], [f"{project}/src"], ["~/project"],
        [], [], [], [], ["$HOME/project/src"],
    ]  # fmt: skip
