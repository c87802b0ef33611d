"""Words on the command line that take the place of what a sweep declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings, strategies as st

from heracles import sweep as sweeps

from .making import axis, exclusion, fixed, random_seeds, sweep_of, sweep_of_variants, zipped
from .strategies import declared

if TYPE_CHECKING:
    from heracles.grammar.values import Argument

pytestmark = pytest.mark.once

LR = axis("lr", 1, 2)
SGD = (LR, fixed("o", "sgd"), axis("momentum", 0, 9))
ADAM = (LR, fixed("o", "adam"))
OPTIMIZERS = sweep_of_variants(SGD, ADAM)


def lines(sweep: sweeps.Sweep) -> list[str]:
    return list(sweeps.lines(sweep, str))


def test_a_word_takes_the_place_of_its_key_in_the_variants_that_have_it() -> None:
    assert lines(sweeps.replaced(OPTIMIZERS, [fixed("momentum", 5)])) == [
        "lr=1 o=sgd momentum=5", "lr=2 o=sgd momentum=5", "lr=1 o=adam", "lr=2 o=adam",
    ]  # fmt: skip
    assert lines(sweeps.replaced(OPTIMIZERS, [axis("lr", 3)])) == [
        "lr=3 o=sgd momentum=0", "lr=3 o=sgd momentum=9", "lr=3 o=adam",
    ]  # fmt: skip


def test_a_word_with_a_new_key_goes_behind_every_variant() -> None:
    more: list[Argument] = [fixed("+debug", True), axis("lr", 3), axis("lr", 4)]
    assert lines(sweeps.replaced(OPTIMIZERS, more)) == [
        "lr=4 o=sgd momentum=0 +debug=True", "lr=4 o=sgd momentum=9 +debug=True", "lr=4 o=adam +debug=True",
    ]  # fmt: skip


def test_a_plus_does_not_make_a_key_another_one_unless_the_sweep_has_it_so() -> None:
    assert lines(sweeps.replaced(sweep_of(fixed("+a", 1), fixed("b", 2)), [fixed("a", 3), fixed("++b", 4)])) == [
        "a=3 ++b=4"
    ]
    both = sweep_of(fixed("~a", 0), fixed("+a", 1), fixed("a", 2))
    assert lines(sweeps.replaced(both, [fixed("a", 3)])) == ["~a=0 +a=1 a=3"]


def test_zips_lose_keys_and_are_replaced_as_on_the_command_line() -> None:
    paired = zipped("m", **{"+model": "xyz", "opt": "ppq"})
    sweep = sweep_of_variants((paired, fixed("v", 1)), (paired, fixed("v", 2)))
    without = sweeps.replaced(sweep, [fixed("model", "w")])
    assert lines(without) == ["opt=p v=1 model=w", "opt=q v=1 model=w", "opt=p v=2 model=w", "opt=q v=2 model=w"]
    assert without.variants[0][0] is without.variants[1][0]
    assert lines(sweeps.replaced(sweep, [zipped("m", a="1", b="2")])) == ["a=1 b=2 v=1", "a=1 b=2 v=2"]
    assert lines(sweeps.replaced(OPTIMIZERS, [zipped("n", momentum="12", o="ab")])) == [
        "lr=1 momentum=1 o=a", "lr=1 momentum=2 o=b", "lr=2 momentum=1 o=a", "lr=2 momentum=2 o=b",
        "lr=1 momentum=1 o=a", "lr=1 momentum=2 o=b", "lr=2 momentum=1 o=a", "lr=2 momentum=2 o=b",
    ]  # fmt: skip


def test_what_variants_share_they_share_still() -> None:
    one, other = sweeps.replaced(OPTIMIZERS, [fixed("o", "lion"), fixed("x", 1)]).variants
    assert one[0] is other[0] is LR
    assert one[1] is other[1]
    assert one[-1] is other[-1]


def test_exclusions_stay_and_hold_for_the_new_values() -> None:
    sweep = OPTIMIZERS._replace(exclude=(exclusion({"momentum": 9, "lr": 2}),))
    assert len(lines(sweeps.replaced(sweep, [axis("momentum", 5, 9)]))) == 5
    without = sweeps.replaced(sweep, [axis("momentum", 5, 6)])
    assert len(lines(without)) == 6
    sweeps.refuse_empty(without)


def by_words(sweep: sweeps.Sweep) -> dict[frozenset[str], tuple[str, ...]]:
    """The seeds of the products by their other overrides."""
    found: dict[frozenset[str], tuple[str, ...]] = {}
    for product in sweeps.products(sweep):
        others = frozenset(each.text for each in product.chosen if each.key != "seed")
        found[others] = (*found.get(others, ()), *(each.text for each in product.chosen if each.key == "seed"))
    return found


@settings(deadline=None, max_examples=40)
@given(
    sweep=declared(seeds=True),
    key=st.sampled_from("abcde"),
    values=st.lists(st.integers(0, 3), min_size=1, unique=True),
)
def test_products_that_stay_keep_their_ids_and_seeds(sweep: sweeps.Sweep, key: str, values: list[int]) -> None:
    before, after = by_words(sweep), by_words(sweeps.replaced(sweep, [axis(key, *values)]))
    for others in before.keys() & after.keys():
        assert before[others] == after[others]


def test_random_seeds_are_replaced_too() -> None:
    sweep = sweeps.replaced(sweep_of(axis("a", 1, 2), random_seeds("seed", 5)), [random_seeds("seed", 2)])
    assert sweeps.count(sweep) == 4
