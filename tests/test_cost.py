"""What a launch costs, in words, and who is asked before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from heracles.commands.cost import confirm, describe
from heracles.config import ConfirmAbove
from heracles.errors import UsageError
from heracles.launchers.base import Cost
from heracles.terminal import Terminal

from .pseudo_terminal import program_on_a_terminal, screen

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("cost", "line"),
    [
        (Cost(90, 1440.0, 90.0), "90 tasks, at most 1,440 CPU hours, 90 GPU hours"),
        (Cost(1, 1.0, 0.5), "1 task, at most 1 CPU hour, 0.5 GPU hours"),
        (Cost(1_000_000, 1e7, 1e6), "1,000,000 tasks, at most 10,000,000 CPU hours, 1,000,000 GPU hours"),
        (Cost(6), "6 tasks"),
        (Cost(6, None, 0.0), "6 tasks"),
        (Cost(6, 24.0, 0.0), "6 tasks, at most 24 CPU hours"),
        (Cost(6, 24.0, None), "6 tasks, at most 24 CPU hours, GPU hours unknown"),
        (Cost(6, None, 24.0), "6 tasks, at most 24 GPU hours, CPU hours unknown"),
    ],
)
def test_a_cost_is_one_line(cost: Cost, line: str) -> None:
    assert describe(cost) == line


@pytest.mark.parametrize(
    ("hours", "shown"),
    [
        (1 / 60, "0.1 CPU hours"),
        (1.1, "1.1 CPU hours"),
        (1.11, "1.2 CPU hours"),
        (3 * 0.1, "0.3 CPU hours"),
        (2.0, "2 CPU hours"),
        (9.91, "10 CPU hours"),
        (10.0, "10 CPU hours"),
        (10.01, "11 CPU hours"),
    ],
)
def test_hours_are_rounded_up(hours: float, shown: str) -> None:
    assert describe(Cost(2, hours, 0.0)) == f"2 tasks, at most {shown}"


LIMITS = ConfirmAbove(1000, 100.0)
OF_TASKS = "6000 tasks are more than confirm_above.tasks = 1000"
OF_HOURS = "240 GPU hours are more than confirm_above.gpu_hours = 100"


@pytest.mark.parametrize(
    ("cost", "limits", "what"),
    [
        (Cost(6000, None, 0.0), LIMITS, OF_TASKS),
        (Cost(10, None, 240.0), LIMITS, OF_HOURS),
        (Cost(6000, None, 240.0), LIMITS, f"{OF_TASKS}; {OF_HOURS}"),
        (Cost(10), LIMITS, "the GPU hours are unknown and may be more than confirm_above.gpu_hours = 100"),
        (Cost(1, 1.0, 0.6), ConfirmAbove(None, 0.5), "0.6 GPU hours are more than confirm_above.gpu_hours = 0.5"),
        (
            Cost(1, 1.0, 2500000.0),
            ConfirmAbove(None, 2e6),
            "2500000 GPU hours are more than confirm_above.gpu_hours = 2000000",
        ),
    ],
)
def test_above_a_limit_a_script_has_to_be_sure(
    cost: Cost, limits: ConfirmAbove, what: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(UsageError) as caught:
        confirm(cost, limits, False, Terminal.of_process("auto"))
    assert caught.value.faults == ((what, None, "say --yes to launch them"),)
    confirm(cost, limits, True, Terminal.of_process("auto"))
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("cost", "limits"),
    [
        (Cost(1_000_000, 1e9, 1e9), None),
        (Cost(1_000_000, 1e9, 1e9), ConfirmAbove()),
        (Cost(1_000_000), ConfirmAbove()),
        (Cost(1000, 1e9, 100.0), LIMITS),
        (Cost(1000), ConfirmAbove(tasks=1000)),
        (Cost(1_000_000, 1e9, 100.0), ConfirmAbove(gpu_hours=100.0)),
    ],
)
def test_up_to_the_limits_nobody_is_asked(
    cost: Cost, limits: ConfirmAbove | None, capfd: pytest.CaptureFixture[str]
) -> None:
    confirm(cost, limits, False, Terminal.of_process("auto"))
    assert capfd.readouterr() == ("", "")


ON_A_TERMINAL = """
from heracles.commands.cost import confirm
from heracles.config import ConfirmAbove
from heracles.errors import UsageError
from heracles.launchers.base import Cost
try:
    confirm(Cost(6000, None, 240.0), ConfirmAbove(1000, None), False, terminal)
    print("launched")
except UsageError as error:
    print(error.faults)
"""


@pytest.mark.once
@pytest.mark.parametrize(
    ("typed", "end"),
    [
        ("y", "launched"),
        ("yes", "launched"),
        ("n", "(Fault(what='nothing was launched', place=None, cure=''),)"),
        ("", "(Fault(what='nothing was launched', place=None, cure=''),)"),
    ],
)
def test_on_a_terminal_a_person_is_asked(folder: Path, typed: str, end: str) -> None:
    seen = program_on_a_terminal(folder, ON_A_TERMINAL, f"{typed}\n")
    assert screen(seen) == [OF_TASKS, f"launch 6000 tasks? [y/N] {typed}".rstrip(), end]
