"""What Slurm itself writes at the end of logs."""

from __future__ import annotations

import pytest

from heracles.launchers.slurm.last_words import last_words

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("ValueError: srun: error", None),
        ("error: a program's own", None),
        ("", None),
        ("slurmstepd: error: *** JOB 123 ON n1 CANCELLED AT 2026-11-22T17:46:37 ***", ""),
        ("slurmstepd-n1: error: *** STEP 1.0 ON n1 CANCELLED AT 2026-11-22T17:46:37 DUE to SIGNAL Terminated ***", ""),
        (
            "slurmstepd: error: *** JOB 1 ON n1 CANCELLED AT 2026-11-22T17:46:37 DUE TO TIME LIMIT ***",
            "Slurm ended it at its time limit",
        ),
        (
            "slurmstepd-vm: error: *** JOB 1 ON vm CANCELLED AT 2026-11-22T17:46:37 DUE TO JOB REQUEUE ***",
            "Slurm requeued it",
        ),
        (
            "slurmstepd: error: *** STEP 700003.0 ON vm FAILED (non-zero exit code or other failure mode) ***",
            "",
        ),
        (
            "slurmstepd: error: Detected 1 oom-kill event(s) in StepId=7.batch. Some of your processes may have been "
            "killed by the cgroup out-of-memory handler.",
            "it ran out of memory",
        ),
        (
            "slurmstepd: error: Detected 2 oom_kill events in StepId=7.0. Some of the step tasks have been OOM Killed.",
            "it ran out of memory",
        ),
        (
            "slurmstepd: error: StepId=1.0 exceeded memory limit (2 > 1), being killed",
            "it ran out of memory",
        ),
        ("srun: error: n1: task 0: Out Of Memory", "it ran out of memory"),
        ("srun: error: n1: tasks 0-1: Exited with exit code 3", ""),
        ("srun: error: n1: task 0: Terminated", ""),
        ("srun: error: n[1-2]: tasks 0-3: Segmentation fault (core dumped)", "Segmentation fault (core dumped)"),
        ("srun: Job step aborted: Waiting up to 32 seconds for job step to finish.", ""),
        ("srun: got SIGCONT", ""),
        ("srun: error: Unable to create step for job 1: More processors requested than permitted", None),
        ("slurmstepd: error: execve(): python: No such file or directory", None),
    ],
)
def test_what_slurm_says_at_the_end_of_a_log(line: str, words: str | None) -> None:
    assert last_words(line) == words
