"""A project that is reached by several paths, as where a link in the home leads to the scratch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from . import launching
from .launching import SINGLE, break_off, config, executable, launches

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Heracles
    from .stand_in import StandIn

FAILS = '#!/bin/bash\npython3 -c "raise SystemExit(3)" hydra.run.dir=runs "$@"\n'


@pytest.fixture
def slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    return launching.put_in_place(tmp_path / "slurm", monkeypatch)


@pytest.fixture
def linked(folder: Path) -> Path:
    """Another path to the folder in which the test stands."""
    link = folder.parent / "link"
    link.symlink_to(folder)
    return link


def test_the_newest_launch_of_a_script_is_meant_whichever_path_it_was_launched_by(
    heracles: Heracles, folder: Path, linked: Path
) -> None:
    executable(folder / "job.sh", FAILS)
    heracles("job.sh", "-l", "local", "a=1")
    heracles(f"{linked}/job.sh", "-l", "local", "a=2")
    for path in ("job.sh", str(linked / "job.sh")):
        ran = heracles("retry", path, "--dry-run")
        assert (ran.exit_code, ran.out) == (0, "a=2\n")


def test_scripts_of_one_folder_stay_apart(heracles: Heracles, folder: Path, linked: Path) -> None:
    executable(folder / "job.sh", FAILS)
    executable(folder / "other.sh", FAILS)
    heracles("job.sh", "-l", "local", "a=1")
    heracles(f"{linked}/other.sh", "-l", "local", "a=2")
    assert heracles("retry", f"{linked}/job.sh", "--dry-run").out == "a=1\n"
    assert heracles("retry", "other.sh", "--dry-run").out == "a=2\n"


def test_a_sweep_that_was_launched_by_another_path_was_not_begun_elsewhere(
    heracles: Heracles, folder: Path, linked: Path, slurm: StandIn
) -> None:
    launching.make_project(folder, config(cluster=SINGLE))
    heracles("run", "ablation-a", "--config", f"{linked}/heracles.toml")
    assert heracles("run", "ablation-a") == (0, "", "6 completed, nothing new\n")
    assert len(slurm.jobs()) == 6


def test_a_launch_by_one_path_goes_on_by_another(
    heracles: Heracles, folder: Path, linked: Path, slurm: StandIn
) -> None:
    launching.make_project(folder, config(cluster=SINGLE))
    heracles("run", "ablation-a", "--config", f"{linked}/heracles.toml")
    break_off(folder, slurm, 4)
    assert heracles("resume", "ablation-a").exit_code == 0
    assert len(launches(folder)) == 1
    assert len(slurm.jobs()) == 6
