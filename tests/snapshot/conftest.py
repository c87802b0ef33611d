"""A project under git, of which snapshots are taken."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from heracles import snapshot as snapshots
from heracles.snapshot import Held, Snapshot
from tests.repositories import commit_all, git, unconfigured

if TYPE_CHECKING:
    from pathlib import Path

LONG_AGO = 10**18


@pytest.fixture
def project(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two files that are committed, in which the test stands."""
    unconfigured(folder, monkeypatch)
    git(folder, "init", "--quiet")
    (folder / "main.py").write_text("print(1)\n")
    (folder / "sbatch.sh").write_text("#!/bin/sh\npython main.py\n")
    (folder / "sbatch.sh").chmod(0o755)
    commit_all(folder)
    return folder


def snapshot(project: Path, name: str) -> Snapshot:
    """Where a snapshot of that name goes."""
    folder = project.parent / name
    folder.mkdir()
    return Snapshot(str(folder / "code"), str(folder / "code.jsonl"))


def taken(project: Path, name: str = "first", earlier: Snapshot | None = None) -> tuple[Path, Held]:
    """The folder of a snapshot that is taken of a project, and what it holds."""
    made = snapshot(project, name)
    return project.parent / name / "code", snapshots.take(lambda: snapshots.project(str(project)), made, earlier)


def of(project: Path, name: str = "first") -> Snapshot:
    """A snapshot that was taken."""
    return Snapshot(str(project.parent / name / "code"), str(project.parent / name / "code.jsonl"))


def files(code: Path) -> list[str]:
    """The files and links of a snapshot, but for git's."""
    found = []
    for folder, folders, names in os.walk(code):
        folders[:] = [name for name in folders if name != ".git"]
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        found += [os.path.relpath(os.path.join(folder, name), code) for name in (*names, *links)]
    return sorted(found)
