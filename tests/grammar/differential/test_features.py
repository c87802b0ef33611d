"""Cases by feature: heracles and Hydra agree on each, but for the deliberate refusals."""

from __future__ import annotations

import pytest

from heracles.errors import UsageError
from heracles.grammar import RandomSeeds
from tests.grammar.differential import oracle
from tests.grammar.differential.cases import CASES, NEW_IN_1_4
from tests.grammar.differential.comparison import check, is_newer_than_1_3, ours_of
from tests.grammar.differential.deliberate import REFUSALS, Refusal
from tests.grammar.test_seeds import COUNTS


def disagreement(word: str) -> str:
    try:
        check(word)
    except AssertionError as error:
        return f"{word!r}: {error}"
    return ""


@pytest.mark.parametrize("feature", CASES)
def test_feature(feature: str) -> None:
    assert [text for text in map(disagreement, CASES[feature]) if text] == []


@pytest.mark.parametrize("refusal", REFUSALS, ids=[refusal.message for refusal in REFUSALS])
def test_a_deliberate_refusal_of_what_hydra_takes(refusal: Refusal) -> None:
    for word in refusal.words:
        if oracle.IS_1_3 and is_newer_than_1_3(word):
            continue
        assert oracle.ask(word) is not None, word
        error = ours_of(word)
        assert isinstance(error, UsageError), word
        assert refusal.message in str(error)


def test_a_form_of_our_own_is_no_sweep_of_hydras() -> None:
    for word in COUNTS:
        assert isinstance(ours_of(word), RandomSeeds)
        answer = oracle.ask(word)
        assert answer is None or not answer.is_sweep


@pytest.mark.parametrize("word", NEW_IN_1_4)
def test_where_the_versions_differ_the_answer_is_that_of_1_4(word: str) -> None:
    check(word)
    assert not isinstance(ours_of(word), UsageError)
