"""Launches are killed at random points, and begun again at once: each product runs once all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from . import hurried
from .counting import ARRAYS, SINGLY, WITHOUT_HOLD, faults, settled
from .killing import killed_until

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .counting import Counted
    from .killing import Killed


@pytest.mark.parametrize("part", ["one half", "the other half"])
@pytest.mark.parametrize("settings", [SINGLY, ARRAYS], ids=["singly", "arrays"])
def test_two_hundred_kills(shown: Counted, tmp_path: Path, settings: str, part: str) -> None:
    """By kill -9 of heracles, alone or with its sbatch, at random points of a launch; the next run comes at once."""
    launches = killed(shown._replace(settings=settings), tmp_path, 50, f"{settings} {part}")
    assert_nothing_is_wrong(launches)
    assert_they_hit(launches, ("in doubt", "held", "launched"))


def test_kills_where_jobs_cannot_be_held(shown: Counted, tmp_path: Path) -> None:
    """Here the next run waits until a submission that was cut off can no longer arrive."""
    project = shown._replace(settings=WITHOUT_HOLD, program=hurried.PROGRAM).under(hurried.VARIABLES)
    launches = killed(project, tmp_path, 40, WITHOUT_HOLD)
    assert_nothing_is_wrong(launches)
    assert_they_hit(launches, ("in doubt", "launched"))


def killed(project: Counted, folder: Path, number: int, seed: str) -> list[Killed]:
    return killed_until(number, seed, lambda place: project._replace(folder=folder / str(place)).write())


def assert_nothing_is_wrong(launches: Sequence[Killed]) -> None:
    settled([launch.project for launch in launches], seconds=120)
    found = {f"{launch.project.folder} {launch.hits}": faults(launch.project) for launch in launches}
    assert {where: what for where, what in found.items() if what} == {}


def assert_they_hit(launches: Sequence[Killed], phases: Sequence[str]) -> None:
    """Else the kills would prove nothing."""
    hits = [hit for launch in launches for hit in launch.hits]
    for phase in phases:
        assert sum(phase in hit for hit in hits) >= 3, hits
