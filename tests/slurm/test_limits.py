"""What a site limits: some limits are waited for, the others are said in Slurm's own words."""

from __future__ import annotations

import signal
import time
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from heracles import ledger
from heracles.launch.watching import LOOKS

from .counting import (
    ARRAYS,
    SINGLY,
    SWEEP,
    Counted,
    assert_exactly_once,
    faults,
    in_use,
    launch,
    told,
    wait_for_a_submission,
)
from .daemons import wait_until
from .faults import CALLS, SLOW, Fault, sbatch
from .killing import kill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .cluster import Cluster

LONGEST_REFUSAL_SECONDS = 8
FIRST_PAUSE, SECOND_PAUSE = 10, 15
CALLS_A_RELEASE = 3
"""To find what there is, to look whether each id is still that of its job, and whether it is released."""
LOOKS_AT_THE_FIRST_JOB = len(LOOKS)
ASSOCIATION_LIMIT = "AssocMaxSubmitJobLimit"
QOS_LIMIT = "QOSMaxSubmitJobPerUserLimit"
FULL_CONTROLLER = "sbatch: error: Slurm temporarily unable to accept job, sleeping and retrying"
POLICY = "Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)"
UNEXPLAINED = sbatch(f'echo "sbatch: error: Batch job submission failed: {POLICY}" >&2; exit 1', at=())
POLLS = Fault("squeue", 'date +%s.%N >> "$calls.times"; exec "$real" "$@"', ())
"""No fault: it is recorded when the queue is asked."""
BRIEF = "sleep 0.5\n"
"""So long takes a run where it is looked at how many there are at once."""


@pytest.fixture
def counted(cluster: Cluster, tmp_path: Path) -> Iterator[Counted]:
    """A sweep of 8 products, which fits into one array."""
    with in_use(Counted(tmp_path / "counted", cluster, products=8)) as project:
        yield project


@pytest.fixture
def at_full_site(full_site: Cluster, tmp_path: Path) -> Iterator[Counted]:
    with in_use(Counted(tmp_path / "counted", full_site, products=8)) as project:
        yield project


def assert_all_ran(project: Counted) -> None:
    assert_exactly_once(project.as_shown())


@contextmanager
def qos_limit(cluster: Cluster, tasks: int) -> Iterator[None]:
    """Inside the block nobody may have more than ``tasks`` tasks in the queue."""
    modify = ("sacctmgr", "--immediate", "modify", "qos", "normal", "set")
    cluster.read(*modify, f"MaxSubmitJobsPerUser={tasks}")
    try:
        yield
    finally:
        cluster.read(*modify, "MaxSubmitJobsPerUser=-1")


@contextmanager
def other_jobs(cluster: Cluster, folder: Path, number: int) -> Iterator[None]:
    """Jobs that have nothing to do with heracles wait in the queue."""
    folder.mkdir()
    submit = ("sbatch", "--hold", f"--chdir={folder}", "--output=/dev/null", "--wrap=true")
    for _ in range(number):
        cluster.read(*submit)
    try:
        yield
    finally:
        cluster.cancel_tasks(folder)


def times_of_polls(project: Counted) -> list[float]:
    times = POLLS.calls(project).with_name("calls.times")
    return [float(line) for line in times.read_text().splitlines()] if times.exists() else []


def entries(project: Counted) -> list[ledger.Entry]:
    return [entry for each in ledger.launches(project.home) for entry in ledger.read(project.home, each.id).entries]


def assert_few_polls(project: Counted, seconds: float) -> None:
    """One after each pause, and what each release of jobs needs, beside the looks at the first job of all."""
    releases = sum(isinstance(entry, ledger.Releasing) for entry in entries(project))
    needed = releases * CALLS_A_RELEASE + LOOKS_AT_THE_FIRST_JOB
    assert len(times_of_polls(project)) <= needed + seconds // FIRST_PAUSE


@pytest.mark.parametrize("settings", [SINGLY, ARRAYS], ids=["singly", "arrays"])
def test_a_limit_on_submissions_is_waited_for(counted: Counted, settings: str) -> None:
    project = POLLS.put_before(counted.with_settings(settings))
    begun = time.monotonic()
    with counted.cluster.submit_limit(5):
        ran = project.run()
    assert ran.returncode == 0, ran.stderr
    assert_few_polls(project, time.monotonic() - begun)
    [line] = [line for line in ran.stderr.splitlines() if ASSOCIATION_LIMIT in line]
    assert line.startswith("waiting for room in the queue: ")
    assert_all_ran(project)


