"""Git repositories, for a git that nobody configured."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def unconfigured(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable and no file says anything to git, and no repository is around the folder."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def commit(folder: Path) -> None:
    git(folder, "-c", "user.name=A", "-c", "user.email=a@b.org", "commit", "--quiet", "--message=one")


def commit_all(folder: Path) -> str:
    """Commits all that is not ignored; the commit."""
    git(folder, "add", "--all")
    commit(folder)
    return head(folder)


def head(folder: Path) -> str:
    return git(folder, "rev-parse", "HEAD")
