"""What is loaded when, and what is said where it cannot be."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HAS_TOMLLIB = sys.version_info >= (3, 11)


def output(program: str, *options: str) -> str:
    prepared = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from heracles import config, errors\n{program}"
    done = subprocess.run([sys.executable, *options, "-c", prepared], stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


LOAD = """
try:
    config.load(sys.argv[1] if sys.argv[1:] else "heracles.toml")
except errors.UsageError as error:
    print(error.faults[0].what)
    print(error.faults[0].cure)
"""


def test_without_pydantic_one_line_says_what_to_install(folder: Path) -> None:
    (folder / "heracles.toml").touch()
    names, packages = ("pydantic >= 2", "'pydantic >= 2'") if HAS_TOMLLIB else (
        "pydantic >= 2 and tomli", "'pydantic >= 2' tomli"
    )  # fmt: skip
    assert output(LOAD, "-S") == (
        f"heracles.toml needs {names}, which this Python cannot import\n"
        f"install with: {sys.executable} -m pip install {packages}\n"
    )


def test_a_pydantic_that_is_too_old_is_not_enough(folder: Path) -> None:
    (folder / "heracles.toml").touch()
    (folder / "pydantic.py").write_text('VERSION = "1.10.13"')
    assert output("sys.path.insert(0, '')\n" + LOAD).startswith("heracles.toml needs pydantic >= 2, which")


@pytest.mark.parametrize("module", ["pydantic", "tomllib", "tomli"])
def test_nothing_is_loaded_before_a_file_is_read(folder: Path, module: str) -> None:
    program = f"config.nearest({str(folder)!r}); config.sample(); print({module!r} in sys.modules)"
    assert output(program) == "False\n"
