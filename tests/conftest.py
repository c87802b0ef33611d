"""What most tests need: a project folder to stand in, and heracles called as a user calls it."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, NamedTuple, Protocol

import pytest

from heracles import cli

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = """\
#!/bin/bash
#SBATCH --job-name=ppo
#SBATCH --array=1-90

module load singularity
singularity exec --nv app.sif main.py
"""


def pytest_configure() -> None:
    """Takes ^C as on a terminal, also where the tests run in the background of a script, whose shell ignores it."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


class Ran(NamedTuple):
    """How a call of heracles ended."""

    exit_code: int
    out: str
    err: str


class Heracles(Protocol):
    """Calls heracles with the words of a command line, in this process."""

    def __call__(self, *argv: str) -> Ran: ...


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which the test stands."""
    project = tmp_path / "project"
    project.mkdir()
    monkeypatch.chdir(project)
    return project


@pytest.fixture
def project(folder: Path) -> Path:
    """A folder with an sbatch.sh that has a job array of its own, in which the test stands."""
    (folder / "sbatch.sh").write_text(SCRIPT)
    (folder / "sbatch.sh").chmod(0o755)
    return folder


@pytest.fixture
def heracles(capfd: pytest.CaptureFixture[str]) -> Heracles:
    """Calls heracles with the words of a command line, in this process."""

    def call(*argv: str) -> Ran:
        capfd.readouterr()
        code = cli.main(argv)
        return Ran(code, *capfd.readouterr())

    return call
