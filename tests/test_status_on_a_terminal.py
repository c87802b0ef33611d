"""What a person sees of ``heracles status`` and ``heracles wait`` on a terminal of 80 columns and 24 lines."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import pytest

from heracles.terminal.redrawing import fitted

from . import launching
from .launching import config
from .operating import SQUEUE_FAILS, account, break_squeue, forget, put, timeless
from .pseudo_terminal import Session, on_a_terminal, screen

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Heracles
    from .stand_in import StandIn

pytestmark = pytest.mark.once

HIDDEN, SHOWN = "\x1b[?25l", "\x1b[?25h"


@pytest.fixture
def slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    slurm = launching.put_in_place(tmp_path / "slurm", monkeypatch)
    monkeypatch.setenv("STAND_IN_RELEASED", "RUNNING")
    return slurm


@pytest.fixture
def sweep(folder: Path, slurm: StandIn, heracles: Heracles) -> Path:
    """A project with a sweep of six products, which were launched as one array, in which the test stands."""
    launching.make_project(folder, config())
    assert heracles("run", "ablation-a").exit_code == 0
    return folder


def ended(sweep: Path, slurm: StandIn) -> None:
    forget(slurm, "700001")
    account(sweep, slurm, ["COMPLETED|0:0|node1"] * 4 + ["FAILED|3:0|node1", "TIMEOUT|0:0|node1"])


OVER = [
    "ablation-a, launch LAUNCH",
    "   b",
    "a  x     y",
    "1  ok    ok",
    "2  ok    ok",
    "3  FAIL  TIME",
    "",
    "ok completed   TIME timed out   FAIL failed",
    "",
    "6 products  [####################TTTTTFFFFF]  4 completed, 1 timed out, 1 failed",
    "launched MOMENT, N s ago",
]


def seen(text: str) -> list[str]:
    return timeless("\n".join(screen(text)))


def test_a_grid_in_colour(sweep: Path, slurm: StandIn) -> None:
    ended(sweep, slurm)
    text = on_a_terminal(sweep, "status", "ablation-a")
    assert "\x1b[31mFAIL\x1b[0m" in text
    assert "\x1b[32mok\x1b[0m" in text
    assert seen(text) == [*OVER, "Failed ones: heracles retry ablation-a"]
    assert "\x1b[3" not in on_a_terminal(sweep, "status", "ablation-a", NO_COLOR="1")


def test_watching_redraws_in_place_until_all_is_over(sweep: Path, slurm: StandIn) -> None:
    with Session(sweep, "status", "ablation-a", "--watch") as session:
        session.read_until("6 running")
        ended(sweep, slurm)
        text = session.read_to_end()
    assert session.exit_code == 0
    assert seen(text) == [*OVER, "Failed ones: heracles retry ablation-a"]
    assert text.index(HIDDEN) < text.index(SHOWN)
    assert text.count("ablation-a, launch") == 2


def test_watching_an_overview(sweep: Path, slurm: StandIn) -> None:
    with Session(sweep, "status", "--watch") as session:
        session.read_until("run\x1b[0m running")
        put(slurm, "700001", "COMPLETED")
        text = session.read_to_end()
    assert session.exit_code == 0
    assert seen(text) == [
        "            launched          all                                    ok",
        f"ablation-a  MOMENT    6  [{'#' * 30}]   6",
        "",
        "ok completed",
    ]


def test_who_has_seen_enough_gets_the_cursor_back(sweep: Path) -> None:
    with Session(sweep, "status", "ablation-a", "--watch") as session:
        session.read_until("6 running")
        session.type("\x03")
        text = session.read_to_end()
    assert session.exit_code == 130
    assert text.endswith(SHOWN)
    assert seen(text)[-1].startswith("launched MOMENT")


def test_what_was_seen_last_stays_while_the_scheduler_is_away(
    sweep: Path, slurm: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = break_squeue(slurm, monkeypatch)
    away.unlink()
    with Session(sweep, "status", "ablation-a", "--watch") as session:
        session.read_until("6 running")
        away.touch()
        session.read_until("what is shown was")
        shown = seen(session.seen)
        away.unlink()
        put(slurm, "700001", "COMPLETED")
        text = session.read_to_end()
    assert shown[3] == "1  run  run"
    assert " ".join(shown[11:]).startswith(SQUEUE_FAILS)
    assert session.exit_code == 0
    assert seen(text)[-2:] == [
        "6 products  [##############################]  6 completed",
        "launched MOMENT, N s ago",
    ]


@pytest.mark.parametrize("variables", [{"TERM": "dumb"}])
def test_a_terminal_that_cannot_be_drawn_on(variables: dict[str, str], sweep: Path) -> None:
    with Session(sweep, "status", "--watch", **variables) as session:
        text = session.read_to_end()
    assert session.exit_code == 2
    assert "--watch draws on a terminal, and stdout is none" in text


def test_nothing_is_drawn_into_a_pipe(sweep: Path, heracles: Heracles) -> None:
    ran = heracles("status", "--watch")
    assert (ran.exit_code, ran.out) == (2, "")
    assert ran.err.splitlines() == [
        "heracles: error: --watch draws on a terminal, and stdout is none",
        "  heracles wait TARGET waits for the end; heracles status TARGET looks once",
    ]
    ran = heracles("status", "--watch", "--json")
    assert (ran.exit_code, ran.err.splitlines()[0]) == (2, "heracles: error: --watch draws, and --json is for programs")


def test_what_is_higher_than_the_screen_loses_its_middle(heracles: Heracles, folder: Path, slurm: StandIn) -> None:
    launching.make_project(folder, config("a = [" + ",".join(map(str, range(40))) + "]"))
    heracles("run", "ablation-a")
    put(slurm, "700001", "COMPLETED")
    with Session(folder, "status", "ablation-a", "--watch") as session:
        text = session.read_to_end()
    lines = seen(text)
    assert len(lines) < 24
    assert lines[0] == "ablation-a, launch LAUNCH"
    assert any(line.endswith("lines, for which this terminal is too low ...") for line in lines)
    assert lines[-2:] == ["80 products  [##############################]  80 completed", "launched MOMENT, N s ago"]


def test_lines_that_fit() -> None:
    assert fitted(["a", "b"], ["z"], 5) == ["a", "b", "", "z"]
    many = [str(number) for number in range(50)]
    left_out = "... 46 lines, for which this terminal is too low ..."
    assert fitted(many, ["y", "z"], 9) == ["0", "1", left_out, "48", "49", "", "y", "z"]
    assert fitted(many, ["x", "y", "z"], 3) == ["y", "z"]


def test_a_bar_while_waiting(sweep: Path, slurm: StandIn) -> None:
    with Session(sweep, "wait") as session:
        session.read_until("6 running")
        time.sleep(0.5)
        shown = screen(session.seen)
        os.kill(session.pid, signal.SIGTERM)
        text = session.read_to_end()
    assert shown == [f"{'━' * 40} 0/6 TIME", "6 running"]
    assert session.exit_code == 130
    assert screen(text) == [
        "heracles: interrupted; nothing was stopped: what runs or waits goes on",
        f"{'━' * 40} 0/6 TIME",
    ]


def test_a_full_bar(sweep: Path, slurm: StandIn) -> None:
    ended(sweep, slurm)
    assert screen(on_a_terminal(sweep, "wait", "ablation-a")) == [
        f"{'━' * 40} 6/6 TIME",
        "6 products: 4 completed, 1 timed out, 1 failed",
        "Failed ones: heracles retry ablation-a",
    ]
