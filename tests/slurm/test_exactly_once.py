"""Each product runs once, whatever dies on the way: asked of the real Slurm, with what can go wrong in front of it."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from heracles.ledger.journal import entries
from heracles.reconcile import submissions

from .counting import SINGLY, SWEEP, WITHOUT_HOLD, assert_exactly_once, faults, launch, wait_for_a_submission
from .daemons import wait_until
from .faults import (
    CALLS,
    CHATTER,
    FAILED_RELEASES,
    HANGS,
    JOURNAL_AT_RELEASES,
    JOURNAL_AT_SUBMISSIONS,
    LOST_ANSWERS,
    NO_QUEUE,
    NO_RELEASE,
    SLOW,
    SUBMITTED_LATE,
    SUBMITTED_LATER,
    TIMED_OUT,
    sbatch,
)
from .killing import descendants, kill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.reconcile import Standing

    from .counting import Counted
    from .faults import Fault

SLOW_AT_FIRST = sbatch('sleep 3; exec "$real" "$@"', at=(1,))


def test_each_product_runs_once(either: Counted) -> None:
    project = CALLS.put_before(either)
    launch(project)
    assert_exactly_once(project)
    calls = CALLS.calls(project).read_text().splitlines()
    assert len(calls) == (12 if project.settings == SINGLY else 3)
    assert all("--hold" in call.split() for call in calls)


def calls_and_standings(fault: Fault, project: Counted) -> Iterator[tuple[str, dict[str, Standing]]]:
    """The words of each call, and how far the copies were by the journal when it was made, by number and job."""
    for number, call in enumerate(fault.calls(project).read_text().splitlines(), start=1):
        found = submissions(entries(str(fault.calls(project).with_name(f"calls.{number}"))))
        by_number = {f"{each.copy}.{each.attempt}": each for each in found}
        yield call, {**by_number, **{each.job: each for each in found if each.job}}


def test_what_is_done_is_recorded_before(either: Counted) -> None:
    submitted, released = JOURNAL_AT_SUBMISSIONS, JOURNAL_AT_RELEASES
    project = released.put_before(submitted.put_before(either))
    launch(project)
    for call, standings in calls_and_standings(submitted, project):
        tag = call.partition("--comment=heracles:")[2].split()[0].partition("/")[2]
        assert standings[tag].phase == "in doubt"
    for call, standings in calls_and_standings(released, project):
        assert {standings[job].phase for job in call.split()[-1].split(",")} == {"releasing"}
    assert_exactly_once(either)


@pytest.mark.parametrize("fault", LOST_ANSWERS.values(), ids=LOST_ANSWERS)
def test_a_lost_answer_is_found_out(counted: Counted, fault: Fault) -> None:
    launch(fault.put_before(counted))
    assert_exactly_once(counted)


def test_a_lost_answer_about_an_array_is_found_out(arrays: Counted) -> None:
    project = LOST_ANSWERS["submitted and timed out"].put_before(arrays)
    ran = project.run()
    assert ran.returncode == 0, ran.stderr
    assert TIMED_OUT in ran.stderr
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


def test_where_jobs_cannot_be_held_a_job_whose_answer_was_lost_is_found(counted: Counted) -> None:
    project = counted.with_settings(WITHOUT_HOLD)
    launch(LOST_ANSWERS["submitted and timed out"].put_before(project))
    assert_exactly_once(project)


@pytest.fixture
def in_doubt(counted: Counted) -> Iterator[Counted]:
    """Nobody can tell what becomes of the second submission: its sbatch hangs, and whoever called it was killed."""
    project = counted.with_settings(WITHOUT_HOLD)
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
