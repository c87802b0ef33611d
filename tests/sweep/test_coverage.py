"""A few products in which every value of a sweep occurs."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from heracles import sweep as sweeps
from heracles.grammar import parse
from heracles.grammar.values import RandomSeeds

from .making import NOWHERE, axis, exclusion, fixed, random_seeds, sweep_of, sweep_of_variants, zipped
from .strategies import declared, plain_products

if TYPE_CHECKING:
    from heracles.grammar.values import Argument

pytestmark = pytest.mark.once


def covered(sweep: sweeps.Sweep) -> list[list[str]]:
    return [[" ".join(product.overrides) for product in chosen] for chosen in sweeps.covering(sweep)]


def options(variant: tuple[Argument, ...], picks: tuple[object, ...]) -> set[tuple[int, object]]:
    return {(id(argument), pick) for argument, pick in zip(variant, picks) if not isinstance(argument, RandomSeeds)}


@settings(deadline=None, max_examples=40)
@given(sweep=declared())
def test_every_option_of_a_product_occurs_and_every_product_is_one_of_the_sweep(sweep: sweeps.Sweep) -> None:
    plain = plain_products(sweep)
    wanted = {option for number, picks in plain for option in options(sweep.variants[number], picks)}
    found: set[tuple[int, object]] = set()
    chosen = sweeps.covering(sweep)
    assert len(chosen) == len(sweep.variants)
    for number, products in enumerate(chosen):
        assert [product.index for product in products] == sorted({product.index for product in products})
        assert bool(products) == any(number == variant for variant, _ in plain)
        for product in products:
            assert plain[product.index] == (number, product.picks)
            found |= options(sweep.variants[number], product.picks)
    assert found == wanted


@settings(deadline=None, max_examples=100)
@given(sweep=declared(most_variants=2))
def test_there_are_as_few_as_can_be(sweep: sweeps.Sweep) -> None:
    every = {
        frozenset({("variant", number), *options(sweep.variants[number], picks)})
        for number, picks in plain_products(sweep)
    }
    wanted: frozenset[object] = frozenset().union(*every)
    fewer = sum(map(len, sweeps.covering(sweep))) - 1
    if len(every) <= 16 and fewer > 0:
        assert not any(wanted == frozenset().union(*some) for some in combinations(every, fewer))


@settings(deadline=None, max_examples=40)
@given(sweep=declared(seeds=True))
def test_the_seed_of_a_product_is_that_of_the_sweep(sweep: sweeps.Sweep) -> None:
    products = list(sweeps.products(sweep))
    for product in [product for chosen in sweeps.covering(sweep) for product in chosen]:
        assert (product.overrides, product.id) == (products[product.index].overrides, products[product.index].id)


def test_there_are_as_many_as_the_longest_axis_has_values() -> None:
    sweep = sweep_of(axis("a", 1, 2), zipped("z", b="xyz", c="pqr"), fixed("d", 0), random_seeds("seed", 5))
    assert [len(chosen) for chosen in sweeps.covering(sweep)] == [3]
    large = sweep_of(*parse((f"{key}=range({number})", NOWHERE) for key, number in zip("abcd", (10, 300, 7, 300))))
    assert len(sweeps.covering(large)[0]) == 300


def test_what_variants_share_is_spread_over_them() -> None:
    common = axis("lr", 1, 2, 3, 4)
    own = (fixed("o", "sgd"), axis("momentum", 0, 9)), (fixed("o", "adam"),), (fixed("o", "lion"),)
    sweep = sweep_of_variants(*((common, *each) for each in own))
    assert covered(sweep) == [["lr=1 o=sgd momentum=0", "lr=2 o=sgd momentum=9"], ["lr=3 o=adam"], ["lr=4 o=lion"]]
    longer = sweep_of_variants(*((axis("lr", *range(6)), *own[0]), (fixed("lr", 7), *own[1])))
    assert [len(chosen) for chosen in sweeps.covering(longer)] == [6, 1]


def test_exclusions_cost_no_product_where_another_choice_is_free() -> None:
    sweep = sweep_of(axis("a", 1, 2, 3), axis("b", 1, 2, 3))
    diagonal = sweep._replace(exclude=tuple(exclusion({"a": value, "b": value}) for value in (1, 2, 3)))
    assert covered(diagonal) == [["a=1 b=3", "a=2 b=1", "a=3 b=2"]]
    narrow = sweep._replace(exclude=(exclusion({"a": (2, 3), "b": (1, 2)}), exclusion({"a": 3})))
    assert covered(narrow) == [["a=1 b=1", "a=1 b=2", "a=2 b=3"]]


def test_many_values_under_exclusions_are_covered_soon() -> None:
    numbers = parse((f"{key}=range(1000)", NOWHERE) for key in "ab")
    sweep = sweep_of(*numbers, axis("c", 1, 2))
    exclude = tuple(exclusion({"a": number, "b": (number, number + 1)}) for number in range(0, 1000, 50))
    assert len(sweeps.covering(sweep._replace(exclude=exclude))[0]) == 1000


def test_another_pick_in_the_place_of_one() -> None:
    sweep = sweep_of(axis("a", 1, 2), zipped("z", b="xy", c="pq"), random_seeds("seed", 2))
    first, *_, last = sweeps.products(sweep)
    mixed = sweeps.substituted(first, 1, last)
    assert mixed.overrides == ("a=1", "b=y", "c=q", first.overrides[3])
    assert mixed.index == first.index
    assert not sweeps.excluded(sweep, mixed)
    assert sweeps.excluded(sweep._replace(exclude=(exclusion({"a": 1, "c": "q"}),)), mixed)
