"""Tables of labels and values, as they are drawn."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from heracles.terminal import colors, panels
from heracles.terminal.text import columns
from heracles.terminal.values import Table

pytestmark = pytest.mark.once


def drawn(table: Table, width: int = 80) -> list[str]:
    return panels.lines([table], colors.plain, width)


def test_values_stand_below_their_heads() -> None:
    table = Table(("index", "model", "loss", "note"), (("0", "a", "0.5", "x"), ("10", "bcd", "", "")), 2, (True, False))
    assert drawn(table) == [
        "index  model  loss  note",
        "0      a       0.5  x",
        "10     bcd",
    ]


def test_what_is_too_wide_continues_below() -> None:
    heads = ("index", *(f"metric_{n}" for n in range(8)))
    table = Table(heads, (("0", *(f"{n}.25" for n in range(8))),), 1, (True,) * 8)
    assert drawn(table, 60) == [
        "index  metric_0  metric_1  metric_2  metric_3  metric_4",
        "0          0.25      1.25      2.25      3.25      4.25",
        "",
        "index  metric_5  metric_6  metric_7",
        "0          5.25      6.25      7.25",
    ]


def test_labels_lose_their_middle_before_numbers_do() -> None:
    table = Table(("path", "loss"), ((f"{'a' * 60}/1", "0.123456"), (f"{'a' * 60}/2", "1.23457e+10")), 1, (True,))
    assert drawn(table, 60) == [
        f"{'path':49}{'loss':>11}",
        f"{'a' * 23}..{'a' * 20}/1     0.123456",
        f"{'a' * 23}..{'a' * 20}/2  1.23457e+10",
    ]


def test_heads_stay_different() -> None:
    heads = ("validation/episode/mean", "validation/episode/moon")
    table = Table((*heads, *map(str, range(20))), (("1",) * 22,), 0, (True,) * 22)
    assert drawn(table, 60)[0].split()[:2] == ["validat..de/mean", "validat..de/moon"]


def test_more_labels_than_fit_stand_like_values() -> None:
    heads = ("index", *(f"optimizer.{letter}" for letter in "abcdefg"), "loss")
    rows = (("0", *(f"value-{n}" for n in range(7)), "0.5"), ("1", *(f"value-{n}" for n in range(7)), "0.25"))
    found = drawn(Table(heads, rows, 8, (True,)), 60)
    assert found == [
        "index  optimizer.a  optimizer.b  optimizer.c  optimizer.d",
        "0      value-0      value-1      value-2      value-3",
        "1      value-0      value-1      value-2      value-3",
        "",
        "index  optimizer.e  optimizer.f  optimizer.g  loss",
        "0      value-4      value-5      value-6       0.5",
        "1      value-4      value-5      value-6      0.25",
    ]


def test_labels_alone() -> None:
    assert drawn(Table(("a",), (("1",),), 1, ())) == ["a", "1"]


texts = st.text(max_size=90) | st.sampled_from(["1.5", "数" * 50, "\x1b[2J", "a\nb", "x" * 700])


@settings(deadline=None, max_examples=40)
@given(st.data(), st.integers(0, 4), st.integers(0, 12), st.integers(0, 4), st.integers(60, 200))
def test_no_line_is_too_wide(data: st.DataObject, labels: int, values: int, rows: int, width: int) -> None:
    row = st.lists(texts, min_size=labels + values, max_size=labels + values).map(tuple)
    right = tuple(data.draw(st.lists(st.booleans(), min_size=values, max_size=values)))
    table = Table(data.draw(row), tuple(data.draw(st.lists(row, min_size=rows, max_size=rows))), labels, right)
    for line in drawn(table, width):
        assert columns(line) <= width
        assert line.isprintable()
