"""Copies are written ahead while a scheduler is busy, and none stays that nobody asked for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from heracles import ledger
from heracles.errors import UsageError
from heracles.launch.course import Course, Journal
from heracles.launch.writing import WriteAhead
from heracles.launchers.base import BUILT_IN, Terms
from heracles.launchers.slurm import SlurmLauncher
from heracles.reconcile import Range

from .ledger import samples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ARRAYS = Terms(per_copy=1001, held=True, spools=True)
NAMES = ["sbatch_hydra0-3.sh", "sbatch_hydra6-9.sh"]
"""Of the copies of the first two products, and of the other two."""


@pytest.fixture
def home(tmp_path: Path) -> str:
    return str(tmp_path / ".heracles")


@pytest.fixture
def course(home: str) -> Iterator[Course]:
    """A launch of four products, whose indices are 0, 3, 6 and 9."""
    launch = samples.launch()._replace(settings=BUILT_IN["slurm"], terms=ARRAYS)
    with ledger.begin(home, launch, samples.products(4)) as writer:
        launcher = SlurmLauncher("sbatch", ARRAYS, lambda _: None)
        yield Course(home, writer.launch, Journal(writer), launcher, lambda: False)


def lying(course: Course) -> list[str]:
    """The names of the copies that there are."""
    folder = ledger.copies(course.home, course.launch.id)
    return sorted(os.listdir(folder)) if os.path.isdir(folder) else []


def test_the_next_copy_is_there_before_it_is_asked_for(course: Course) -> None:
    ahead = WriteAhead(course)
    ahead.write_next(Range(0, 1))
    assert lying(course) == NAMES[:1]
    written = ahead.written(Range(0, 1))
    assert [row.index for row in written.rows] == [0, 3]
    assert os.path.basename(written.path) == NAMES[0]
    ahead.close()
    assert lying(course) == NAMES[:1]


def test_a_copy_that_is_not_the_next_one_after_all_is_deleted(course: Course) -> None:
    ahead = WriteAhead(course)
    ahead.write_next(Range(0, 1))
    assert [row.index for row in ahead.written(Range(2, 3)).rows] == [6, 9]
    assert lying(course) == NAMES[1:]


def test_a_copy_that_nobody_asks_for_is_deleted_in_the_end(course: Course) -> None:
    ahead = WriteAhead(course)
    assert os.path.basename(ahead.written(Range(0, 1)).path) == NAMES[0]
    ahead.write_next(Range(2, 3))
    assert lying(course) == NAMES
    ahead.close()
    assert lying(course) == NAMES[:1]


def test_after_the_last_one_nothing_is_written_ahead(course: Course) -> None:
    WriteAhead(course).write_next(None)
    assert lying(course) == []


def test_what_is_in_the_way_of_the_next_copy_is_told_when_that_is_needed(course: Course) -> None:
    os.makedirs(os.path.join(ledger.copies(course.home, course.launch.id), NAMES[0]))
    ahead = WriteAhead(course)
    ahead.write_next(Range(0, 1))
    with pytest.raises(UsageError) as caught:
        ahead.written(Range(0, 1))
    assert "it is no regular file, so it is no copy" in caught.value.faults[0].what


def test_beside_a_script_nothing_is_written_ahead(course: Course, folder: Path) -> None:
    beside = course._replace(launch=course.launch._replace(terms=Terms()))
    WriteAhead(beside).write_next(Range(0, 0))
    assert sorted(path.name for path in folder.iterdir() if "_hydra" in path.name) == []
