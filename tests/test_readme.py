"""Every example of the README works when it is pasted into a shell; those with sbatch are pasted beside a real one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from heracles import config, sweep as sweeps

from .readme import blocks, first_lines, section, usage_lines, write_project

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Heracles

pytestmark = pytest.mark.once

NEEDS_SBATCH = ("-r=", "heracles run")
HERE = [line for line in usage_lines() if not any(word in line for word in NEEDS_SBATCH)]
WORDS = [
    (word, what.startswith("refused"))
    for words, what in re.findall(r"^\| (`.*`) \| (.*) \|$", section("Words in one table"), re.MULTILINE)
    for word in re.findall("`([^`]+)`", words)
]


@pytest.mark.parametrize("line", HERE)
def test_a_line_of_the_readme_works_when_it_is_pasted(line: str, folder: Path) -> None:
    write_project(folder)
    (folder / "bin").mkdir()
    (folder / "bin" / "singularity").write_text('#!/bin/sh\necho "$@"\n')
    (folder / "bin" / "heracles").write_text(f"#!/bin/sh\nexec '{sys.executable}' -m heracles \"$@\"\n")
    for program in (folder / "bin").iterdir():
        program.chmod(0o755)
    path = f"{folder}/bin:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", line], env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "heracles: error:" not in done.stderr


@pytest.mark.parametrize(("place", "name", "products"), [(0, "ablation-a", 30), (1, "ablation-b", 50)])
def test_what_the_readme_declares_is_a_sweep(place: int, name: str, products: int, folder: Path) -> None:
    (folder / "heracles.toml").write_text(blocks("toml")[place])
    sweep = config.load("heracles.toml").sweep(name)
    assert sweeps.count(sweep) == products


@pytest.mark.parametrize(("word", "is_refused"), WORDS)
def test_a_word_of_the_table_is_taken_or_refused_as_it_says(
    word: str, is_refused: bool, heracles: Heracles, folder: Path
) -> None:
    write_project(folder)
    (folder / "conf" / "a").mkdir()
    (folder / "conf" / "a" / "y.yaml").write_text("")
    is_call = re.match(r"\w+\(", word)
    ran = heracles("sbatch.sh", f"a={word}" if is_call else word, "--config-dir", "conf")
    assert ran.exit_code == (2 if is_refused else 0), ran.err


def test_enough_of_the_readme_is_pasted() -> None:
    assert len(WORDS) >= 30
    assert len(HERE) >= 12
    assert len(first_lines()) == 2
