"""What is filled in after parsing: ``__env(NAME)__``, ``${heracles:id}`` and their like."""

from __future__ import annotations

from typing import Any

import pytest

from heracles.errors import Place, UsageError
from heracles.grammar import render
from tests.grammar.asking import fixed, shown, swept, swept_values

pytestmark = pytest.mark.once

FIXED: dict[str, Any] = {
    "dir=/scratch/__env(USER)__/x": "/scratch/__env(USER)__/x",
    "dir=/scratch/__env:USER__/x": "/scratch/__env:USER__/x",
    "dir='/scratch/__env(USER)__, x'": "/scratch/__env(USER)__, x",
    "a=__env(_a1)__": "__env(_a1)__",
    "a=x__env(A)____env:B__y-__env(C)__-1__env(D)__": "x__env(A)____env:B__y-__env(C)__-1__env(D)__",
    "a=__env(A__B)__": "__env(A__B)__",
    "a=[__env(A)__,{b:__env:B__,__env(C)__:'__env(D)__'}]": [
        "__env(A)__", {"b": "__env:B__", "__env(C)__": "__env(D)__"},
    ],
    "a=x\\ __env(A)__": "x __env(A)__",
    "a=int(__env(A)__)": "int(__env(A)__)",
    "hydra.run.dir=runs/${heracles:sweep}/${heracles:id}": "runs/${heracles:sweep}/${heracles:id}",
    "a='${heracles:index} ${heracles:launch} ${b:${heracles:id}}'": (
        "${heracles:index} ${heracles:launch} ${b:${heracles:id}}"
    ),
    "~a=__env(A)__": "__env(A)__",
    "a=extend_list(__env(A)__,b)": ["__env(A)__", "b"],
}  # fmt: skip


def test_the_word_is_passed_on_as_it_was_typed() -> None:
    assert {word: fixed(word) for word in FIXED} == FIXED


SWEPT = {
    "lr=__env(LR)__,0.1,'__env(LR)__'": ["lr=__env(LR)__", "lr=0.1", "lr='__env(LR)__'"],
    "a=choice(x/__env:A__,'x, __env(A)__',[__env(B)__,c],{d:${heracles:id}})": [
        "a=x/__env:A__", "a='x, __env(A)__'", "a=[__env(B)__,c]", "a={d:${heracles:id}}",
    ],
    "a=x ${heracles:id} , '${heracles:index}'": ["a=x ${heracles:id}", "a='${heracles:index}'"],
    "a=${oc.env:__env(A)__},${b}": ["a=${oc.env:__env(A)__}", "a=$\\{b\\}"],
    "a=int(__env(A)__,2.5)": ["a=int(__env(A)__)", "a=2"],
    "a=str(float(choice('__env(A)__',1)))": ["a=str(float('__env(A)__'))", "a='1.0'"],
    "a=json_str(['__env(A)__',b],1)": ["a=json_str(['__env(A)__',b])", "a='1'"],
    "a=__env\\(A\\)__,x\\__env\\(A\\)__": ["a=__env\\(A\\)__", "a=x\\\\__env\\(A\\)__"],
}  # fmt: skip


def test_a_swept_value_keeps_what_is_filled_in_and_its_quotes() -> None:
    assert {word: swept(word) for word in SWEPT} == SWEPT


def test_a_swept_value_is_its_text() -> None:
    assert swept_values("a='__env(A)__',__env:B__,${heracles:id}") == ["__env(A)__", "__env:B__", "${heracles:id}"]


@pytest.mark.parametrize(
    "text", ["__env", "__environ__", "x__env", "__env.A__", "__ENV:A__", "${heracles.id}", "${heraclesid}", "env:A__"]
)
def test_other_text_stays_text(text: str) -> None:
    assert fixed(f"a={text}") == text


