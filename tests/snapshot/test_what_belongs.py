"""Which files a snapshot holds: those that git tracks, and those that it neither tracks nor ignores."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from heracles import snapshot as snapshots
from heracles.errors import UsageError
from tests.repositories import commit_all, git, unconfigured

from .conftest import files, taken

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once


def test_files_as_they_are_in_the_work_tree(project: Path) -> None:
    (project / "main.py").write_text("print(2)\n")
    (project / "new.py").write_text("new\n")
    git(project, "rm", "--quiet", "--cached", "sbatch.sh")
    code, held = taken(project)
    assert files(code) == ["main.py", "new.py", "sbatch.sh"]
    assert (code / "main.py").read_text() == "print(2)\n"
    assert held.bytes == sum((code / name).stat().st_size for name in files(code))


def test_a_file_that_is_tracked_and_deleted_is_not_there(project: Path) -> None:
    (project / "main.py").unlink()
    assert files(taken(project)[0]) == ["sbatch.sh"]


def test_names_with_line_breaks_and_bytes_that_are_no_text(project: Path) -> None:
    names = ["new\nline", 'quote"d', os.fsdecode(b"\xff\xfe.py"), " blank "]
    for name in names:
        (project / name).write_text("x")
    assert files(taken(project)[0]) == sorted([*names, "main.py", "sbatch.sh"])


def test_executables_stay_so_and_nothing_may_be_written(project: Path) -> None:
    (project / "private").write_text("")
    (project / "private").chmod(0o600)
    code, _ = taken(project)
    modes = {name: (code / name).stat().st_mode & 0o777 for name in files(code)}
    assert modes == {"main.py": 0o444, "sbatch.sh": 0o555, "private": 0o400}
    assert (code / "main.py").stat().st_mtime_ns == (project / "main.py").stat().st_mtime_ns


def test_what_git_ignores_is_linked(project: Path) -> None:
    (project / ".gitignore").write_text("data/\n*.sif\n__pycache__/\nonly/*.log\n")
    for name in ("data", "__pycache__", "only", "src/__pycache__", "both"):
        (project / name).mkdir(parents=True)
    for name in ("data/big", "app.sif", "__pycache__/a.pyc", "only/a.log", "src/__pycache__/b.pyc", "both/x.sif"):
        (project / name).write_text(name)
    for name in ("both", "src"):
        (project / name / "code.py").write_text("")
    code, held = taken(project)
    assert set(held.shared) == {"app.sif", "both/x.sif", "data", "only"}
    assert [(code / name).resolve() for name in ("data", "app.sif")] == [project / "data", project / "app.sif"]
    assert (code / "both" / "x.sif").read_text() == "both/x.sif"
    assert not (code / "both").is_symlink()


def test_no_ledger_is_copied_nor_linked(project: Path) -> None:
    for folder in (project / ".heracles", project / "deeper" / ".heracles"):
        folder.mkdir(parents=True)
        (folder / "x").write_text("")
    assert files(taken(project)[0]) == ["main.py", "sbatch.sh"]


def test_submodules_and_other_repositories_inside(project: Path) -> None:
    library = project.parent / "library"
    library.mkdir()
    git(library, "init", "--quiet")
    (library / "lib.py").write_text("1\n")
    commit_all(library)
    git(project, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(library), "sub")
    (project / "sub" / "lib.py").write_text("2\n")
    (project / "sub" / ".gitignore").write_text("cache/\n")
    (project / "sub" / "cache").mkdir()
    (project / "sub" / "cache" / "x").write_text("")
    git(project, "init", "--quiet", "nested")
    (project / "nested" / "n.py").write_text("")
    code, held = taken(project)
    assert files(code) == [
        ".gitmodules", "main.py", "nested/n.py", "sbatch.sh", "sub/.gitignore", "sub/cache", "sub/lib.py",
    ]  # fmt: skip
    assert (code / "sub" / "lib.py").read_text() == "2\n"
    assert held.shared == ("sub/cache",)


def test_a_submodule_that_is_not_checked_out_has_no_files(project: Path) -> None:
    git(project, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},sub")
    (project / "sub").mkdir()
    assert files(taken(project)[0]) == ["main.py", "sbatch.sh"]


def test_a_path_in_conflict_is_copied_once(project: Path) -> None:
    blob = git(project, "hash-object", "-w", "main.py")
    entries = "".join(f"100644 {blob} {side}\tmain.py\n" for side in (1, 2, 3))
    git(project, "rm", "--quiet", "--cached", "main.py")
    subprocess.run(["git", "update-index", "--index-info"], cwd=project, input=entries, text=True, check=True)
    assert files(taken(project)[0]) == ["main.py", "sbatch.sh"]


def test_links_lead_to_the_copy_or_to_where_they_led(project: Path) -> None:
    outside = project.parent / "outside"
    outside.write_text("out")
    (project / "folder").mkdir()
    links = {
        "inside": "main.py", "absolute": str(project / "main.py"), "folder/up": "../main.py",
        "folder/absolute": str(project / "main.py"), "out": "../outside", "folder/out": str(outside), "dead": "nowhere",
    }  # fmt: skip
    for name, text in links.items():
        (project / name).symlink_to(text)
    code, _ = taken(project)
    made = {name: os.readlink(code / name) for name in links}
    assert made == {
        "inside": "main.py", "absolute": "main.py", "folder/up": "../main.py", "folder/absolute": "../main.py",
        "out": str(outside), "folder/out": str(outside), "dead": "nowhere",
    }  # fmt: skip


def test_what_is_behind_a_folder_that_became_a_link_is_not_followed(project: Path) -> None:
    (project / "data").mkdir()
    (project / "data" / "a.csv").write_text("1\n")
    commit_all(project)
    (project / "data").rename(project.parent / "moved")
    (project / "data").symlink_to("../moved")
    code, _ = taken(project)
    assert files(code) == ["data", "main.py", "sbatch.sh"]
    assert os.readlink(code / "data") == str(project.parent / "moved")
    assert os.listdir(project.parent / "moved") == ["a.csv"]


def test_a_project_is_a_folder_of_its_repository(project: Path) -> None:
    (project / "experiments").mkdir()
    found = snapshots.project(str(project / "experiments"))
    assert (found.top, found.inside) == (str(project), "experiments")
    assert found.paths == ("main.py", "sbatch.sh")


def test_a_repository_without_a_commit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unconfigured(folder, monkeypatch)
    git(folder, "init", "--quiet")
    (folder / "main.py").write_text("")
    code, _ = taken(folder)
    assert files(code) == ["main.py"]
    assert git(code, "status", "--short") == "?? main.py"


def refusal(folder: Path) -> str:
    with pytest.raises(UsageError) as raised:
        snapshots.project(str(folder))
    return str(raised.value).replace(str(folder), "FOLDER")


def test_no_repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unconfigured(folder, monkeypatch)
    assert refusal(folder) == (
        "there can be no snapshot of FOLDER: it is in no git repository, and git says what belongs to it\n"
        "  git init there, and name in .gitignore what is no code (data, results, images), "
        "or launch without a snapshot"
    )


def test_a_bare_repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unconfigured(folder, monkeypatch)
    git(folder, "init", "--quiet", "--bare")
    assert refusal(folder) == (
        "there can be no snapshot of FOLDER: git says: this operation must be run in a work tree\n"
        "  launch without a snapshot"
    )


def test_no_git(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(project))
    assert refusal(project) == (
        "there can be no snapshot of FOLDER: git cannot be started: No such file or directory\n"
        "  install git, or load its module, or launch without a snapshot"
    )


def test_a_repository_that_git_does_not_trust(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert refusal(project).startswith("there can be no snapshot of FOLDER: git says: detected dubious ownership")
