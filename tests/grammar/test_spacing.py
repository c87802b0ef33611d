"""``__linspace(a,b,n)__`` and ``__logspace(a,b,n)__``: the numbers, as words; some written down from numpy."""

from __future__ import annotations

import pytest

from heracles.errors import Place
from heracles.grammar import Choices, parse
from tests.grammar.asking import argument, fixed, shown, swept, swept_values

pytestmark = pytest.mark.once

NUMPY = {
    "__linspace(0,1,5)__": [0.0, 0.25, 0.5, 0.75, 1.0],
    "__linspace(-0.3,0.7,6)__": [-0.3, -0.09999999999999998, 0.10000000000000003, 0.3000000000000001, 0.5, 0.7],
    "__linspace(1,0,4)__": [1.0, 0.6666666666666667, 0.33333333333333337, 0.0],
    "__linspace(0.1,0.1,2)__": [0.1, 0.1],
    "__linspace(1e-3,1e3,4)__": [0.001, 333.334, 666.667, 1000.0],
    "__linspace(0,5e-324,4)__": [0.0, 0.0, 5e-324, 5e-324],
    "__logspace(1e-5,1e-2,4)__": [1e-05, 0.0001, 0.001, 0.01],
    "__logspace(1e-4,1e-1,7)__": [
        0.0001, 0.00031622776601683794, 0.001, 0.0031622776601683794, 0.01, 0.03162277660168379, 0.1,
    ],
    "__logspace(1,2,5)__": [1.0, 1.189207115002721, 1.4142135623730951, 1.681792830507429, 2.0],
    "__logspace(0.3,0.001,4)__": [0.3, 0.04481404746557163, 0.006694329500821696, 0.001],
    "__logspace(1,1000,6)__": [
        1.0, 3.9810717055349722, 15.848931924611133, 63.0957344480193, 251.18864315095797, 1000.0,
    ],
}  # fmt: skip


def test_the_numbers_are_those_of_numpy_to_the_last_digit() -> None:
    assert {value: repr(swept_values(f"a={value}")) for value in NUMPY} == {
        value: repr(numbers) for value, numbers in NUMPY.items()
    }


WORDS = {
    "a=__linspace(0,10,3)__": ["a=0", "a=5", "a=10"],
    "a=__linspace(10,-10,5)__": ["a=10", "a=5", "a=0", "a=-5", "a=-10"],
    "a=__linspace(0.0,10.0,3)__": ["a=0.0", "a=5.0", "a=10.0"],
    "a=__linspace(0,10,4)__": ["a=0.0", "a=3.3333333333333335", "a=6.666666666666667", "a=10.0"],
    "a=__linspace(3,10,1)__": ["a=3"],
    "a=__linspace(0.1,10,1)__": ["a=0.1"],
    "a=__linspace(0,1,2)__": ["a=0", "a=1"],
    "a=__logspace(1,1000,4)__": ["a=1", "a=10", "a=100", "a=1000"],
    "a=__logspace(1000,1,4)__": ["a=1000", "a=100", "a=10", "a=1"],
    "a=__logspace(8,27,4)__": ["a=8", "a=12", "a=18", "a=27"],
    "a=__logspace(1,8,3)__": ["a=1.0", "a=2.82842712474619", "a=8.0"],
    "a=__logspace(5,5,10)__": ["a=5"] * 10,
    "a=__logspace(1,1267650600228229401496703205376,3)__": [
        "a=1", "a=1125899906842624", "a=1267650600228229401496703205376",
    ],
    "a=__logspace(2,3,2)__": ["a=2", "a=3"],
    "a=__logspace(0.5,9,1)__": ["a=0.5"],
    # as other sweeps
    "a=__linspace:0,1,3__": ["a=0.0", "a=0.5", "a=1.0"],
    "a=__logspace:1e-2,1,3__": ["a=0.01", "a=0.1", "a=1.0"],
    "a= __linspace( 0, 1 , 3 )__": ["a=0.0", "a=0.5", "a=1.0"],
    "+a.b=__linspace(start=0,stop=4,n=3)__": ["+a.b=0", "+a.b=2", "+a.b=4"],
    "a=int(__linspace(0,9,4)__)": ["a=0", "a=3", "a=6", "a=9"],
    "a=float(__linspace:0,2,3__)": ["a=0.0", "a=1.0", "a=2.0"],
    "a=sort(__linspace:0,1,3__,reverse=true)": ["a=1.0", "a=0.5", "a=0.0"],
    "a=tag(t,__linspace(0,2,3)__)": ["a=0", "a=1", "a=2"],
    "a=choice(__linspace(0,2,3)__)": ["a=0", "a=1", "a=2"],
}  # fmt: skip


def test_sweeps_over_these_words() -> None:
    assert {word: swept(word) for word in WORDS} == WORDS


def test_shuffle_keeps_the_numbers() -> None:
    assert sorted(swept("a=shuffle(__linspace(0,99,100)__)")) == sorted(swept("a=__linspace(0,99,100)__"))
    assert swept("a=shuffle(__linspace(0,99,100)__)") != swept("a=__linspace(0,99,100)__")


def test_the_ends_are_exact() -> None:
    for ends in ("0.1,0.7", "1e-300,1e300", "3,0.1", "1e-5,0.3"):
        for name in ("linspace", "logspace"):
            for count in (2, 3, 7, 100):
                numbers = swept_values(f"a=__{name}({ends},{count})__")
                assert [numbers[0], numbers[-1]] == [float(end) for end in ends.split(",")]
                assert len(numbers) == count


