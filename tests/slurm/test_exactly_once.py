"""Each product runs once, whatever dies on the way: asked of the real Slurm, with what can go wrong in front of it."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from .cluster import running_cluster
from .configuration import Settings
from .conftest import explained
from .counting import ARRAYS, SINGLY, SWEEP, Counted, faults, settled
from .daemons import wait_until
from .faults import (
    CALLS,
    CHATTER,
    FAILED_RELEASES,
    HANGS,
    LOST_ANSWERS,
    NO_QUEUE,
    NO_RELEASE,
    SUBMITTED_LATE,
    SUBMITTED_LATER,
    TIMED_OUT,
    sbatch,
)
from .killing import Kill, Killed, descendants, kill, killed_at, killed_until
from .provision import provide

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .cluster import Cluster
    from .faults import Fault

SMALL = Settings(max_array_size=4)
"""A site where an array has four tasks at most."""

WITHOUT_HOLD = "array = false\nhold = false"
SLOW = sbatch('sleep 0.3; exec "$real" "$@"', at=())
SLOW_AT_FIRST = sbatch('sleep 3; exec "$real" "$@"', at=(1,))
SUSPENDED_SECONDS = 20


@pytest.fixture(scope="module")
def site() -> Iterator[Cluster]:
    with explained():
        provide()
    with explained(), running_cluster(SMALL) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def shown(site: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Counted:
    """A sweep of 12 products, from which the others are made."""
    return Counted(tmp_path_factory.mktemp("shown") / "counted", site).write().as_shown()


@pytest.fixture
def counted(shown: Counted, tmp_path: Path) -> Iterator[Counted]:
    """A sweep of 12 products, each of which is a job."""
    project = shown._replace(folder=tmp_path / "counted").write()
    yield project
    shown.cluster.cancel_tasks(project.folder)


@pytest.fixture
def arrays(shown: Counted, tmp_path: Path) -> Iterator[Counted]:
    """The same as three arrays."""
    project = shown._replace(folder=tmp_path / "arrays", settings=ARRAYS).write()
    yield project
    shown.cluster.cancel_tasks(project.folder)


@pytest.fixture(params=["counted", "arrays"], ids=["singly", "arrays"])
def either(request: pytest.FixtureRequest) -> Counted:
    project: Counted = request.getfixturevalue(request.param)
    return project


def launch(project: Counted) -> None:
    """Launches, or goes on."""
    ran = project.run()
    assert ran.returncode == 0, ran.stderr


def assert_exactly_once(project: Counted) -> None:
    """By the traces of the runs, the queue and the journal; asked once more, heracles says so, and does nothing."""
    assert faults(project) == []
    standings = project.standings()
    again = project.run()
    assert f"{project.products} completed, nothing new" in again.stderr.splitlines()
    assert project.standings() == standings


def test_each_product_runs_once(either: Counted) -> None:
    project = CALLS.put_before(either)
    launch(project)
    assert_exactly_once(project)
    calls = CALLS.calls(project).read_text().splitlines()
    assert len(calls) == (12 if project.settings == SINGLY else 3)
    assert all("--hold" in call.split() for call in calls)


@pytest.mark.parametrize("fault", LOST_ANSWERS.values(), ids=LOST_ANSWERS)
def test_a_lost_answer_is_found_out(counted: Counted, fault: Fault) -> None:
    launch(fault.put_before(counted))
    assert_exactly_once(counted)


def test_a_lost_answer_about_an_array_is_found_out(arrays: Counted) -> None:
    project = LOST_ANSWERS["submitted and timed out"].put_before(arrays)
    ran = project.run()
    assert ran.returncode == 0, ran.stderr
    assert f"sbatch: error: {TIMED_OUT}" in ran.stderr.splitlines()
    assert_exactly_once(arrays)


def test_a_request_that_is_taken_over_late_is_withdrawn(counted: Counted) -> None:
    launch(SUBMITTED_LATE.put_before(counted))
    assert_exactly_once(counted)


def test_a_request_that_is_taken_over_later_still_is_withdrawn_by_the_next_run(arrays: Counted) -> None:
    launch(SUBMITTED_LATER.put_before(arrays))
    wait_until(lambda: bool(arrays.queue()), 10, "the job appears")
    launch(arrays)
    assert_exactly_once(arrays)


@pytest.mark.parametrize("fault", CHATTER.values(), ids=CHATTER)
def test_a_job_id_is_found_whatever_a_site_prints(counted: Counted, fault: Fault) -> None:
    launch(fault.put_before(counted))
    assert_exactly_once(counted)


@pytest.mark.parametrize("fault", FAILED_RELEASES.values(), ids=FAILED_RELEASES)
def test_a_failed_release_is_tried_again(arrays: Counted, fault: Fault) -> None:
    launch(fault.put_before(arrays))
    assert_exactly_once(arrays)


def test_jobs_that_cannot_be_released_wait_for_the_next_run(counted: Counted) -> None:
    broken = NO_RELEASE.put_before(counted).run()
    assert broken.returncode == 1
    assert "Socket timed out" in broken.stderr
    assert counted.runs() == []
    launch(counted)
    assert_exactly_once(counted)


def test_a_queue_that_cannot_be_asked_decides_nothing(counted: Counted) -> None:
    lost = LOST_ANSWERS["submitted and timed out"].put_before(counted)
    process = NO_QUEUE.put_before(lost).start("run", SWEEP)
    wait_until(NO_QUEUE.calls(counted).exists, 30, "the queue is asked")
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=30)
    assert process.returncode in {1, 130}, said
    assert "Unable to contact slurm controller" in said
    assert counted.runs() == []
    launch(counted)
    assert_exactly_once(counted)


def without_hold(project: Counted) -> Counted:
    project = project._replace(settings=WITHOUT_HOLD)
    project.declare()
    return project


def test_where_jobs_cannot_be_held_a_job_whose_answer_was_lost_is_found(counted: Counted) -> None:
    project = without_hold(counted)
    launch(LOST_ANSWERS["submitted and timed out"].put_before(project))
    assert_exactly_once(project)


@pytest.fixture
def in_doubt(counted: Counted) -> Iterator[Counted]:
    """Nobody can tell what becomes of the second submission: its sbatch hangs, and whoever called it was killed."""
    project = without_hold(counted)
    process = HANGS["hangs before"].put_before(project).start("run", SWEEP)
    wait_for_a_submission(project, copies=2)
    wait_until(lambda: len(descendants(process.pid)) > 1, 10, "sbatch runs", pause=0.02)
    _, *callees = descendants(process.pid)
    kill(process, whole=False)
    yield project
    for pid in callees:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def test_what_nobody_can_tell_is_asked(in_doubt: Counted) -> None:
    asked = in_doubt.run()
    assert asked.returncode == 1
    _, (begun, doubt) = in_doubt.standings()
    assert f"(heracles:{begun.id}/{doubt.copy}.{doubt.attempt})" in asked.stderr
    assert "--assume submitted" in asked.stderr
    assert "--assume lost" in asked.stderr
    assert len(in_doubt.standings()) == 2


def test_what_was_lost_by_a_users_word_is_submitted_again(in_doubt: Counted) -> None:
    ran = in_doubt.run("--assume", "lost")
    assert ran.returncode == 0, ran.stderr
    assert_exactly_once(in_doubt)


def test_what_was_submitted_by_a_users_word_is_not_submitted_again(in_doubt: Counted) -> None:
    resumed = in_doubt.heracles("resume", "--assume", "submitted")
    assert resumed.returncode == 0, resumed.stderr
    in_doubt.settle()
    first, _, *others = in_doubt.expected
    assert sorted(run.product for run in in_doubt.runs()) == sorted([first, *others])


def test_an_interrupted_launch_goes_on(either: Counted) -> None:
    process = SLOW.put_before(either).start("run", SWEEP)
    wait_for_a_submission(either)
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=30)
    assert process.returncode == 130, said
    assert "heracles run" in said or "heracles resume" in said
    resumed = either.heracles("resume")
    assert resumed.returncode == 0, resumed.stderr
    assert_exactly_once(either)


def wait_for_a_submission(project: Counted, copies: int = 1) -> None:
    wait_until(lambda: has_begun(project) and len(project.standings()) >= copies, 30, "copies are submitted", 0.02)


def has_begun(project: Counted) -> bool:
    return bool(list((project.folder / ".heracles").glob("launches/*/launch.json")))


def test_a_killed_launch_is_resumed_by_the_name_of_its_sweep(counted: Counted) -> None:
    process = SLOW.put_before(counted).start("run", SWEEP)
    wait_for_a_submission(counted, copies=2)
    kill(process, whole=True)
    resumed = counted.heracles("resume", SWEEP)
    assert resumed.returncode == 0, resumed.stderr
    assert_exactly_once(counted)


def test_a_killed_launch_is_resumed_though_its_files_are_gone(arrays: Counted) -> None:
    process = SLOW.put_before(arrays).start("run", SWEEP)
    wait_for_a_submission(arrays, copies=2)
    kill(process, whole=True)
    (arrays.folder / "heracles.toml").unlink()
    (arrays.folder / "sbatch.sh").unlink()
    resumed = arrays.heracles("resume")
    assert resumed.returncode == 0, resumed.stderr
    assert faults(arrays) == []


AD_HOC = ("sbatch.sh", "n=range(6)")


@pytest.mark.parametrize("launcher", ["-r=sbatch", "--launcher=slurm"])
def test_a_killed_ad_hoc_launch_is_resumed(counted: Counted, launcher: str) -> None:
    script, *sweep = AD_HOC
    process = SLOW.put_before(counted).start(script, launcher, *sweep)
    wait_for_a_submission(counted)
    kill(process, whole=False)
    resumed = counted.heracles("resume", script)
    assert resumed.returncode == 0, resumed.stderr
    assert faults(counted.as_shown(*AD_HOC)) == []


def test_an_ad_hoc_launch_launches_all_each_time(counted: Counted) -> None:
    for times in (1, 2):
        ran = counted.heracles(AD_HOC[0], "-r=sbatch", *AD_HOC[1:])
        assert ran.returncode == 0, ran.stderr
        counted.settle()
        assert len(counted.runs()) == times * 6


def test_two_launches_of_one_sweep_exclude_each_other(counted: Counted) -> None:
    first = SLOW_AT_FIRST.put_before(counted).start("run", SWEEP)
    wait_for_a_submission(counted)
    second = counted.run()
    assert second.returncode == 1
    assert second.stderr.startswith(f"heracles: error: {SWEEP} is being launched by `heracles run {SWEEP}` (process ")
    said, _ = first.communicate()
    assert first.returncode == 0, said
    assert_exactly_once(counted)


def test_two_launches_at_the_same_time_launch_once(either: Counted) -> None:
    both = [either.start("run", SWEEP) for _ in range(2)]
    said = [each.communicate()[0] for each in both]
    assert 0 in [each.returncode for each in both], said
    assert_exactly_once(either)


@pytest.mark.parametrize("settings", [SINGLY, ARRAYS], ids=["singly", "arrays"])
def test_a_hundred_kills(shown: Counted, tmp_path: Path, settings: str) -> None:
    """By kill -9 of heracles, alone or with its sbatch, at random points of a launch; the next run comes at once."""

    def new(number: int) -> Counted:
        return shown._replace(folder=tmp_path / str(number), settings=settings).write()

    launches = killed_until(100, settings, new)
    settled([launch.project for launch in launches], seconds=120)
    found = {f"{launch.project.folder} {launch.hits}": faults(launch.project) for launch in launches}
    assert {where: what for where, what in found.items() if what} == {}
    assert_they_hit_everywhere(launches)


def assert_they_hit_everywhere(launches: list[Killed]) -> None:
    """Else the kills would prove nothing."""
    hits = [hit for launch in launches for hit in launch.hits]
    for phase in ("in doubt", "held", "launched"):
        assert sum(phase in hit for hit in hits) >= 3, hits


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
    """It forgets what it did last, and gives its ids away once more."""
    process = counted.start("run", SWEEP)
    wait_for_a_submission(counted, copies=4)
    site.controller.kill()
    site.controller.start()
    process.communicate(timeout=60)
    assert counted.run().returncode in {0, 1}
    assert [fault for fault in faults(counted) if " ran 0 times" not in fault and "tells of" not in fault] == []


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
