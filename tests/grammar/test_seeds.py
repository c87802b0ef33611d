"""The double-underscore forms: random seeds."""

from __future__ import annotations

import pytest

from heracles.errors import Place
from heracles.grammar import RandomSeeds, parse
from tests.grammar.asking import fixed, seeds, shown

COUNTS = {
    "seed=__randseed(90)__": 90,
    "seed=__randperm(90)__": 90,
    "seed=__randseed:90__": 90,
    "seed=__randperm:90__": 90,
    "seed=__randseed__": 1,
    "seed=__randperm__": 1,
    "+seed=__randseed(3)__": 3,
    "++trainer.seed=__randseed(3)__": 3,
    "seed= __randseed( 3 )__ ": 3,
    "seed=__randseed(2147483648)__": 2**31,
}


def test_so_many_seeds() -> None:
    assert {word: seeds(word) for word in COUNTS} == COUNTS


def test_carries_its_key_and_place() -> None:
    source = Place("argument 1", "+a.seed=__randseed(3)__", 8)
    assert parse([("+a.seed=__randseed(3)__", Place("argument 1"))]) == (RandomSeeds("+a.seed", 3, source),)


@pytest.mark.parametrize(
    "text", ["__init__.py", "__foo", "__foo__", "__main__:x", "__foo:3__", "__randseed", "__randseed__.py", "__"]
)
def test_other_text_with_underscores_stays_text(text: str) -> None:
    assert fixed(f"a={text}") == text


def test_quotes_make_it_text() -> None:
    assert fixed("a='__randseed(3)__'") == "__randseed(3)__"


WRONG = {
    "a=__randseed(0)__": """\
__randseed__ asks for no seeds at all
a=__randseed(0)__
  ^
write how many seeds each product gets: __randseed(3)__""",
    "a=__randperm:2147483649__": """\
__randperm__ asks for more than 2147483648 seeds, which is all that there are
a=__randperm:2147483649__
  ^
write how many seeds each product gets: __randperm(3)__""",
    "a=__randseed(-1)__": """\
'-1' is not a number of seeds
a=__randseed(-1)__
  ^
write how many seeds each product gets: __randseed(3)__""",
    "a=__randseed(x)__": """\
'x' is not a number of seeds
a=__randseed(x)__
  ^
write how many seeds each product gets: __randseed(3)__""",
    "a=__randseed()__": """\
'' is not a number of seeds
a=__randseed()__
  ^
write how many seeds each product gets: __randseed(3)__""",
    "a=__randseed(3)": """\
__randseed(...) does not end in )__
a=__randseed(3)
  ^
write __randseed(3)__ as the whole value""",
    "a=__randsed(3)__": """\
there is no __randsed__
a=__randsed(3)__
  ^
did you mean __randseed__?""",
    "a=__randsed:3__": """\
there is no __randsed__
a=__randsed:3__
  ^
did you mean __randseed__? For the text itself quote it: '__randsed:3__'""",
    "a=__fibonacci(3)__": """\
there is no __fibonacci__
a=__fibonacci(3)__
  ^
known are __randseed__, __randperm__, __linspace__, __logspace__, __env__""",
    "a=[1,__randseed(3)__]": """\
__randseed__ stands inside another value
a=[1,__randseed(3)__]
     ^
it must be the whole value: key=__randseed(3)__""",
    "a=1,__randseed__": """\
__randseed__ stands inside another value
a=1,__randseed__
    ^
it must be the whole value: key=__randseed(3)__""",
    "~a=__randseed(3)__": """\
a deletion takes no random seeds
~a=__randseed(3)__
^
write a=...""",
    "hydra.job.num=__randseed(3)__": """\
Hydra's own configuration cannot be swept
hydra.job.num=__randseed(3)__
              ^
give it one value""",
}


def test_malformed() -> None:
    assert {word: shown(word) for word in WRONG} == WRONG