def test_as_many_numbers_as_are_wanted_are_computed_only_where_they_are_asked_for() -> None:
    answer = argument("a=__linspace(0,1,1000000000001)__")
    assert isinstance(answer, Choices)
    assert [answer.overrides[place].text for place in (1, 500_000_000_000)] == ["a=1e-12", "a=0.5"]


@pytest.mark.parametrize(
    "text", ["__linspaces", "x__linspace", "linspace:3", "x/__linspace:3", "x:__linspace:3", "linspace__"]
)
def test_other_text_stays_text(text: str) -> None:
    assert fixed(f"a={text}") == text


def test_quotes_make_it_text() -> None:
    assert fixed("a='__linspace(0,1,5)__'") == "__linspace(0,1,5)__"


WRONG = {
    "a=__linspace(0,10,0)__": """\
0 is not a number of values
a=__linspace(0,10,0)__
                  ^
write how many values there are, ends included: 1, 2, 3 or more""",
    "a=__linspace:0,10,-3__": """\
-3 is not a number of values
a=__linspace:0,10,-3__
                  ^
write how many values there are, ends included: 1, 2, 3 or more""",
    "a=__logspace(1,2,3.0)__": """\
3.0 is not a number of values
a=__logspace(1,2,3.0)__
                 ^
write how many values there are, ends included: 1, 2, 3 or more""",
    "a=__linspace(0,1,true)__": """\
true is not a number of values
a=__linspace(0,1,true)__
                 ^
write how many values there are, ends included: 1, 2, 3 or more""",
    "a=__linspace(0,1,99999999999999999999)__": """\
99999999999999999999 is not a number of values
a=__linspace(0,1,99999999999999999999)__
                 ^
write how many values there are, ends included: 1, 2, 3 or more""",
    "a=__linspace(0,inf,3)__": """\
inf is not a number to step from or to
a=__linspace(0,inf,3)__
               ^
write finite numbers""",
    "a=__logspace(nan,1,3)__": """\
nan is not a number to step from or to
a=__logspace(nan,1,3)__
             ^
write finite numbers""",
    "a=__logspace(0,1,3)__": """\
__logspace__ goes between numbers above 0, and 0 is none
a=__logspace(0,1,3)__
             ^
write the ends themselves, not their exponents: __logspace(1e-5,1e-2,4)__""",
    "a=__logspace(-5,-2,4)__": """\
__logspace__ goes between numbers above 0, and -5 is none
a=__logspace(-5,-2,4)__
             ^
write the ends themselves, not their exponents: __logspace(1e-5,1e-2,4)__""",
    "a=__logspace:1,-2.5,4__": """\
__logspace__ goes between numbers above 0, and -2.5 is none
a=__logspace:1,-2.5,4__
               ^
write the ends themselves, not their exponents: __logspace(1e-5,1e-2,4)__""",
    "a=__linspace(-1e308,1e308,3)__": """\
-1e+308 and 1e+308 are too far apart for floats
a=__linspace(-1e308,1e308,3)__
  ^
write __linspace(0,1,5)__""",
    "a=__linspace(0,1)__": """\
__linspace__ needs n
a=__linspace(0,1)__
  ^
write __linspace(0,1,5)__""",
    "a=__logspace()__": """\
__logspace__ needs start
a=__logspace()__
  ^
write __logspace(1,100,3)__""",
    "a=__linspace(0,1,2,3)__": """\
__linspace__ takes at most 3 values: start, stop, n
a=__linspace(0,1,2,3)__
                   ^
write __linspace(0,1,5)__""",
    "a=__linspace:0,x,3__": """\
__linspace__ cannot take text here
a=__linspace:0,x,3__
               ^
write __linspace(0,1,5)__""",
    "a=__linspace(0,1,5)": """\
__linspace(...) does not end in )__
a=__linspace(0,1,5)
                   ^
write __linspace(...)__, with nothing behind it""",
    "a=__linspace(0,1,5)__x": """\
__linspace(...) does not end in )__
a=__linspace(0,1,5)__x
                   ^
write __linspace(...)__, with nothing behind it""",
    "a=__linspace:0,1,5": """\
__linspace: does not end in __
a=__linspace:0,1,5
  ^
write __linspace:1,9,3__; quote it if it is text""",
    "a=__linspace__": """\
__linspace__ has no arguments
a=__linspace__
  ^
write __linspace(0,1,5)__; quote it if it is text""",
    "a=__linspce(0,1,5)__": """\
there is no __linspce__
a=__linspce(0,1,5)__
  ^
did you mean __linspace__?""",
    "a=__linspace(0,1,5)__,2": """\
a function that sweeps cannot stand inside a list of choices
a=__linspace(0,1,5)__,2
  ^
sweep whole values: key=[1,x],[2,x] or key=choice(1,2,3)""",
    "a=[__linspace(0,1,5)__]": """\
a function that sweeps cannot stand inside a list
a=[__linspace(0,1,5)__]
   ^
sweep whole values: key=[1,x],[2,x] or key=choice(1,2,3)""",
    "hydra.x=__linspace(0,1,5)__": """\
Hydra's own configuration cannot be swept
hydra.x=__linspace(0,1,5)__
        ^
give it one value""",
}


def test_malformed() -> None:
    assert {word: shown(word) for word in WRONG} == WRONG


def test_carries_its_key_and_place() -> None:
    (answer,) = parse([("+a=__linspace:0,1,3__", Place("argument 1"))])
    assert (answer.key, answer.source) == ("+a", Place("argument 1", "+a=__linspace:0,1,3__", 3))
