"""Words made at random: heracles and Hydra agree on each."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings, strategies as st

from heracles.errors import Place, UsageError
from heracles.grammar import render
from tests.grammar.differential import oracle
from tests.grammar.differential.comparison import check, kind
from tests.grammar.differential.strategies import any_text, broken_words, typed_values, words


def test_words_by_the_rules(fuzz: settings) -> None:
    @fuzz
    @given(words())
    def agree(word: str) -> None:
        check(word)

    agree()


def test_words_that_break_a_rule(fuzz: settings) -> None:
    @fuzz
    @given(broken_words())
    def agree(word: str) -> None:
        check(word)

    agree()


def test_any_text(fuzz: settings) -> None:
    @fuzz
    @given(any_text)
    def agree(word: str) -> None:
        check(word)

    agree()


def test_typed_values_are_read_back(fuzz: settings) -> None:
    @fuzz
    @given(typed_values)
    def agree(value: Any) -> None:
        override = render("a.b", value, Place(""))
        assert (kind(value), "a.b") == (kind(oracle.read_back(override.text)[1]), override.key)

    agree()


def test_keys_in_braces_are_read_back_or_refused(fuzz: settings) -> None:
    @fuzz
    @given(st.one_of(st.text(max_size=5), st.text("a1.e-_ \t:,=\\()[]{}$", max_size=5)))
    def agree(key: str) -> None:
        try:
            override = render("a", {key: 1}, Place(""))
        except UsageError:
            assert oracle.ask(f"a={{{key}:1}}") is None or kind(oracle.read_back(f"a={{{key}:1}}")[1]) != kind({key: 1})
        else:
            assert kind(oracle.read_back(override.text)[1]) == kind({key: 1})

    agree()
