"""The hook of .pre-commit-hooks.yaml, by the real pre-commit, which installs it from a local git repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from subprocess import CompletedProcess

ROOT = Path(__file__).parents[2]
NEEDED = ("heracles", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
SOUND = '[sweeps.a]\nscript = "sbatch.sh"\naxes.lr = [0.1, 0.01]\n'
BROKEN = '[sweeps.a]\nscript = "sbatch.sh"\nsseds = 5\n'


def run(*words: str, folder: Path) -> CompletedProcess[str]:
    environment = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    return subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def git(*words: str, folder: Path) -> CompletedProcess[str]:
    return run("git", "-c", "user.name=a", "-c", "user.email=a@example.org", *words, folder=folder)


def repository(folder: Path) -> str:
    """Makes a folder a git repository with all that is in it; returns its commit."""
    git("init", "--quiet", folder=folder)
    git("add", "--all", folder=folder)
    assert git("commit", "--quiet", "-m", "all", folder=folder).returncode == 0
    return git("rev-parse", "HEAD", folder=folder).stdout.strip()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A repository of heracles, as it is here, and its commit."""
    folder = tmp_path_factory.mktemp("heracles")
    for name in NEEDED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    return folder, repository(folder)


@pytest.fixture(scope="module", autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ["PRE_COMMIT_HOME"] = str(tmp_path_factory.mktemp("home"))


@pytest.fixture
def project(tmp_path: Path, published: tuple[Path, str]) -> Path:
    """A user's repository, in which pre-commit looks at each commit."""
    heracles, revision = published
    (tmp_path / ".pre-commit-config.yaml").write_text(
        dedent(f"""\
            repos:
              - repo: {heracles}
                rev: {revision}
                hooks:
                  - id: heracles-validate
        """)
    )
    repository(tmp_path)
    assert run("pre-commit", "install", folder=tmp_path).returncode == 0
    return tmp_path


def commit(project: Path, **files: str) -> CompletedProcess[str]:
    """Commits files, of which ``__`` in the name is a folder."""
    for name, text in files.items():
        path = project / (name.replace("__", "/") + ".toml")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    git("add", "--all", folder=project)
    return git("commit", "-m", "more", folder=project)


def test_pre_commit_takes_the_hooks_for_hooks() -> None:
    done = run("pre-commit", "validate-manifest", ".pre-commit-hooks.yaml", folder=ROOT)
    assert (done.returncode, done.stdout) == (0, "")


def test_a_sound_file_is_committed(project: Path) -> None:
    done = commit(project, heracles=SOUND, sub__heracles=SOUND)
    assert done.returncode == 0, done.stderr
    assert "validate heracles.toml" in done.stderr
    assert "Passed" in done.stderr


def test_a_broken_file_is_not_and_all_that_is_wrong_is_told(project: Path) -> None:
    done = commit(project, heracles=SOUND, sub__heracles=BROKEN)
    assert done.returncode == 1
    assert "Failed" in done.stderr
    assert "unknown key sseds" in done.stderr
    assert "sub/heracles.toml:3: sweeps.a.sseds" in done.stderr
    assert "did you mean seeds?" in done.stderr


def test_other_files_are_not_looked_at(project: Path) -> None:
    done = commit(project, pyproject="[tool]\n", other_heracles=BROKEN)
    assert done.returncode == 0, done.stderr
    assert "(no files to check)Skipped" in done.stderr
