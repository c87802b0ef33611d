"""Random seeds: all different, and those of a product whatever else is in its sweep."""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings, strategies as st

from heracles import sweep as sweeps
from heracles.sweep import seeds

from .making import axis, exclusion, fixed, random_seeds, sweep_of, sweep_of_variants, zipped
from .strategies import arguments, declared

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heracles.grammar.values import Argument
    from heracles.sweep.values import Pick

pytestmark = pytest.mark.once

Seeds = dict[tuple[frozenset[str], int], int]


def drawn(sweep: sweeps.Sweep, bits: int = seeds.BITS) -> Seeds:
    """The seed of each product by its other overrides, and by which of their seeds it is."""
    found: Seeds = {}
    times: dict[frozenset[str], int] = {}
    for each in seeds.seeded(sweep, bits):
        others = frozenset(one.text for one in each.chosen if one.key != "seed")
        found[others, times.setdefault(others, 0)] = each.values["seed"]
        times[others] += 1
    return found


@settings(deadline=None, max_examples=40)
@given(sweep=declared(seeds=True))
def test_seeds_are_different_and_fit_an_int(sweep: sweeps.Sweep) -> None:
    products = list(sweeps.products(sweep))
    found = [each.values["seed"] for each in products]
    assert len(set(found)) == len(found) == sweeps.count(sweep)
    assert all(0 <= seed < 2**31 for seed in found)
    assert [each.index for each in products] == list(range(len(products)))


@settings(deadline=None, max_examples=40)
@given(
    common=arguments("ab"), own=st.lists(arguments("cd"), max_size=3), count=st.integers(1, 40), more=st.integers(0, 40)
)
def test_more_of_anything_leaves_every_seed_as_it_was(
    common: tuple[object, ...], own: list[tuple[object, ...]], count: int, more: int
) -> None:
    first = sweep_of_variants((fixed("v", 0), *common, random_seeds("seed", count)))  # type: ignore[arg-type]
    variants = [
        (random_seeds("seed", count + more), axis("v", number, number + 9), *common, *each)
        for number, each in enumerate([(), *own])
    ]
    exclude = [exclusion({"a": 1, "c": 2}), exclusion({"v": (9, 10), "b": 1})]
    after = drawn(sweep_of_variants(*variants, exclude=exclude))  # type: ignore[arg-type]
    assert after.items() >= drawn(first).items()


FEW_BITS = 12
"""4096 numbers."""
COUNT = 48

ORDERS = {
    "one seed": [(axis("a", *range(30)), axis("b", *range(50)), random_seeds("seed", 1))],
    "five, last": [(axis("a", *range(15)), axis("b", *range(20)), random_seeds("seed", 5))],
    "many, last": [(axis("a", *range(30)), random_seeds("seed", COUNT))],
    "more than are drawn at once": [(axis("a", 1, 2), random_seeds("seed", 1100))],
    "first": [(random_seeds("seed", 5), axis("a", *range(15)), axis("b", *range(20)))],
    "in the middle": [(axis("a", *range(15)), random_seeds("seed", 5), axis("b", *range(20)))],
    "two keys": [(axis("a", *range(20)), random_seeds("seed", 5), axis("b", *range(5)), random_seeds("init", 3))],
    "the same product again and again": [(axis("a", *[1] * 100), random_seeds("seed", 15))],
    "as many in each variant": [
        (axis("v", *range(10)), random_seeds("seed", COUNT)),
        (axis("w", *range(20)), random_seeds("seed", COUNT)),
    ],
    "others in each variant": [
        (axis("a", *range(20)), random_seeds("seed", 20), fixed("b", 1)),
        (axis("c", *range(400)),),
        (axis("a", *range(100)), axis("d", 1, 2), random_seeds("seed", 3)),
        (random_seeds("init", 2), axis("e", *range(50)), random_seeds("seed", 3)),
    ],
}


@pytest.mark.parametrize("variants", ORDERS.values(), ids=ORDERS)
def test_of_seeds_that_collide_only_the_later_moves_on(variants: Sequence[Sequence[Argument]]) -> None:
    sweep = sweep_of_variants(*variants, exclude=[exclusion({"a": (3, 7), "b": (1, 8, 9)})])
    taken: set[int] = set()
    moved = 0
    products = seeds.seeded(sweep, FEW_BITS)
    for wanted, found in zip(every_product_alone(sweep), products):
        for (alone,), (here,) in zip(wanted, found.picks):
            if alone.value in taken and alone.key in ("seed", "init"):
                moved += 1
                assert here.key == alone.key
            else:
                assert here == alone
            if alone.key in ("seed", "init"):
                assert 0 <= here.value < 1 << FEW_BITS
                assert here.value not in taken
                taken.add(here.value)
    assert next(products, None) is None
    assert moved >= 20


