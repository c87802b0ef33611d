"""What exclusions leave out, how much is left, and which exclusions are refused."""

from __future__ import annotations

import tracemalloc
from functools import partial
from itertools import islice
from time import process_time

import pytest
from hypothesis import given, settings

from heracles import sweep as sweeps
from heracles.grammar import parse
from heracles.grammar.values import Choices

from .making import (
    NOWHERE,
    axis,
    exclusion,
    fixed,
    random_seeds,
    refused,
    sweep_of,
    sweep_of_variants,
    zipped,
)  # fmt: skip
from .strategies import declared, plain_products

pytestmark = pytest.mark.once


def lines(sweep: sweeps.Sweep) -> list[str]:
    return list(sweeps.lines(sweep, str))


def excluding(sweep: sweeps.Sweep, *conditions: dict[str, object]) -> sweeps.Sweep:
    return sweep._replace(exclude=tuple(exclusion(each, f"line {number}") for number, each in enumerate(conditions)))


@pytest.mark.once
@settings(deadline=None, max_examples=40)
@given(sweep=declared())
def test_what_is_left_is_what_no_exclusion_matches(sweep: sweeps.Sweep) -> None:
    expected = [picks for _, picks in plain_products(sweep)]
    products = list(sweeps.products(sweep))
    assert [product.picks for product in products] == expected
    assert [product.index for product in products] == list(range(len(expected)))
    assert sweeps.count(sweep) == len(expected)
    assert lines(sweep) == [" ".join(product.overrides) for product in products]
    everything = sweeps.products(sweep._replace(exclude=()))
    assert [each.picks for each in everything if not sweeps.excluded(sweep, each)] == expected


def test_all_conditions_hold_and_values_of_one_are_alternatives() -> None:
    sweep = excluding(sweep_of(axis("a", 1, 2, 3), axis("b", "x", "y")), {"a": (1, 3), "b": "y"})
    assert lines(sweep) == ["a=1 b=x", "a=2 b=x", "a=2 b=y", "a=3 b=x"]


def test_values_are_typed() -> None:
    sweep = sweep_of(axis("a", 1, True, "1", 1.5, float("nan"), None))
    for value, left in [(1.0, 5), (True, 5), ("1", 5), (float("nan"), 5), (None, 5), (False, 6), ("True", 6)]:
        assert sweeps.count(excluding(sweep, {"a": value})) == left


def test_a_plus_before_a_key_may_be_left_out() -> None:
    sweep = sweep_of(axis("+a", 1, 2), axis("++b.c", 3, 4))
    assert lines(excluding(sweep, {"a": 1, "b.c": 4})) == ["+a=1 ++b.c=3", "+a=2 ++b.c=3", "+a=2 ++b.c=4"]
    assert lines(excluding(sweep, {"+a": 1})) == ["+a=2 ++b.c=3", "+a=2 ++b.c=4"]
    assert sweeps.count(excluding(sweep, {"++a": 1})) == 4


def test_an_exclusion_that_names_a_key_of_one_variant_leaves_the_others_alone() -> None:
    common = axis("lr", 1, 2)
    sweep = sweep_of_variants((common, fixed("o", "sgd"), axis("momentum", 0, 9)), (common, fixed("o", "adam")))
    assert lines(excluding(sweep, {"momentum": 9, "lr": 2})) == [
        "lr=1 o=sgd momentum=0", "lr=1 o=sgd momentum=9", "lr=2 o=sgd momentum=0", "lr=1 o=adam", "lr=2 o=adam",
    ]  # fmt: skip


def test_excluded_products_draw_no_seeds() -> None:
    sweep = sweep_of(axis("a", 1, 2), random_seeds("seed", 2), axis("b", 1, 2))
    left = {product.id for product in sweeps.products(excluding(sweep, {"a": 1, "b": 2}))}
    assert left == {product.id for product in sweeps.products(sweep) if product.values != {"a": 1, "b": 2}} & left
    assert len(left) == sweeps.count(excluding(sweep, {"a": 1, "b": 2})) == 6


