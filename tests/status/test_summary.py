"""How a launch stands: numbers and a bar, since when, what it waits for, how long still."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from heracles.status import Launched, overview, rows, summary
from heracles.status.times import duration, seconds_left
from heracles.terminal import colors, panels

from .samples import LETTERS, crossed, seen, state

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.launchers.base import State

pytestmark = pytest.mark.once

LAUNCHED = 1_795_357_800
"""2026-11-22 14:30 UTC."""


@pytest.fixture(autouse=True)
def _in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def summarized(letters: str, elapsed: float, width: int = 80) -> list[str]:
    products = crossed({"lr": range(len(letters))}, letters)
    return panels.lines(summary(products, LAUNCHED, LAUNCHED + elapsed), colors.plain, width)


def test_a_launch_that_runs() -> None:
    assert summarized("c" * 12 + "r" * 6 + "p" * 6, 3600) == [
        "24 products  [###############=======.......]  12 completed, 6 running, 6 pending",
        "launched 2026-11-22 14:30, 1 h 0 min ago, about 1 h 0 min left",
        "oldest pending: 18, Resources",
    ]


def test_a_launch_that_is_over() -> None:
    assert summarized("c" * 21 + "F" * 3, 5 * 86400) == [
        "24 products  [##########################FFFF]  21 completed, 3 failed",
        "launched 2026-11-22 14:30, 5 days ago",
    ]


def test_a_single_one_among_thousands_is_seen_in_the_bar() -> None:
    first, *_ = summarized("c" * 5000 + "F", 60)
    assert first == "5001 products  [#############################F]  5000 completed, 1 failed"


def test_numbers_that_do_not_fit_beside_the_bar_stand_below() -> None:
    assert summarized("".join(LETTERS) * 100, 0)[:4] == [
        "1200 products  [###===...---hhh???PPCCNNTTMMFF]",
        "  100 completed, 100 running, 100 pending, 100 waiting, 100 held, 100 unknown,",
        "  100 preempted, 100 cancelled, 100 lost to a failed node, 100 timed out,",
        "  100 out of memory, 100 failed",
    ]


def test_what_the_site_ran_again_is_said() -> None:
    again = seen(0, {"lr": 1}, state=state("r")._replace(requeued=True))
    lines = panels.lines(summary([again, seen(1, {"lr": 2})], LAUNCHED, LAUNCHED), colors.plain)
    assert lines[-1] == "run more than once, requeued by the site: 1"


def test_in_colour() -> None:
    first, *_ = panels.lines(summary([seen(0, {}, "c"), seen(1, {}, "F")], LAUNCHED, LAUNCHED), colors.colored)
    assert first == f"2 products  [\x1b[32m{'#' * 15}\x1b[0m\x1b[31m{'F' * 15}\x1b[0m]  1 completed, 1 failed"


def test_an_overview_of_launches() -> None:
    def states(letters: str) -> list[State]:
        return [LETTERS[letter] for letter in letters]

    launches = [
        Launched("ablation-a", LAUNCHED, states("c" * 21 + "FFF")),
        Launched("baselines-with-a-long-name", LAUNCHED - 86400, states("c" * 40 + "r" * 20 + "p" * 9940)),
        Launched("sbatch.sh", LAUNCHED - 2 * 86400, states("T")),
    ]
    assert panels.lines(overview(launches), colors.plain) == [
        "                    launched          all              ok  run  pend  TIME  FAIL",
        "ablation-a          2026-11-22 14:30     24  [#####F]  21                      3",
        "baseline..ong-name  2026-11-21 14:30  10000  [#=....]  40   20  9940",
        "sbatch.sh           2026-11-20 14:30      1  [TTTTTT]                    1",
        "",
        "ok completed   run running   pend pending   TIME timed out   FAIL failed",
    ]


def test_an_overview_with_more_states_than_columns_tells_them_below() -> None:
    launches = [Launched("ablation-with-a-long-name", LAUNCHED, [*LETTERS.values()] * 1000)]
    assert panels.lines(overview(launches), colors.plain)[:4] == [
        "ablation-with-a-long-name  2026-11-22 14:30  12000  [##==..--hh??PPCCNNTTMMFF]",
        "  1000 completed, 1000 running, 1000 pending, 1000 waiting, 1000 held,",
        "  1000 unknown, 1000 preempted, 1000 cancelled, 1000 lost to a failed node,",
        "  1000 timed out, 1000 out of memory, 1000 failed",
    ]


def test_an_overview_of_nothing() -> None:
    assert overview([]) == ()


def test_rows_tell_how_each_one_ended() -> None:
    killed = seen(2, {"lr": 3}, state=state("F")._replace(exit_code=-9))
    waiting = seen(3, {"lr": 4}, "p")
    assert panels.lines([rows([seen(0, {"lr": 1}), seen(1, {"lr": 2}, "F"), killed, waiting])], colors.plain) == [
        "0  ok               lr=1",
        "1  FAIL  exit 1     lr=2",
        "2  FAIL  signal 9   lr=3",
        "3  pend  Resources  lr=4",
    ]


@pytest.mark.parametrize(
    ("letters", "elapsed", "left"),
    [
        ("ccccrrrr", 600, 600),
        ("ccCFrrrrrrrrrrrr", 600, 1800),
        ("c" * 50 + "r" * 150, 100, 300),
        ("ccrrr", 600, None),  # too few to tell
        ("cccc" + "r" * 196, 600, None),  # too small a part
        ("ccccrrrr", 30, None),  # too early
        ("ccccpppp", 600, None),  # who knows when they begin
        ("cccc", 600, None),
        ("", 600, None),
    ],
)
def test_a_guess_of_what_is_left(letters: str, elapsed: float, left: float | None) -> None:
    assert seconds_left([state(letter) for letter in letters], elapsed) == left


def test_tasks_of_an_own_array_count_one_by_one() -> None:
    assert seconds_left([state("r", 30, 90), state("p", 0, 90)], 600) == 3000


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, "0 s"),
        (40, "40 s"),
        (119, "119 s"),
        (725, "12 min"),
        (4350, "1 h 12 min"),
        (108_000, "30 h"),
        (260_000, "3 days"),
    ],
)
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text
