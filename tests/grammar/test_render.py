"""Typed values to words: quotes only where the text alone would read as something else."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest

from heracles.errors import Place, UsageError
from heracles.grammar import Override, render
from tests.grammar.asking import fixed

PLACE = Place("heracles.toml:3: sweeps.a.axes.k")

RENDERED: list[tuple[Any, str]] = [
    ("Reacher", "k=Reacher"),
    ("", "k="),
    ("a b", "k=a b"),
    (" a", "k=' a'"),
    ("a\t", "k='a\t'"),
    (" ", "k=' '"),
    ("a,b", "k='a,b'"),
    ("a=b", "k='a=b'"),
    ("(a)", "k='(a)'"),
    ("a(b)", "k='a(b)'"),
    ("[a", "k='[a'"),
    ("http://x:80/y", "k=http://x:80/y"),
    ("/a-b/c_1.*?|@+%", "k=/a-b/c_1.*?|@+%"),
    ("c:\\x", "k=c:\\x"),
    ("\\\\", "k='\\\\\\\\'"),
    ("a\\,b", "k='a\\,b'"),
    ("true", "k='true'"),
    ("False", "k='False'"),
    ("null", "k='null'"),
    ("1", "k='1'"),
    ("-1_0", "k='-1_0'"),
    ("1e5", "k='1e5'"),
    ("nan", "k='nan'"),
    ("+inf", "k='+inf'"),
    ("01", "k=01"),
    ("1.2.3", "k=1.2.3"),
    ("it's", 'k="it\'s"'),
    ('say "x"', "k='say \"x\"'"),
    ("'\"", "k='\\'\"'"),
    ("é", "k='é'"),
    ("a\nb", "k='a\nb'"),
    ("#", "k='#'"),
    ("#\\", "k='#\\\\'"),
    ("#\\'\"", "k='#\\\\\\'\"'"),
    ("$HOME", "k='$HOME'"),
    ("$", "k=$"),
    ("${a.b}", "k=${a.b}"),
    ("x/${oc.env:USER,me}", "k=x/${oc.env:USER,me}"),
    ("${a:${b}}", "k='${a:${b}}'"),
    ("${", "k='${'"),
    ("__randseed__", "k='__randseed__'"),
    ("__randseed(3)__", "k='__randseed(3)__'"),
    ("__init__.py", "k=__init__.py"),
    ("__linspace(0,1,5)__", "k='__linspace(0,1,5)__'"),
    ("__linspace:0", "k='__linspace:0'"),
    ("x/__linspace:0", "k=x/__linspace:0"),
    (True, "k=true"),
    (False, "k=false"),
    (None, "k=null"),
    (0, "k=0"),
    (-10, "k=-10"),
    (10**4300 - 1, "k=" + "9" * 4300),
    (1.0, "k=1.0"),
    (1e-5, "k=1e-05"),
    (1e22, "k=1e+22"),
    (math.inf, "k=inf"),
    (-math.inf, "k=-inf"),
    ([], "k=[]"),
    ([""], "k=['']"),
    ([1, "1", True, "x y", [None]], "k=[1,'1',true,x y,[null]]"),
    ({}, "k={}"),
    ({"a": "", "b c": "x:y", "d:e": [{"f": 1.5}]}, "k={a:'',b\\ c:x:y,d\\:e:[{f:1.5}]}"),
]  # fmt: skip


def test_is_written_as() -> None:
    assert [render("k", value, PLACE) for value, _ in RENDERED] == [
        Override(word, "k", value, PLACE) for value, word in RENDERED
    ]


def test_is_read_back_as_the_same_value_of_the_same_type() -> None:
    assert [repr(fixed(word)) for _, word in RENDERED] == [repr(value) for value, _ in RENDERED]


def test_nan() -> None:
    assert render("k", math.nan, PLACE).text == "k=nan"


@pytest.mark.parametrize("key", ["", "1", "true", "é", "a#b", "'a'"])
def test_a_key_in_braces_that_hydra_would_not_read_as_text(key: str) -> None:
    with pytest.raises(UsageError, match="within braces") as caught:
        render("k", [{key: 1}], PLACE)
    assert caught.value.faults[0].place == PLACE


def test_what_has_no_text() -> None:
    deep: Any = 1
    for _ in range(200):
        deep = [deep]
    for value in (date(2026, 1, 1), 10**4300, deep, {1, 2}):
        with pytest.raises(UsageError):
            render("k", value, PLACE)