def test_a_limit_of_a_quality_of_service_is_waited_for(counted: Counted) -> None:
    project = counted.with_settings(ARRAYS, products=3)
    with qos_limit(counted.cluster, 2):
        ran = project.run()
    assert ran.returncode == 0, ran.stderr
    assert QOS_LIMIT in ran.stderr
    assert_all_ran(project)


def test_the_users_other_jobs_count(counted: Counted, tmp_path: Path) -> None:
    """Nothing is launched while they fill the queue, which is looked at less and less often."""
    project = CALLS.put_before(POLLS.put_before(counted.with_settings(SINGLY, products=3)))
    with counted.cluster.submit_limit(4):
        with other_jobs(counted.cluster, tmp_path / "other", 4):
            process = project.start("run", SWEEP)
            wait_until(lambda: len(times_of_polls(project)) == 2, 60, "heracles waited twice")
            assert process.poll() is None
            process.send_signal(signal.SIGINT)
            said, _ = process.communicate(timeout=10)
            assert process.returncode == 130, said
            assert ASSOCIATION_LIMIT in said
            assert project.queue() == []
        first, second, *_ = times_of_polls(project)
        assert SECOND_PAUSE <= second - first < SECOND_PAUSE + 3
        assert len(CALLS.calls(project).read_text().splitlines()) in {2, 3}
        resumed = project.heracles("resume")
    assert resumed.returncode == 0, resumed.stderr
    assert_all_ran(project)


def test_a_launch_that_is_interrupted_while_it_waits_is_resumed(counted: Counted, tmp_path: Path) -> None:
    with counted.cluster.submit_limit(6):
        with other_jobs(counted.cluster, tmp_path / "other", 3):
            process = counted.start("run", SWEEP)
            wait_until(lambda: len(counted.runs()) == 3, 60, "what fits has run")
            process.send_signal(signal.SIGINT)
            said, _ = process.communicate(timeout=10)
            assert process.returncode == 130, said
        resumed = counted.heracles("resume")
    assert resumed.returncode == 0, resumed.stderr
    assert_all_ran(counted)


def test_five_hundred_products_pass_a_limit_of_fifty(counted: Counted) -> None:
    project = POLLS.put_before(CALLS.put_before(counted.with_settings(ARRAYS, products=500)))
    begun = time.monotonic()
    with counted.cluster.submit_limit(50):
        ran = project.run()
    assert ran.returncode == 0, ran.stderr
    assert_few_polls(project, time.monotonic() - begun)
    assert_all_ran(project)
    assert len(CALLS.calls(project).read_text().splitlines()) < 250


def test_a_policy_that_slurm_does_not_explain_is_not_waited_for_for_ever(counted: Counted) -> None:
    project = UNEXPLAINED.put_before(counted)
    ran = project.run()
    assert ran.returncode == 1
    assert f"heracles: error: sbatch: {POLICY}" in ran.stderr.splitlines()
    assert "It may mean that you have as many jobs in the queue as you may have" in ran.stderr
    assert 1 < len(UNEXPLAINED.calls(project).read_text().splitlines()) < 10
    assert project.runs() == []


def test_a_full_controller_is_waited_for(at_full_site: Counted, full_site: Cluster, tmp_path: Path) -> None:
    project = at_full_site.with_settings(SINGLY, products=3)
    with other_jobs(full_site, tmp_path / "other", 5):
        process = project.start("run", SWEEP)
        assert process.stdout
        assert any(line.strip() == FULL_CONTROLLER for line in process.stdout)
        assert process.poll() is None
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    assert faults(project.as_shown()) == []


def fails_at_once(project: Counted, *args: str) -> str:
    """What heracles says of a launch that sbatch refuses, which launches nothing and does not try again."""
    calls = CALLS.put_before(project)
    begun = time.monotonic()
    ran = calls.run("--", *args)
    assert time.monotonic() - begun < LONGEST_REFUSAL_SECONDS, ran.stderr
    assert ran.returncode == 1, ran.stderr
    assert len(CALLS.calls(calls).read_text().splitlines()) == 1
    assert project.queue() == []
    assert f"  0 of {project.products} launched" in ran.stderr.splitlines()
    [line] = [line for line in ran.stderr.splitlines() if line.startswith("heracles: error: ")]
    return line