@pytest.mark.once
@pytest.mark.parametrize("asked", [{"a": 7}, {"c": 7}, {"a": 7, "c": 8}, {"b": 5, "d": 4}])
def test_excluding_a_few_of_many_takes_no_more_memory(asked: dict[str, object]) -> None:
    numbers = parse([("a=range(100)", NOWHERE), ("b=range(20)", NOWHERE), ("c=range(2000)", NOWHERE)])
    sweep = excluding(sweep_of(*numbers, zipped("z", d="12345", e="67890")), asked)
    stream = sweeps.products(sweep)
    next(stream)
    tracemalloc.start()
    last = next(islice(stream, 20_000, None))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert last.index == 20_001
    assert peak < 100_000


def test_what_is_left_of_very_many_is_counted_at_once() -> None:
    numbers = parse((f"{key}=range(1000000)", NOWHERE) for key in "abcd")
    sweep = sweep_of(*numbers[1:], Choices("a", numbers[0].overrides[:1000], NOWHERE))  # type: ignore[union-attr]
    assert sweeps.count(excluding(sweep, {"a": (3, 4)}, {"a": (4, 5)})) == 997 * 10**18


def refused_exclusions(sweep: sweeps.Sweep) -> list[tuple[str, str, str]]:
    return refused(lambda: sweeps.refuse_idle_exclusions(sweep))


ENVS = sweep_of(axis("env.num_envs", 8, 16), axis("env.name", "Reacher", "Walker"), random_seeds("seed", 2))


def test_exclusions_that_match_nothing_are_refused_all_at_once() -> None:
    sweep = excluding(
        ENVS,
        {"env.nam": "Reacher", "env.num_envs": 32},
        {"env.num_envs": 8, "env.name": ("Reacher", "Waker")},
        {"seed": 7},
        {"env.num_envs": "8"},
        {"env.num_envs": 16},
    )
    assert refused_exclusions(sweep) == [
        ("the sweep has no key env.nam", "line 0", "did you mean env.name?"),
        ("no product has env.num_envs = 32", "line 0", "there is env.num_envs=8, env.num_envs=16"),
        ("no product has env.name = 'Waker'", "line 1", "there is env.name=Walker, env.name=Reacher"),
        ("seed is a random seed, which nobody knows before", "line 2", "exclude by another key, or list the seeds"),
        (
            "no product has env.num_envs = '8'",
            "line 3",
            "it is a number there, and not text: there is env.num_envs=8, env.num_envs=16",
        ),
    ]


@pytest.mark.parametrize(
    ("values", "asked", "shown", "cure"),
    [
        ((1, 2), True, "true", "it is a number there, and not true or false: there is a=1, a=2"),
        ((False, True), 1, "1", "it is true or false there, and not a number: there is a=False, a=True"),
        ((None, "x"), "y", "'y'", "there is a=None, a=x"),
        (([1, 2], [3]), 1, "1", "it is a list there, and not a number: there is a=[1, 2], a=[3]"),
        (tuple(range(0, 100, 10)), 52, "52", "there is a=50, a=0, a=10, a=20, a=30, a=40, a=60, a=70, ..."),
        ((*range(8), 10**400), 2.5, "2.5", "there is a=2, a=0, a=1, a=3, a=4, a=5, a=6, a=7, ..."),
    ],
)
def test_the_values_that_there_are_are_named_the_most_alike_first(
    values: tuple[object, ...], asked: object, shown: str, cure: str
) -> None:
    refused_now = refused_exclusions(excluding(sweep_of(axis("a", *values)), {"a": asked}))
    assert refused_now == [(f"no product has a = {shown}", "line 0", cure)]


def test_values_of_all_kinds_are_found() -> None:
    values = (1, True, "1", 1.5, float("nan"), None, [1, 2], {"k": 1}, "nan", float("inf"))
    for place, value in enumerate(values):
        sweep = excluding(sweep_of(axis("a", *values)), {"a": value})
        sweeps.refuse_idle_exclusions(sweep)
        assert [each.index for each in sweeps.products(sweep)] == list(range(len(values) - 1))
        left = [each.picks[0][0] for each in sweeps.products(sweep)]
        assert left == [one for number, one in enumerate(sweep.arguments[0].overrides) if number != place]  # type: ignore[union-attr]


