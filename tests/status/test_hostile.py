"""Whatever a value holds, nothing of it moves the cursor, breaks a line, or makes a line too long."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from heracles.status import Launched, overview, picture, rows, summary
from heracles.terminal import colors, panels
from heracles.terminal.text import columns

from .samples import crossed, drawn, seen, state

if TYPE_CHECKING:
    from heracles.status import Seen

pytestmark = pytest.mark.once

NASTY = [
    "a\nb", "\x1b[2J\x1b[31mred", "tab\there", "\r", "\x9b31m", "\x00",
    "x" * 5000, "数" * 3000, "e\u0301" * 300, "\u202eabc", "\u200b",
    "🦁", "\udcff", "", " ", "-", "null", "[red]", "%s", "\\", "'", "\u2028", "\x7f", "a b  c",
]  # fmt: skip


def test_control_characters_are_written_out() -> None:
    values = ("a\nb", "\x1b[31mred\x1b[0m", "\u202eabc", "")
    assert (
        drawn(crossed({"x\x1b[2J": values, "y": ("1", 1)}, "cF"))
        == r"""
                    y
x\x1b[2J            '1'  1
a\nb                ok   FAIL
\x1b[31mred\x1b[0m  ok   FAIL
\u202eabc           ok   FAIL
''                  ok   FAIL

ok completed   FAIL failed
"""
    )


def test_wide_characters_take_two_columns_and_accents_none() -> None:
    assert (
        drawn(crossed({"x": ("数学", "e\u0301t", "plain"), "y": ("数", "🦁🦁🦁")}))
        == """
       y
x      数  🦁🦁🦁
数学   ok  ok
e\u0301t     ok  ok
plain  ok  ok

ok completed
"""
    )


def test_long_labels_lose_their_middle_but_stay_different() -> None:
    letters = [f"{letter}/{'x' * 30}/model.ckpt" for letter in "ab"]
    assert (
        drawn(crossed({"path": letters, "lr": (1, 2, 3)}))
        == """
                                        lr
path                                    1   2   3
a/xxxxxxxxxxxxxxxx..xxxxxxx/model.ckpt  ok  ok  ok
b/xxxxxxxxxxxxxxxx..xxxxxxx/model.ckpt  ok  ok  ok

ok completed
"""
    )
    paths = [f"/data/{'x' * 30}/{letter}{'y' * 15}/model.ckpt" for letter in "ab"]
    assert (
        drawn(crossed({"path": paths, "lr": (1, 2, 3)}))
        == """
                                        lr
path                                    1   2   3
..ayyyyyyyyyyyyyyy/model.ckpt           ok  ok  ok
..byyyyyyyyyyyyyyy/model.ckpt           ok  ok  ok

ok completed
"""
    )


@pytest.mark.parametrize("width", [60, 80, 133])
@pytest.mark.parametrize("paint", [colors.plain, colors.colored])
def test_no_line_is_too_wide_or_holds_a_control_character_that_is_not_ours(width: int, paint: colors.Paint) -> None:
    random = Random(width)
    for _ in range(12):
        keys = random.sample(NASTY, random.randint(1, 6))
        axes = {f"{key}{place}": random.sample(NASTY, random.randint(1, 5)) for place, key in enumerate(keys)}
        for line in _lines(
            crossed(axes, "".join(random.sample("crpwhuPCNTMF", 12)))[: random.randint(1, 150)], paint, width
        ):
            text = line
            for color in (*colors.CODES.values(), "0"):
                text = text.replace(f"\x1b[{color}m", "")
            assert text.isprintable()
            assert max(columns(text), width) == width


def _lines(products: list[Seen], paint: colors.Paint, width: int) -> list[str]:
    reason = state("p")._replace(reason="\x1b[2J" + "Reason" * 30)
    others = [seen(500, {"\x1b": "\n"}, state=reason), seen(501, {"x": ["\x1b", {"\x1b": None}]}, declared=False)]
    launched = [Launched("\x1b[2J" * 10, 0, [each.state.state for each in products]), Launched("数" * 50, 0, [])]
    shown = (*picture([*products, *others]), *summary([*products, *others], 0, 0), rows(products), *overview(launched))
    return panels.lines(shown, paint, width)
