"""The command by which a sweep is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.config.declaring import declared, faults

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("check", "words"),
    [
        (
            "singularity exec app.sif /proj/main.py --cfg job",
            ("singularity", "exec", "app.sif", "/proj/main.py", "--cfg", "job"),
        ),
        ("python 'my main.py'", ("python", "my main.py")),
    ],
)
def test_it_is_words(folder: Path, check: str, words: tuple[str, ...]) -> None:
    assert declared(folder, f'check = "{check}"').check == words


def test_without_it_there_are_none(folder: Path) -> None:
    assert declared(folder, "").check == ()


@pytest.mark.parametrize("check", ["cd x && python main.py", "python $MAIN", "python 'x", " "])
def test_what_needs_a_shell_is_answered_with_how_to_write_it(folder: Path, check: str) -> None:
    ((_, where, cure),) = faults(folder, f'check = "{check}"')
    assert where == "heracles.toml:3: sweeps.a.check"
    assert cure == (
        'write words: check = "singularity exec app.sif /proj/main.py --cfg job"; '
        'what needs a shell goes into a script, whose "$@" are the overrides'
    )


@pytest.mark.parametrize(
    ("check", "what", "cure"),
    [
        ('""', "check is empty", 'write: check = "singularity exec app.sif /proj/main.py --cfg job"'),
        ("5", "check must be a string, not 5", 'write: check = "5"'),
    ],
)
def test_what_is_no_command(folder: Path, check: str, what: str, cure: str) -> None:
    assert faults(folder, f"check = {check}") == [(what, "heracles.toml:3: sweeps.a.check", cure)]