@pytest.mark.parametrize(
    ("arg", "words"),
    [
        ("--partition=nowhere", "Invalid partition name specified"),
        ("--partition=closed", "Required partition not available (inactive or drain)"),
        ("--account=nobodys", "Invalid account or account/partition combination specified"),
        ("--gres=gpu:1", "Invalid generic resource (gres) specification"),
    ],
)
def test_what_waiting_cannot_cure_fails_at_once(counted: Counted, arg: str, words: str) -> None:
    assert fails_at_once(counted, arg) == f"heracles: error: sbatch: {words}"


def test_a_time_over_that_of_the_partition_fails_at_once(at_full_site: Counted) -> None:
    words = "Requested time limit is invalid (missing or exceeds some limit)"
    assert fails_at_once(at_full_site, "--partition=short", "--time=60") == f"heracles: error: sbatch: {words}"


def test_after_a_refusal_the_sweep_can_be_launched(counted: Counted) -> None:
    fails_at_once(counted, "--partition=closed")
    launch(counted)
    assert_all_ran(counted)


def is_of(job: str, fault: str) -> bool:
    """Whether it is only that the journal tells of a job, which was cancelled later."""
    return fault.startswith("the journal tells of ") and f"job='{job}'" in fault


@pytest.mark.parametrize("settings", [SINGLY, ARRAYS], ids=["singly", "arrays"])
@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (["--partition=short", "--time=60"], "PartitionTimeLimit"),
        (["--nodes=2"], "PartitionNodeLimit"),
        (["--mem=900T"], "BadConstraints"),
    ],
)
def test_a_job_that_can_never_begin_is_reported_after_the_first_one(
    arrays: Counted, settings: str, args: list[str], reason: str
) -> None:
    """No other one was released; and when that one is cancelled, the products are launched as the user mends it."""
    project = arrays.with_settings(settings)
    ran = project.run("--", *args)
    assert ran.returncode == 1
    first = project.standings()[0][1].job
    assert first
    assert f"heracles: error: job {first} can never start: {reason}" in ran.stderr.splitlines()
    assert [job.job for job in project.queue() if not job.held] in ([], [first])
    assert {job for entry in entries(project) if isinstance(entry, ledger.Releasing) for job in entry.jobs} == {first}
    project.cluster.read("scancel", first)
    mended = project.run("--keep-going")
    assert mended.returncode == 0, mended.stderr
    assert [fault for fault in faults(project) if not is_of(first, fault)] == []
    assert {run.job for run in project.runs()}.isdisjoint({first})
    assert told(project.run()) == "12 completed, nothing new"


@contextmanager
def most_at_once(project: Counted, states: set[str]) -> Iterator[list[int]]:
    """How many tasks of the project are in such a state, looked at all the time; the greatest number comes last."""
    seen = [0]
    end = Event()

    def look() -> None:
        while not end.wait(0.05):
            number = sum(task.state in states for task in project.cluster.tasks(project.folder))
            seen.append(max(seen[-1], number))

    looking = Thread(target=look)
    looking.start()
    try:
        yield seen
    finally:
        end.set()
        looking.join()


def slowed_down(project: Counted) -> Counted:
    record = project.folder / "record"
    record.write_text(record.read_text() + BRIEF)
    return project


@pytest.mark.parametrize("settings", [SINGLY, ARRAYS], ids=["singly", "arrays"])
def test_no_more_are_queued_than_a_user_wants(counted: Counted, settings: str) -> None:
    project = slowed_down(counted.with_settings(f"{settings}\nmax_queued = 5"))
    with most_at_once(project, {"PENDING", "RUNNING"}) as queued:
        launch(project)
        project.settle()
    assert queued[-1] == 5
    assert_all_ran(project)


def test_no_more_run_at_once_than_a_user_wants_over_all_arrays(arrays: Counted) -> None:
    """Of a launch that is killed, and goes on."""
    project = slowed_down(SLOW.put_before(arrays.with_settings(f"{ARRAYS}\nmax_running = 2")))
    with most_at_once(project, {"RUNNING"}) as running:
        process = project.start("run", SWEEP)
        wait_for_a_submission(project, copies=2)
        kill(process, whole=True)
        launch(project)
        project.settle()
    assert running[-1] == 2
    assert len({run.job for run in project.runs()}) == 3
    assert_exactly_once(project)
