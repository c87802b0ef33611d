"""Ten thousand products are told in a screenful or two, and at once."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from heracles.status import picture, rows, summary
from heracles.terminal import colors, panels

from .samples import crossed, drawn, state

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

pytestmark = pytest.mark.once

MANY: list[Mapping[str, Sequence[Any]]] = [
    {"lr": range(10_000)},
    {"lr": range(100), "decay": range(100)},
    {"lr": range(10), "decay": range(10), "depth": range(10), "env.name": [f"environment-{n}" for n in range(10)]},
    {"fixed": ["x" * 1000], "lr": [each / 7 for each in range(5000)], "flag": (True, False)},
]


@pytest.mark.parametrize("axes", MANY)
def test_they_take_little_room_and_time(axes: Mapping[str, Sequence[Any]]) -> None:
    products = crossed(axes, "c" * 40 + "FrpT")
    begun = time.process_time()
    lines = panels.lines((*picture(products), *summary(products, 0, 7200)), colors.plain)
    assert time.process_time() - begun < 1
    assert len(lines) <= 66
    assert max(map(len, lines)) <= 80


def test_what_the_failed_ones_have_in_common_is_seen() -> None:
    products = crossed({"lr": (0.1, 0.01), "env.name": [f"E{n:02}" for n in range(50)], "depth": range(100)})
    failing = (each._replace(state=state("F")) if each.values["env.name"] == "E33" else each for each in products)
    assert (
        drawn([*failing])
        == """
                                                    ok  FAIL
lr        0.1   [#############################F]  4900   100
          0.01  [#############################F]  4900   100
env.name  E33   [FFFFFFFFFFFFFFFFFFFFFFFFFFFFFF]         200
env.name: the worst of 50 values
depth: 100 values, none of which stands out

6 of the 200 products that failed
3300  FAIL  exit 1  lr=0.1 env.name=E33 depth=0
3301  FAIL  exit 1  lr=0.1 env.name=E33 depth=1
3302  FAIL  exit 1  lr=0.1 env.name=E33 depth=2
3303  FAIL  exit 1  lr=0.1 env.name=E33 depth=3
3304  FAIL  exit 1  lr=0.1 env.name=E33 depth=4
3305  FAIL  exit 1  lr=0.1 env.name=E33 depth=5

ok completed   FAIL failed
"""
    )


def test_of_a_single_long_axis_only_those_are_told_that_failed() -> None:
    assert (
        drawn(crossed({"lr": range(500)}, "c" * 300 + "FT" + "c" * 198))
        == """
2 products that failed
300  FAIL  exit 1     lr=300
301  TIME  TimeLimit  lr=301

ok completed   TIME timed out   FAIL failed
"""
    )


def test_every_product_has_a_line_where_that_is_asked_for() -> None:
    assert len(panels.lines([rows(crossed({"lr": range(500)}))], colors.plain)) == 500
