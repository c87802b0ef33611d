"""The Pythons of this machine: those on PATH, and those that pyenv keeps beside it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple


class Interpreter(NamedTuple):
    """A Python that was seen to run, and the version it said it has."""

    version: tuple[int, int]
    path: str


def interpreters() -> list[Interpreter]:
    """Every Python 3 found, one a version, the oldest first."""
    found: dict[tuple[int, int], str] = {}
    for path in _candidates():
        version = _version(path)
        if version:
            found.setdefault(version, path)
    return sorted(Interpreter(version, path) for version, path in found.items())


def _candidates() -> list[str]:
    on_path = [shutil.which(f"python3.{minor}") for minor in range(6, 20)]
    pyenv = Path(os.environ.get("PYENV_ROOT", "~/.pyenv")).expanduser()
    kept = sorted(pyenv.glob("versions/3.*/bin/python3.?")) + sorted(pyenv.glob("versions/3.*/bin/python3.??"))
    return [path for path in on_path if path] + [str(path) for path in kept]


def _version(path: str) -> tuple[int, int] | None:
    """What the Python says of itself; None for one that does not start, as pyenv's stand-ins do not."""
    program = "import sys; sys.stdout.write('%d %d' % sys.version_info[:2])"
    done = subprocess.run([path, "-I", "-S", "-c", program], capture_output=True, text=True, check=False)
    major, _, minor = done.stdout.partition(" ")
    return (int(major), int(minor)) if done.returncode == 0 else None
