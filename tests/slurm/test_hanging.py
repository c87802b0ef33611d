"""An sbatch that hangs is not waited for for ever, and its answer counts as lost."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from . import hurried, impatient
from .counting import ARRAYS, SINGLY, SWEEP, WITHOUT_HOLD, assert_exactly_once, faults
from .daemons import wait_until
from .faults import LOST_ANSWERS, SUBMIT, sbatch

if TYPE_CHECKING:
    from .counting import Counted
    from .faults import Fault

PATIENCE_SECONDS = 2.0
LONGEST_SECONDS = 30
WORDS = "Required partition not available (inactive or drain)"
REFUSED = f'if (( number == 1 )); then echo "sbatch: error: Batch job submission failed: {WORDS}" >&2; exit 1; fi'
HANG = 'echo $$ >> "$calls.pids"; exec sleep 1000'
HANGS_BEFORE = sbatch(REFUSED, HANG, at=(1, 3))
HANGS_BEHIND = sbatch(REFUSED, SUBMIT, HANG, at=(1, 3))
"""The first call is refused, so that there is a launch to go on with; the third one hangs."""

EVENT_OF_WAITING = "Waiting(why='a submission may still arrive, and would not be held')"


def begun(project: Counted) -> Counted:
    """The same project, of which a launch was begun that submitted nothing."""
    ran = project.run()
    assert ran.returncode == 1
    assert WORDS in ran.stderr
    assert project.queue() == []
    return project


def go_on(project: Counted) -> subprocess.Popen[str]:
    """Goes on with a launch, with little patience."""
    return subprocess.Popen(
        [*impatient.PROGRAM, str(PATIENCE_SECONDS), project.home],
        cwd=project.folder,
        env={**project.environment, **hurried.VARIABLES},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def hanging(project: Counted) -> list[int]:
    """The processes of the calls that hang."""
    pids = map(int, HANGS_BEFORE.calls(project).with_name("calls.pids").read_text().split())
    return [pid for pid in pids if os.path.exists(f"/proc/{pid}")]


@pytest.mark.parametrize(
    ("fault", "settings", "submissions"),
    [
        (HANGS_BEFORE, SINGLY, 12 + 1),
        (HANGS_BEFORE, ARRAYS, 3 + 1),
        (HANGS_BEHIND, SINGLY, 12),
        (HANGS_BEHIND, ARRAYS, 3),
        (HANGS_BEHIND, WITHOUT_HOLD, 12),
    ],
    ids=["before, singly", "before, arrays", "behind, singly", "behind, arrays", "behind, not held"],
)
def test_an_sbatch_that_hangs_is_ended_and_what_it_did_is_found_out(
    counted: Counted, fault: Fault, settings: str, submissions: int
) -> None:
    project = begun(fault.put_before(counted.with_settings(settings)))
    began = time.monotonic()
    process = go_on(project)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert PATIENCE_SECONDS < time.monotonic() - began < LONGEST_SECONDS
    assert "did not answer in time" in said
    assert hanging(project) == []
    assert_exactly_once(project)
    assert len(fault.calls(project).read_text().splitlines()) == 1 + submissions


def test_where_jobs_cannot_be_held_one_that_hung_may_still_arrive(counted: Counted) -> None:
    project = begun(HANGS_BEFORE.put_before(counted.with_settings(WITHOUT_HOLD)))
    process = go_on(project)
    assert process.stdout
    assert any(line.strip() == EVENT_OF_WAITING for line in process.stdout)
    process.kill()
    process.communicate()
    assert hanging(project) == []
    assert len(project.runs()) <= 1
    assert_waits_and_goes_on(project)


def test_where_jobs_cannot_be_held_a_lost_answer_is_waited_for(counted: Counted) -> None:
    """By a run, which is interrupted and leaves it to the next."""
    project = LOST_ANSWERS["timed out and not submitted"].put_before(counted.with_settings(WITHOUT_HOLD))
    process = project.start("run", SWEEP)
    assert process.stdout
    assert any("a submission may still arrive, and would not be held" in line for line in process.stdout)
    calls = HANGS_BEFORE.calls(project).read_text()
    time.sleep(3)
    assert process.poll() is None
    assert HANGS_BEFORE.calls(project).read_text() == calls
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=10)
    assert process.returncode == 130, said
    assert_waits_and_goes_on(project)


def assert_waits_and_goes_on(project: Counted) -> None:
    """For the 300 seconds in which a request may arrive that nobody waits for any more, and a clock's skew."""
    calls = HANGS_BEFORE.calls(project)
    before = calls.read_text()
    process = project._replace(program=hurried.PROGRAM).under(hurried.VARIABLES).start("run", SWEEP)
    began = time.monotonic()
    wait_until(lambda: calls.read_text() != before or process.poll() is not None, LONGEST_SECONDS, "sbatch is called")
    assert time.monotonic() - began > 300 / hurried.TIMES
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert faults(project) == []