def test_a_condition_on_a_key_with_and_without_plus_asks_twice() -> None:
    sweep = sweep_of(axis("+a", 1, 2, 3))
    assert lines(excluding(sweep, {"a": (1, 2), "+a": (2, 3)})) == ["+a=1", "+a=3"]


def test_a_thousand_exclusions_of_a_thousand_values_are_checked_soon() -> None:
    diagonal: list[dict[str, object]] = [{"a": one, "b": one} for one in range(1000)]
    sweep = excluding(sweep_of(axis("a", *range(1000)), axis("b", *range(1000))), *diagonal)
    start = process_time()
    sweeps.refuse_idle_exclusions(sweep)
    assert sweeps.count(sweep) == 999_000
    assert process_time() - start < 6


def test_values_that_never_meet_are_refused() -> None:
    paired = zipped("m", model="xy", opt="pq")
    assert refused_exclusions(excluding(sweep_of(paired, axis("a", 1)), {"model": "x", "a": 1, "opt": "q"})) == [
        ("no product has model = 'x' and a = 1 and opt = 'q'", "line 0", "m has model=x opt=p, model=y opt=q")
    ]
    variants = sweep_of_variants(
        (fixed("o", "sgd"), fixed("m", 1)), (fixed("o", "adam"), fixed("m", 2)), (fixed("n", 1),)
    )
    for conditions, shown in [
        ({"o": "sgd", "m": 2}, "o = 'sgd' and m = 2"),
        ({"o": ("sgd", "adam"), "n": 1}, "o = 'sgd' or 'adam' and n = 1"),
    ]:
        assert refused_exclusions(excluding(variants, conditions)) == [
            (f"no product has {shown}", "line 0", "no variant has all of these")
        ]


def test_exclusions_that_match_something_are_fine() -> None:
    sweeps.refuse_idle_exclusions(excluding(ENVS, {"env.num_envs": (8, 16), "env.name": "Walker"}, {"env.num_envs": 8}))
    paired = sweep_of(zipped("m", model="xyx", opt="pqr"), axis("a", 1, 2))
    sweeps.refuse_idle_exclusions(excluding(paired, {"model": "x", "opt": ("q", "r")}))


def test_an_exclusion_whose_products_others_exclude_already_is_fine() -> None:
    sweep = excluding(sweep_of(axis("a", 1, 2), axis("b", 1, 2)), {"a": 1}, {"a": 1, "b": 2})
    sweeps.refuse_idle_exclusions(sweep)
    assert lines(sweep) == ["a=2 b=1", "a=2 b=2"]


def test_nothing_left_is_refused() -> None:
    sweep = sweep_of(axis("a", 1, 2), axis("b", 1, 2))
    together = excluding(sweep, {"a": 1}, {"b": 1}, {"a": 2, "b": 2})
    alone = excluding(sweep, {"b": 1}, {"a": (1, 2)})
    for one, place in [(together, "line 2"), (alone, "line 1")]:
        what = ("the sweep has no products: all are excluded", place, "exclude less of it")
        assert refused_exclusions(one) == refused(partial(sweeps.refuse_empty, one)) == [what]
    assert refused(lambda: sweeps.refuse_empty(sweep_of(fixed("a", 1), axis("b")))) == [
        ("the sweep has no products: b has no value", "argument 1", "")
    ]


@pytest.mark.once
@settings(deadline=None, max_examples=40)
@given(sweep=declared())
def test_an_exclusion_is_refused_only_if_it_matches_nothing(sweep: sweeps.Sweep) -> None:
    for one in sweep.exclude:
        alone = sweep._replace(exclude=(one,))
        if len(plain_products(alone)) == len(plain_products(sweep._replace(exclude=()))):
            assert {place for _, place, _ in refused_exclusions(alone)} == {"exclude[0]"}
