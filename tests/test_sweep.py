"""Sweeps become products: order, identity, seeds, selection."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings, strategies as st

from heracles import sweep as sweeps
from heracles.errors import Place, UsageError
from heracles.grammar.values import Choices, Fixed, Override, RandomSeeds
from heracles.sweep import seeds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.grammar.values import Argument

NOWHERE = Place("argument 1")


def override(key: str, value: object) -> Override:
    return Override(f"{key}={value}", key, value, NOWHERE)


def axis(key: str, *values: object) -> Choices:
    return Choices(key, [override(key, value) for value in values], NOWHERE)


def fixed(key: str, value: object) -> Fixed:
    return Fixed(override(key, value))


def random_seeds(key: str, count: int) -> RandomSeeds:
    return RandomSeeds(key, count, NOWHERE)


def sweep_of(*arguments: Argument, entropy: str = "7") -> sweeps.Sweep:
    return sweeps.Sweep("s", "sbatch.sh", ".", arguments, entropy)


def lines(*arguments: Argument, entropy: str = "7") -> list[str]:
    return list(sweeps.lines(sweep_of(*arguments, entropy=entropy), str))


def drawn_seeds(*arguments: Argument, key: str = "seed") -> dict[tuple[str, ...], set[int]]:
    """The seeds by the other words of their products."""
    found: dict[tuple[str, ...], set[int]] = {}
    for product in sweeps.products(sweep_of(*arguments)):
        others = tuple(sorted(each.text for each in product.chosen if each.key != key))
        found.setdefault(others, set()).add(product.values[key])
    return found


def test_the_last_axis_is_the_fastest() -> None:
    assert lines(axis("a", 1, 2), fixed("b", 3), axis("c", "x", "y")) == [
        "a=1 b=3 c=x", "a=1 b=3 c=y", "a=2 b=3 c=x", "a=2 b=3 c=y",
    ]  # fmt: skip


@pytest.mark.parametrize("lengths", [(), (1,), (3, 1), (1, 4), (2, 3, 2), (2, 1, 5), (0, 3), (3, 0)])
def test_products_and_their_number_agree(lengths: Sequence[int]) -> None:
    sweep = sweep_of(*(axis(f"k{place}", *range(length)) for place, length in enumerate(lengths)))
    products = list(sweeps.products(sweep))
    assert [product.index for product in products] == list(range(sweeps.count(sweep)))
    assert [product.overrides for product in products] == [tuple(line.split()) for line in sweeps.lines(sweep, str)]


def test_a_repeated_key_keeps_its_first_place_and_its_last_value() -> None:
    arguments = (axis("a", 1, 2), fixed("b", 3), fixed("a", 9))
    assert [argument.key for argument in sweeps.repeated(arguments)] == ["a"]
    assert lines(*sweeps.merged(arguments)) == ["a=9 b=3"]


def test_a_key_with_another_prefix_is_another_key() -> None:
    assert lines(*sweeps.merged((fixed("a", 1), fixed("+a", 2)))) == ["a=1 +a=2"]


def test_the_identity_does_not_hang_on_the_order_of_axes_or_on_other_values() -> None:
    one = {product.id for product in sweeps.products(sweep_of(axis("a", 1, 2), axis("b.c", 3, 4)))}
    other = {product.id for product in sweeps.products(sweep_of(axis("b.c", 3, 4, 5), axis("a", 1, 2)))}
    assert len(one) == 4
    assert one < other


def test_the_identity_is_for_ever() -> None:
    (product,) = sweeps.products(sweep_of(fixed("env.num_envs", 8), fixed("+trainer", "ddp")))
    assert product.id == "b86f1aed0fa0a01c"


def test_order_matters_within_the_first_segment_of_a_key() -> None:
    deleted, added = Fixed(Override("~a", "~a", None, NOWHERE)), fixed("+a", 5)
    ids = [product.id for pair in ((deleted, added), (added, deleted)) for product in sweeps.products(sweep_of(*pair))]
    assert len(set(ids)) == 2


def test_every_seed_of_a_sweep_is_different() -> None:
    products = list(sweeps.products(sweep_of(axis("a", 1, 2, 3), random_seeds("seed", 90))))
    drawn = {product.values["seed"] for product in products}
    assert len(products) == len(drawn) == 270
    assert all(0 <= seed < 2**31 for seed in drawn)


def test_seeds_are_an_axis_at_their_place() -> None:
    firsts = [line.split()[1] for line in lines(random_seeds("seed", 2), axis("a", 1, 2))]
    assert firsts == ["a=1", "a=2", "a=1", "a=2"]


def test_the_same_entropy_draws_the_same_seeds_and_another_draws_others() -> None:
    arguments = (axis("a", 1, 2), random_seeds("seed", 3))
    assert lines(*arguments, entropy="1") == lines(*arguments, entropy="1")
    assert set(lines(*arguments, entropy="1")).isdisjoint(lines(*arguments, entropy="2"))


@settings(deadline=None, max_examples=30)
@given(
    values=st.integers(1, 5), more_values=st.integers(0, 3), seeds_each=st.integers(1, 5), more_seeds=st.integers(0, 3)
)
def test_more_values_or_seeds_leave_every_existing_seed_as_it_was(
    values: int, more_values: int, seeds_each: int, more_seeds: int
) -> None:
    before = drawn_seeds(axis("a", *range(values)), axis("b", 1, 2), random_seeds("seed", seeds_each))
    after = drawn_seeds(
        random_seeds("seed", seeds_each + more_seeds), axis("b", 1, 2), axis("a", *range(values + more_values))
    )
    assert all(drawn <= after[others] for others, drawn in before.items())


def test_the_later_of_two_seeds_that_collide_moves_on() -> None:
    few_bits = 4
    combinations = [((override("a", number),), seeds.Slot(random_seeds("seed", 1), 0)) for number in range(16)]
    drawn = [picks[1][0].value for picks in seeds.drawn(combinations, "7", few_bits)]
    fewer = [picks[1][0].value for picks in seeds.drawn(combinations[:8], "7", few_bits)]
    assert sorted(drawn) == list(range(16))
    assert drawn[:8] == fewer


def test_two_keys_of_random_seeds_draw_apart() -> None:
    products = list(sweeps.products(sweep_of(random_seeds("seed", 2), random_seeds("env.seed", 2))))
    drawn = [seed for product in products for seed in product.values.values()]
    assert len(products) == 4
    assert len(set(drawn)) == 8


def only(sweep: sweeps.Sweep, *wanted: Argument, limit: int | None = None) -> list[tuple[int, str]]:
    conditions = sweeps.conditions(sweep, wanted)
    chosen = sweeps.selected(sweeps.products(sweep), conditions, limit)
    return [(product.index, " ".join(product.overrides)) for product in chosen]


def test_only_keeps_the_products_with_that_value_and_their_indices() -> None:
    sweep = sweep_of(axis("+a", 1, 2), axis("b", "x", "y"))
    assert only(sweep, fixed("b", "y")) == [(1, "+a=1 b=y"), (3, "+a=2 b=y")]
    assert only(sweep, fixed("a", 2), fixed("b", "y")) == [(3, "+a=2 b=y")]
    assert only(sweep, axis("a", 1, 2), limit=1) == [(0, "+a=1 b=x")]


def test_only_given_twice_for_a_key_means_either() -> None:
    sweep = sweep_of(axis("a", 1, 2, 3))
    assert [index for index, _ in only(sweep, fixed("a", 1), fixed("a", 3))] == [0, 2]


def test_only_knows_types() -> None:
    assert only(sweep_of(axis("a", 1, 2)), fixed("a", 1.0)) == [(0, "a=1")]
    assert only(sweep_of(axis("a", float("nan"), 2)), fixed("a", float("nan"))) == [(0, "a=nan")]
    with pytest.raises(UsageError, match=r"no product has a = True"):
        only(sweep_of(axis("a", 1, 2)), fixed("a", True))


def test_only_refuses_all_that_the_sweep_does_not_have_at_once() -> None:
    sweep = sweep_of(axis("env.name", "Reacher", "Walker"), axis("lr", 1, 2))
    with pytest.raises(UsageError) as caught:
        only(sweep, fixed("env.nam", "Reacher"), fixed("env.name", "Reecher"))
    assert [(fault.what, fault.cure) for fault in caught.value.faults] == [
        ("the sweep has no key env.nam", "did you mean env.name?"),
        ("no product has env.name = 'Reecher'", "there is env.name=Reacher, env.name=Walker"),
    ]


def test_a_million_products_take_no_more_memory_than_ten() -> None:
    sweep = sweep_of(axis("a", *range(100)), axis("b", *range(100)), axis("c", *range(100)))
    stream = sweeps.products(sweep)
    next(stream)
    tracemalloc.start()
    last = next(product for product in stream if product.index == 100_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert last.overrides == ("a=10", "b=0", "c=0")
    assert peak < 100_000
