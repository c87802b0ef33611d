"""The Pythons of this machine: those on PATH, and those that pyenv keeps beside it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

MINORS = range(6, 20)


class Interpreter(NamedTuple):
    """A Python that was seen to run, and the version it said it has."""

    version: tuple[int, int]
    path: str


def interpreters() -> list[Interpreter]:
    """Every Python 3 found, one a version, the oldest first."""
    found = {version: path for path in _kept_by_pyenv() if (version := _version(path))}
    for minor in MINORS:
        path = shutil.which(f"python3.{minor}")
        if path and (3, minor) not in found and _version(path):
            found[3, minor] = path
    return sorted(Interpreter(version, path) for version, path in found.items())


def _kept_by_pyenv() -> list[str]:
    """Asked first: what pyenv puts on PATH are stand-ins, slow to start, of which many start nothing."""
    folder = Path(os.environ.get("PYENV_ROOT", "~/.pyenv")).expanduser() / "versions"
    return [str(path) for minor in MINORS for path in sorted(folder.glob(f"3.{minor}.*/bin/python3.{minor}"))]


def _version(path: str) -> tuple[int, int] | None:
    """What the Python says of itself; None for one that does not start, as pyenv's stand-ins do not."""
    program = "import sys; sys.stdout.write('%d %d' % sys.version_info[:2])"
    done = subprocess.run([path, "-I", "-S", "-c", program], capture_output=True, text=True, check=False)
    major, _, minor = done.stdout.partition(" ")
    return (int(major), int(minor)) if done.returncode == 0 else None
