"""Means, deviations, and the order of values."""

from __future__ import annotations

import math
import statistics
from typing import Any

import pytest
from hypothesis import given, strategies as st

from heracles.results import Spread, in_order, is_number, spread

pytestmark = pytest.mark.once


@given(st.lists(st.floats(-1e100, 1e100) | st.integers(-(10**9), 10**9), min_size=2, max_size=20))
def test_it_is_the_mean_and_the_deviation_of_a_sample(values: list[float]) -> None:
    mean, deviation, number = spread(values)
    assert mean is not None
    assert deviation is not None
    assert math.isclose(mean, statistics.fmean(values), rel_tol=1e-9, abs_tol=1e85)
    assert math.isclose(deviation, statistics.stdev(map(float, values)), rel_tol=1e-9)
    assert number == len(values)


def test_by_hand() -> None:
    assert spread([2, 4, 4, 4, 5, 5, 7, 9]) == (5.0, math.sqrt(32 / 7), 8)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], Spread(None, None, 0)),
        ([3], Spread(3.0, None, 1)),
        ([1, None, "x", math.nan, math.inf, [2], 10**400, 3], Spread(2.0, math.sqrt(2), 2)),
        ([True, False, True], Spread(2 / 3, math.sqrt(1 / 3), 3)),
        ([2**53 + 1, 2**53 + 2], Spread(2.0**53 + 2, math.sqrt(0.5), 2)),
        ([1.7e308, -1.7e308], Spread(0.0, math.inf, 2)),
        ([0.1] * 3, Spread(0.1, 0.0, 3)),
    ],
)
def test_what_is_no_finite_number_does_not_count(values: list[Any], expected: Spread) -> None:
    found = spread(values)
    assert found.number == expected.number
    assert found.mean == expected.mean
    assert found.deviation == (None if expected.deviation is None else pytest.approx(expected.deviation))


@pytest.mark.parametrize("descending", [False, True])
def test_numbers_come_first_and_what_is_missing_last(descending: bool) -> None:
    values: list[Any] = [None, "b", 10, math.nan, 9, [1], "a", 9.5, None, False]
    numbers, texts = [False, 9, 9.5, 10], ["a", "b"]
    if descending:
        numbers, texts = numbers[::-1], texts[::-1]
    found = in_order(values, lambda value: value, descending=descending)
    assert repr(found) == repr([*numbers, *texts, math.nan, [1], None, None])


@pytest.mark.parametrize("descending", [False, True])
def test_equal_ones_stay_in_order(descending: bool) -> None:
    things = [(1, "a"), (1, "b"), (1, "c")]
    assert in_order(things, lambda thing: thing[0], descending=descending) == things


@given(st.lists(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3), st.just({}))))
def test_any_values_can_be_sorted(values: list[Any]) -> None:
    found = in_order(values, lambda value: value)
    assert sorted(map(id, found)) == sorted(map(id, values))
    finite = [value for value in found if is_number(value)]
    assert finite == sorted(finite)
