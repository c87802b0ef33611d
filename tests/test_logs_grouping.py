"""Many failures that have few causes."""

from __future__ import annotations

import pytest

from heracles.launchers.slurm.last_words import last_words
from heracles.logs import groups
from heracles.logs.grouping import cause_of
from heracles.logs.likeness import likeness

pytestmark = pytest.mark.once

TRACEBACK = """\
Error executing job with overrides: ['lr={lr}']
Traceback (most recent call last):
  File "main.py", line 12, in main
    train(lr)
RuntimeError: CUDA out of memory. Tried to allocate {size} MiB (GPU 0; 23.69 GiB total; {free} GiB free)

Set the environment variable HYDRA_FULL_ERROR=1 for a complete stack trace.
"""


def nobodys(line: str) -> None:
    """What a launcher says of lines to which nothing is added."""


def cause(*lines: str) -> str:
    return cause_of(lines, last_words)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("done in 12.5 s", "done in 3 s"),
        ("lr=1e-05 diverged", "lr=0.001 diverged"),
        ("lr=-1 diverged", "lr=+2e+7 diverged"),
        ("[2026-11-22 17:46:37,123] failed", "[2026-01-02 03:04:05,006] failed"),
        ("2026-11-22T17:46:37.123Z failed", "2025-01-02T03:04:05Z failed"),
        ("Sun Nov 22 17:46:37 2026 failed", "Mon Dec  1 07:06:07 2025 failed"),
        ("22 Nov 2026 17:46:37 failed", "1 May 2025 07:06:07 failed"),
        ("at 0x7fa7df7c1790", "at 0x1f"),
        ("runs/3fa9c1d2b4e5f607/ckpt.pt is missing", "runs/0123456789012345/ckpt.pt is missing"),
        ("run_3fa9c1d lost", "run_7654321 lost"),
        ("id 7fa7df7c-1790-4a1b-8c2d-0123456789ab", "id 00000000-0000-0000-0000-000000000000"),
        ("gpu-node017.cluster: lost", "gpu-node3.cluster: lost"),
        ("job 700001_17 failed", "job 12_3 failed"),
        ("/tmp/tmpab3x9k2_/f is missing", "/tmp/tmpzzzzzzzz/f is missing"),
        ("\x1b[31mred\x1b[0m 1", "red 2"),
        ("a   b\t1", "a b 1 "),
    ],
)
def test_lines_are_alike(one: str, other: str) -> None:
    assert likeness(one) == likeness(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("exit code 1", "exit code 137"),
        ("exited with status: 1", "exited with status: 2"),
        ("[Errno 28] No space", "[Errno 13] No space"),
        ("CUDA error 700", "CUDA error 2"),
        ("signal=9", "signal=11"),
        ("KeyError: 'lr'", "KeyError: 'seed'"),
        ("a facade", "a decade"),
        ("deadbeef", "feedface"),
        ("NaN", "inf"),
        ("may be 1", "march 1"),
    ],
)
def test_lines_are_not_alike(one: str, other: str) -> None:
    assert likeness(one) != likeness(other)


def test_what_a_line_is_reduced_to() -> None:
    assert likeness("ValueError: lr=1e-05 at 0x7f (line 12)") == "ValueError: lr=# at # (line 12)"


def test_the_line_that_says_why() -> None:
    assert cause() == ""
    assert cause("", "  ") == ""
    assert cause("first", "last", "", " ") == "last"
    assert cause("  indented  ") == "indented"
    assert cause("why", "-----", "=====") == "why"
    assert cause("why", "wandb: Synced 5 file(s)", "wandb: Find logs at: x") == "why"
    traceback = TRACEBACK.format(lr=1, size=2, free=3).splitlines()
    assert cause(*traceback) == traceback[4]


def test_what_slurm_says_of_the_cause_counts() -> None:
    limit = "slurmstepd: error: *** JOB 1 ON n CANCELLED AT 2026-11-22T17:47:05 DUE TO TIME LIMIT ***"
    cancelled = "slurmstepd: error: *** JOB 1 ON n CANCELLED AT 2026-11-22T17:47:05 ***"
    exited = "srun: error: n1: task 0: Exited with exit code 1"
    assert cause("epoch 3", limit) == "Slurm ended it at its time limit"
    assert cause("epoch 3", limit, exited) == "Slurm ended it at its time limit"
    assert cause("epoch 3", cancelled) == "epoch 3"
    assert cause("ValueError: no", exited, "") == "ValueError: no"
    assert cause(cancelled) == ""
    assert cause_of(["epoch 3", cancelled], nobodys) == cancelled


def end(text: str) -> list[bytes]:
    return text.encode().split(b"\n")


def test_groups_come_with_their_members_and_an_example() -> None:
    ends = [
        end("a\nValueError: seed 1"),
        end(""),
        end(TRACEBACK.format(lr=0.1, size=20, free=1.5)),
        end(TRACEBACK.format(lr=0.2, size=512, free=0.25)),
        end("b\nValueError: seed 2\nslurmstepd: error: *** JOB 7 ON n7 CANCELLED AT 2026-11-22T17:47:05 ***"),
        end(TRACEBACK.format(lr=1e-5, size=7, free=3)),
    ]
    memory, value, nothing = groups(ends, last_words)
    assert memory.members == (2, 3, 5)
    assert memory.cause == TRACEBACK.format(lr=0.1, size=20, free=1.5).splitlines()[4]
    assert memory.example == tuple(TRACEBACK.format(lr=0.1, size=20, free=1.5).split("\n"))
    assert value == ((0, 4), "ValueError: seed 1", ("a", "ValueError: seed 1"))
    assert nothing == ((1,), "", ("",))


def test_bytes_that_are_no_text_do_not_hinder() -> None:
    assert groups([[b"\xff\xfe \x1b[1mbold\x1b[0m"]], nobodys)[0].cause == "\ufffd\ufffd bold"


def test_groups_of_the_same_size_stay_in_order() -> None:
    ends = [[word] for word in (b"c", b"a", b"b", b"a", b"c")]
    assert [(group.cause, group.members) for group in groups(ends, nobodys)] == [
        ("c", (0, 4)), ("a", (1, 3)), ("b", (2,)),
    ]  # fmt: skip


def test_ten_thousand_failures_of_one_cause_are_one() -> None:
    ends = (end(TRACEBACK.format(lr=n / 7, size=n, free=n / 3)) for n in range(10_000))
    [group] = groups(ends, last_words)
    assert len(group.members) == 10_000