@pytest.mark.parametrize("text", ["__env(A)", "__env:A", "__env(", "__env__", "${heracles:i"])
def test_quotes_make_what_is_not_whole_text(text: str) -> None:
    assert fixed(f"a='{text}'") == text


RENDERED: list[tuple[Any, str]] = [
    ("__env(A)__", "k='__env(A)__'"),
    ("/x/__env:A__", "k='/x/__env:A__'"),
    ("${heracles:index}", "k='${heracles:index}'"),
    ("it's ${heracles:id}", 'k="it\'s ${heracles:id}"'),
    (["__env(A)__", {"b": "${heracles:id}"}], "k=['__env(A)__',{b:'${heracles:id}'}]"),
    ("__env(A", "k='__env(A'"),
    ("__env:A", "k='__env:A'"),
]


def test_a_typed_text_stays_text_whatever_is_filled_in() -> None:
    assert [render("k", value, Place("")).text for value, _ in RENDERED] == [word for _, word in RENDERED]
    assert [fixed(word) for _, word in RENDERED] == [value for value, _ in RENDERED]


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ("__env(1A)__", "'1A' is not the name of a variable"),
        ("x__env(a b)__", "'a b' is not the name of a variable"),
        (["${heracles:idd}"], "there is no ${heracles:idd}"),
    ],
)
def test_a_typed_text_that_nobody_will_fill_in(value: Any, what: str) -> None:
    place = Place("heracles.toml:3: sweeps.a.axes.k", 'k = "..."', 4)
    with pytest.raises(UsageError) as caught:
        render("k", value, place)
    assert [(fault.what, fault.place) for fault in caught.value.faults] == [(what, place)]


WRONG = {
    "a=x/__env(1X)__": """\
'1X' is not the name of a variable
a=x/__env(1X)__
    ^
write letters, digits and _: __env(NAME)__""",
    "a=__env()__": """\
'' is not the name of a variable
a=__env()__
  ^
write letters, digits and _: __env(NAME)__""",
    "a='x, __env(A-B)__'": """\
'A-B' is not the name of a variable
a='x, __env(A-B)__'
      ^
write letters, digits and _: __env(NAME)__""",
    "a=__env:é__": """\
'é' is not the name of a variable
a=__env:é__
  ^
write letters, digits and _: __env(NAME)__""",
    "a=[1,__env(A)]": """\
__env( does not end in )__
a=[1,__env(A)]
     ^
write __env(NAME)__; quote it if it is text""",
    "a=x__env:A": """\
__env: does not end in __
a=x__env:A
   ^
write __env(NAME)__; quote it if it is text""",
    "a=__env__": """\
__env__ has no arguments
a=__env__
  ^
write __env(NAME)__; quote it if it is text""",
    "a=__enw(A)__": """\
there is no __enw__
a=__enw(A)__
  ^
known are __randseed__, __randperm__, __linspace__, __logspace__, __env__""",
    "a=x/$USER": """\
$USER would not be expanded
a=x/$USER
    ^
__env(USER)__ is its value in the job, '$USER' in quotes the text""",
    "a=x/${heracles:idx}": """\
there is no ${heracles:idx}
a=x/${heracles:idx}
    ^
did you mean ${heracles:id}?""",
    "a='${b} ${heracles:name}'": """\
there is no ${heracles:name}
a='${b} ${heracles:name}'
        ^
known are id, index, sweep, launch""",
    "a=${b:${heracles:indx}}": """\
there is no ${heracles:indx}
a=${b:${heracles:indx}}
      ^
did you mean ${heracles:index}?""",
    "a=sort(__env(A)__,2)": """\
sort() cannot compare these values with each other
a=sort(__env(A)__,2)
  ^
sort values of one kind""",
    "a=range(__env(A)__)": """\
range() cannot take what is filled in later here
a=range(__env(A)__)
        ^
write range(start,stop,step)""",
}


def test_malformed() -> None:
    assert {word: shown(word) for word in WRONG} == WRONG
