"""The controller of Slurm is stopped, crashes, or is congested in the midst of launches."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from .counting import ARRAYS, SINGLY, SWEEP, assert_exactly_once, faults, launch, wait_for_a_submission
from .faults import SLOW
from .killing import Kill, kill, killed_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .cluster import Cluster
    from .counting import Counted

SUSPENDED_SECONDS = 20


@pytest.fixture
def four(shown: Counted, tmp_path: Path) -> Iterator[list[Counted]]:
    """Two projects that submit singly, and two that submit arrays."""
    projects = [
        shown._replace(folder=tmp_path / f"{kill} {settings}", settings=settings).write()
        for kill in ("goes on", "is killed")
        for settings in (SINGLY, ARRAYS)
    ]
    yield projects
    for project in projects:
        shown.cluster.cancel_tasks(project.folder)


def test_a_controller_is_stopped_in_mid_launch_and_started_again(four: list[Counted], site: Cluster) -> None:
    """Of some launches, the sbatch that waits in its connection is killed with them."""
    processes = [SLOW.put_before(project).start("run", SWEEP) for project in four]
    for project in four:
        wait_for_a_submission(project, copies=2)
    with site.controller.stopped():
        time.sleep(1)
        for process in processes[2:]:
            kill(process, whole=True)
    for project in four[2:]:
        launch(project)
    for process in processes[:2]:
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 0, said
    for project in four:
        assert_exactly_once(project)


def test_a_launch_waits_for_a_controller_that_is_away(counted: Counted, site: Cluster) -> None:
    """For longer than its programs do."""
    process = SLOW.put_before(counted).start("run", SWEEP)
    wait_for_a_submission(counted, copies=2)
    with site.controller.stopped():
        time.sleep(10)
    said, _ = process.communicate(timeout=90)
    assert process.returncode == 0, said
    assert "Unable to contact slurm controller" in said
    assert_exactly_once(counted)


def test_a_crashed_controller_doubles_nothing(counted: Counted, site: Cluster) -> None:
    """It forgets what it did last, so jobs are gone or held again, and gives its ids away once more."""
    process = counted.start("run", SWEEP)
    wait_for_a_submission(counted, copies=4)
    site.controller.kill()
    site.controller.start()
    process.communicate(timeout=60)
    assert counted.run().returncode in {0, 1}
    forgotten = (" ran 0 times", "tells of", "was left in the queue")
    assert [fault for fault in faults(counted) if not any(words in fault for words in forgotten)] == []


def test_a_congested_controller_doubles_nothing(four: list[Counted], site: Cluster) -> None:
    """Requests of clients that were killed, or gave up, pile up in its socket, and are all taken over later."""
    killed, goes_on = four[:2], four[2:]
    processes = [SLOW.put_before(project).start("run", SWEEP) for project in four]
    for project in four:
        wait_for_a_submission(project, copies=2)
    with site.controller.suspended():
        time.sleep(SUSPENDED_SECONDS / 5)
        for process in processes[:2]:
            kill(process, whole=True)
        for project in killed:
            assert killed_at(project, Kill(0, SUSPENDED_SECONDS / 5, whole=True), "run", SWEEP)
        begun_again = [project.start("run", SWEEP) for project in killed]
        time.sleep(SUSPENDED_SECONDS * 2 / 5)
    for process in (*processes[2:], *begun_again):
        said, _ = process.communicate(timeout=120)
        assert process.returncode == 0, said
    for project in (*killed, *goes_on):
        assert_exactly_once(project)
