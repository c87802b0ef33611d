"""heracles without some of its streams, as what starts it by itself may leave it."""

from __future__ import annotations

import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from heracles.ledger import Ended, Submitted

from .launching import executable, newest

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = '#!/bin/bash\necho to stdout; echo to stderr >&2\npython3 --version hydra.run.dir=runs "$@"\n'


def called(folder: Path, closed: str, *options: str) -> subprocess.CompletedProcess[str]:
    """How heracles ended that a shell called so, with its streams closed."""
    command = shlex.join([sys.executable, "-m", "heracles", "job.sh", *options, "a=1,2"])
    return subprocess.run(
        ["bash", "-c", f"{command} {closed}"], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&-", ">&- 2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("options", [["-l", "local"], ["-r=/bin/bash"]])
def test_a_launch_goes_well_whatever_is_closed(closed: str, options: list[str], folder: Path) -> None:
    executable(folder / "job.sh", SCRIPT)
    assert called(folder, closed, *options).returncode == 0
    assert len([entry for entry in newest(folder).entries if isinstance(entry, (Ended, Submitted))]) == 2
    assert sorted(path.name for path in folder.iterdir()) == [".heracles", "job.sh"]


def test_what_is_open_is_still_told(folder: Path) -> None:
    executable(folder / "job.sh", SCRIPT)
    ran = called(folder, "2>&-")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "a=1\na=2\n", "")
    ran = called(folder, ">&-", "--only", "a=3")
    assert (ran.returncode, ran.stdout, ran.stderr.splitlines()[0]) == (2, "", "heracles: error: no product has a = 3")
