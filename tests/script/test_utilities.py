"""A script that gives ``"$@"`` to a utility and runs nothing else is for that utility."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from heracles import script as scripts
from heracles.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

OVERRIDES = ("a=1", "b=two words")


def read(folder: Path, text: str) -> scripts.Script:
    (folder / "job.sh").write_text(f"#!/bin/bash\n{text}\n")
    return scripts.read(str(folder / "job.sh"))


@pytest.mark.parametrize(
    "text",
    [
        """printf '%s\\n' "$@\"""",
        """echo begin >&2\nprintf '%s\\n' "$@"\nexit 0""",
        """python3 -c 'import sys; print("\\n".join(sys.argv[1:]))' "$@\"""",
    ],
)
def test_the_utility_gets_the_overrides(text: str, tmp_path: Path) -> None:
    script = read(tmp_path, text)
    copy = scripts.copy_text(scripts.place(script, None), OVERRIDES)
    done = subprocess.run(["bash", "-c", copy], capture_output=True, text=True, check=True)
    assert tuple(done.stdout.splitlines()) == OVERRIDES


def test_beside_a_program_that_does_not_say_its_arguments_the_program_is_meant(tmp_path: Path) -> None:
    script = read(tmp_path, 'echo "$@"\n./run.sh')
    with pytest.raises(UsageError):
        scripts.place(script, None)