def every_product_alone(sweep: sweeps.Sweep) -> Iterator[tuple[Pick, ...]]:
    """The picks that each product would have if there were no other."""
    for variant in sweep.variants:
        for options in product(*(range(sweeps.length(argument)) for argument in variant)):
            picks = seeds.picks(variant, options, sweep.entropy, FEW_BITS)
            if not sweeps.excluded(sweep, sweeps.Product(0, picks)):
                yield picks


def test_values_variants_and_exclusions_that_collide_move_nothing_before_them() -> None:
    first = (axis("a", *range(16)), random_seeds("seed", COUNT))
    before = drawn(sweep_of_variants(first), FEW_BITS)
    behind = (axis("b", *range(16)), random_seeds("seed", COUNT))
    assert drawn(sweep_of_variants(first, behind), FEW_BITS).items() >= before.items()
    more = (axis("a", *range(24)), random_seeds("seed", COUNT))
    assert drawn(sweep_of_variants(more), FEW_BITS).items() >= before.items()
    left = drawn(sweep_of_variants(first, exclude=[exclusion({"a": (14, 15)})]), FEW_BITS)
    assert left == {which: seed for which, seed in before.items() if which in left}
    assert len(left) == 14 * COUNT


@pytest.mark.parametrize("last", [True, False])
def test_every_number_can_be_drawn_once(last: bool) -> None:
    order = (axis("a", *range(256)), random_seeds("seed", 16))
    found = drawn(sweep_of(*(order if last else order[::-1])), FEW_BITS)
    assert sorted(found.values()) == list(range(1 << FEW_BITS))


@pytest.mark.parametrize("count", [1, 5, 20])
def test_seeds_of_neighbours_tell_nothing_of_each_other(count: int) -> None:
    order = (axis("a", *range(32)), axis("b", *range(64)), random_seeds("seed", count))
    found = [each.values["seed"] for each in sweeps.products(sweep_of(*order))]
    right, below, both = found[count:], found[64 * count :], found[65 * count :]
    assert_uniform(found)
    for neighbours in (found[1:], right, below, both):
        assert_uniform([(other - one) % 2**31 for one, other in zip(found, neighbours)])
        assert_uniform([other ^ one for one, other in zip(found, neighbours)])
    assert_uniform([(one - two - three + four) % 2**31 for one, two, three, four in zip(found, right, below, both)])


def assert_uniform(numbers: Sequence[int]) -> None:
    """All bits of numbers below 2**31, six at a time, have each value as often as chance may have it: chi-square."""
    for shift in range(0, 30, 5):
        times = Counter(number >> shift & 63 for number in numbers)
        expected = len(numbers) / 64
        chi_square = sum((times[value] - expected) ** 2 for value in range(64)) / expected
        assert abs(chi_square - 63) < 6 * (2 * 63) ** 0.5


def test_no_seeds_make_no_products() -> None:
    for order in ((axis("a", 1, 2), random_seeds("seed", 0)), (random_seeds("seed", 0), axis("a", 1, 2))):
        assert list(sweeps.products(sweep_of(*order))) == []


def test_the_same_product_twice_has_different_seeds() -> None:
    for arguments_ in ((axis("a", 1, 1), random_seeds("seed", 20)), (random_seeds("seed", 20), axis("a", 1, 1))):
        found = [each.values["seed"] for each in sweeps.products(sweep_of(*arguments_))]
        assert len(set(found)) == 40


def test_the_place_of_seeds_and_zips_change_nothing() -> None:
    a, b, paired = axis("a.x", 1, 2), axis("z", 3, 4), zipped("p", a="12", k="34")
    one = drawn(sweep_of(a, paired, b, random_seeds("seed", 20)))
    assert (
        one
        == drawn(sweep_of(random_seeds("seed", 20), b, a, paired))
        == drawn(sweep_of(b, random_seeds("seed", 20), a, paired))
    )
    assert len(one) == 160


def test_seeds_are_for_ever() -> None:
    sweep = sweep_of(fixed("b", 1), axis("a", 1), random_seeds("seed", 600), entropy="42")
    found = [each.values["seed"] for each in sweeps.products(sweep)]
    assert [found[0], found[1], found[511], found[512]] == [696082364, 1330813229, 1613245472, 46497463]


def test_a_seed_makes_its_override_when_it_is_asked_for() -> None:
    first, second = sweeps.products(sweep_of(fixed("a", 1), random_seeds("seed", 2)))
    seed = first.values["seed"]
    assert first.overrides == ("a=1", f"seed={seed}")
    assert [[each.key for each in pick] for pick in first.picks] == [["a"], ["seed"]]
    assert (first.index, second.index) == (0, 1)
    (alone,) = sweeps.products(sweep_of(fixed("a", 1), fixed("seed", seed)))
    assert (alone.id, alone.values) == (first.id, first.values)
