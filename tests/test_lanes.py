"""``max_running`` holds over all copies of a launch: each waits for those before it in its lane."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.stand_in import StandIn

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Heracles

pytestmark = pytest.mark.once

SETTINGS = """
[launchers.cluster]
kind = "slurm"
array = false
max_running = 2
[sweeps.many]
script = "sbatch.sh"
launcher = "cluster"
overrides = ["hydra.run.dir=runs/${heracles:id}"]
axes.a = [0, 1, 2, 3, 4, 5]
"""


@pytest.fixture
def slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    (tmp_path / "slurm").mkdir()
    slurm = StandIn(tmp_path / "slurm")
    for name, value in slurm.environment.items():
        monkeypatch.setenv(name, value)
    return slurm


def waited_for(slurm: StandIn) -> list[list[str]]:
    """The jobs that each submission waits for."""
    option = "--dependency=afterany:"
    words = [call.split() for call in slurm.calls("sbatch")]
    return [
        [job for word in call if word.startswith(option) for job in word[len(option) :].split(":")] for call in words
    ]


def test_a_copy_waits_for_all_before_it_in_its_lane(heracles: Heracles, folder: Path, slurm: StandIn) -> None:
    (folder / "sbatch.sh").write_text("#!/bin/bash\nmain.py\n")
    (folder / "heracles.toml").write_text(SETTINGS)
    assert heracles("run", "many").exit_code == 0
    jobs = [job.id for job in slurm.jobs()]
    assert waited_for(slurm) == [[], [], jobs[:1], jobs[1:2], jobs[0:4:2], jobs[1:4:2]]
