"""Input of any size and kind ends in arguments or in a UsageError, in time proportional to its length."""

from __future__ import annotations

import sys
from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING, Any, Callable

import pytest

from heracles.errors import Place, UsageError
from heracles.grammar import Choices, Fixed, parse, render
from tests.grammar.asking import argument, faults, fixed, swept

if TYPE_CHECKING:
    from types import FrameType

pytestmark = pytest.mark.once

LONG: dict[str, Callable[[int], str]] = {
    "text": lambda size: "a=" + "x" * size,
    "blanks": lambda size: "a=x" + " " * size + "y",
    "texts and blanks": lambda size: "a=" + "x " * (size // 2),
    "integers": lambda size: "a=" + "1234567," * (size // 8) + "1",
    "digits": lambda size: "a=" + "1" * size,
    "digits of a float": lambda size: "a=1." + "1" * size,
    "underscores": lambda size: "a=" + "1_" * (size // 2),
    "signs": lambda size: "a=" + "+" * size,
    "points": lambda size: "a=" + "." * size,
    "escapes": lambda size: "a=" + "\\," * (size // 2),
    "backslashes": lambda size: "a=" + "\\" * size,
    "quoted backslashes": lambda size: "a='" + "\\" * (size - size % 2) + "'",
    "escaped quotes": lambda size: "a='" + "\\'" * (size // 2) + "'",
    "runs of backslashes before quotes": lambda size: "a='" + ("\\" * 99 + "'") * (size // 100) + "'",
    "quotes": lambda size: "a=" + "''," * (size // 3) + "''",
    "a quote without end": lambda size: "a='" + "x" * size,
    "dollars": lambda size: "a=" + "$" * size,
    "interpolations": lambda size: "a=" + "${b}" * (size // 4),
    "an interpolation without end": lambda size: "a=${" + "x" * size,
    "openings of interpolations": lambda size: "a=" + "${" * (size // 2),
    "commas": lambda size: "a=" + "," * size,
    "opening brackets": lambda size: "a=" + "[" * size,
    "nested brackets": lambda size: "a=" + "[" * (size // 2) + "]" * (size // 2),
    "nested braces": lambda size: "a=" + "{b:" * (size // 4) + "1" + "}" * (size // 4),
    "nested calls": lambda size: "a=" + "int(" * (size // 5) + "1" + ")" * (size // 5),
    "a list": lambda size: "a=[" + "value," * (size // 6) + "x]",
    "a dict": lambda size: "a={" + "b:1," * (size // 4) + "b:1}",
    "a choice": lambda size: "a=choice(" + "x," * (size // 2) + "x)",
    "a sort": lambda size: "a=sort(" + "1," * (size // 2) + "1)",
    "a shuffle": lambda size: "a=shuffle(" + "1," * (size // 2) + "1)",
    "casts": lambda size: "a=int(" + "'1'," * (size // 4) + "1)",
    "an unknown function": lambda size: "a=" + "f" * size + "(1)",
    "underscores like ours": lambda size: "a=__" + "x" * size + "__",
    "a key": lambda size: "a" + ".a" * (size // 2) + "=1",
    "brackets in a key": lambda size: "a" + "[1]" * (size // 3) + "=1",
    "escapes in a key": lambda size: "a" + "\\=" * (size // 2) + "=1",
    "a group": lambda size: "a" + "/a" * (size // 2) + "=1",
    "no value": lambda size: "a" * size,
}
LONG_OF_OURS: dict[str, Callable[[int], str]] = {
    "a zip": lambda size: "a=zip(b=[" + "1," * (size // 4) + "1],c=[" + "1," * (size // 4) + "1])",
    "keys of a zip": lambda size: "a=zip(" + ",".join(f"k{n}=[1]" for n in range(size // 8)) + ")",
    "a key of a zip": lambda size: "a=zip(" + "a." * (size // 2) + "a=[1],b=[1])",
    "variables": lambda size: "a=" + "__env(A)__" * (size // 10),
    "variables in quotes": lambda size: "a='" + "__env(A)__" * (size // 10) + "'",
    "openings of variables": lambda size: "a='" + "__env(" * (size // 6) + "'",
    "underscores of a variable": lambda size: "a=__env:" + "_" * size,
    "numbers in a row": lambda size: "a=__linspace:" + "1," * (size // 2) + "1__",
    "openings of rows of numbers": lambda size: "a=" + "__linspace:" * (size // 11),
    "what is known of a product": lambda size: "a=" + "${heracles:id}" * (size // 14),
    "openings of what is known": lambda size: "a='" + "${heracles:" * (size // 11) + "'",
}
"""What Hydra does not know, or reads otherwise."""
ALL_LONG = {**LONG, **LONG_OF_OURS}
SLOW = {
    "a choice", "a dict", "a zip", "keys of a zip",
    "numbers in a row", "a shuffle", "a sort", "casts", "commas", "dollars", "nested braces", "nested calls",
    "opening brackets", "points", "quotes", "texts and blanks",
}  # fmt: skip
"""Shapes of which only the lines are counted, since the whole length is asked of others of their kind."""


@pytest.mark.parametrize("shape", sorted(ALL_LONG.keys() - SLOW))
def test_a_hundred_kilobytes_end_in_an_answer(shape: str) -> None:
    with suppress(UsageError):
        assert argument(ALL_LONG[shape](100_000)).key


@pytest.mark.parametrize("word", ALL_LONG.values(), ids=ALL_LONG)
def test_twice_the_length_takes_at_most_twice_the_lines(word: Callable[[int], str]) -> None:
    _lines_run(word(10))  # imports what is imported only when needed
    assert _lines_run(word(2000)) < 2.2 * _lines_run(word(1000)) + 400


def _lines_run(*words: str) -> int:
    """How many lines of Python are run to parse the words: a measure of time that does not depend on the machine."""
    count = 0

    def trace(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        with suppress(UsageError):
            parse([(word, Place("")) for word in words])
    finally:
        sys.settrace(before)
    return count


def test_many_words_that_a_shell_might_have_split() -> None:
    assert _lines_run(*["a=[x"] * 200) < 2.2 * _lines_run(*["a=[x"] * 100)


@pytest.mark.parametrize(("opening", "inner", "closing"), [("[", "", "]"), ("{b:", "1", "}"), ("int(", "1", ")")])
def test_brackets_nest_as_deep_as_anyone_writes_them_and_no_deeper(opening: str, inner: str, closing: str) -> None:
    assert fixed("a=" + opening * 100 + inner + closing * 100) is not None
    for depth in (101, 10_000):
        (fault,) = faults("a=" + opening * depth + inner + closing * depth)
        assert fault.what == "brackets nest more than 100 deep"


def test_integers_are_as_long_as_python_reads_them() -> None:
    assert fixed("a=" + "9" * 4300) == 10**4300 - 1
    assert swept("a=-" + "9" * 4300 + ",1")[0] == "a=-" + "9" * 4300
    for word in ("a=" + "9" * 4301, "a=1," + "9" * 4301, "a=[" + "9" * 4301 + "]", "a=int('" + "9" * 4301 + "')"):
        assert faults(word)
    assert fixed("a=" + "9" * 4301 + "x") == "9" * 4301 + "x"
    assert faults("a=" + "9" * 4301)[0].what == "an integer of 4301 digits is longer than the 4300 that Python reads"


def test_a_huge_range_is_computed_only_where_it_is_asked_for() -> None:
    for word, last in (
        ("a=range(1000000000000)", "a=999999999999"),
        ("a=sort(range(1000000000000),reverse=true)", "a=0"),
        ("a=float(range(1000000000000))", "a=999999999999.0"),
        ("a=range(0,1000000000,0.001)", "a=999999999.999"),
        ("a=sort(range(0,1000000000,0.001),reverse=true)", "a=0.0"),
    ):
        answer = argument(word)
        assert isinstance(answer, Choices)
        assert answer.overrides[-1].text == last
        assert len(answer.overrides[5:10]) == 5


def test_numbers_that_are_hard_to_count_or_to_tell_from_integers() -> None:
    huge = "9" * 2000
    assert swept(f"a=__linspace({huge},{huge},2)__") == [f"a={huge}"] * 2
    assert swept(f"a=__logspace({huge},{huge},3)__") == [f"a={huge}"] * 3
    assert faults(f"a=__logspace(1,{huge},300)__")[0].what == "no float is that large"
    assert faults(f"a=__linspace(0,{huge},300)__")[0].what == "no float is that large"


@pytest.mark.parametrize(
    "range_", ["10000000000000000000", "0,1e30", "0,inf", "-inf,0", "0,1,nan", "nan", "0,10,inf", "0.5,true"]
)
def test_a_range_that_cannot_be_counted(range_: str) -> None:
    assert faults(f"a=range({range_})")[0].what == "range() has no end, or too many numbers to count"


PIECES = ["", "a=", "a=choice(", "a=[", "a=zip(a=[1],b", "a=__linspace:", "a=__linspace(", "a=__env", "a=${heracles:"]
SIGNS = "a=,[]{}()'\"\\ $:1.e-_+xé\n\t@/<"


def test_any_text_is_an_argument_or_a_usage_error() -> None:
    draw = Random(0)
    for _ in range(3000):
        word = draw.choice(PIECES) + "".join(draw.choices(SIGNS, k=draw.randint(0, 12)))
        with suppress(UsageError):
            one = argument(word)
            assert not isinstance(one, Fixed) or one.override.text == word
            assert not isinstance(one, Choices) or all(each.text.startswith(f"{one.key}=") for each in one.overrides)


def test_any_text_as_a_typed_value_is_read_back_from_its_word() -> None:
    draw = Random(0)
    for _ in range(600):
        text = "".join(draw.choices(SIGNS, k=draw.randint(0, 6)))
        for value in (text, [text], {"k": [text, text]}):
            (answer,) = parse([(render("a", value, Place("")).text, Place(""))])
            assert isinstance(answer, Fixed)
            assert repr(answer.override.value) == repr(value)
