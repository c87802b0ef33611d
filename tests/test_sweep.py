"""Sweeps become products: order, identity, seeds, selection."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings, strategies as st

from heracles import sweep as sweeps
from heracles.errors import UsageError
from heracles.grammar import parse
from heracles.grammar.values import Fixed, Override

from .sweep.making import NOWHERE, axis, fixed, random_seeds, sweep_of, sweep_of_variants, zipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.grammar.values import Argument


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


def test_the_rows_of_a_zip_are_one_axis() -> None:
    sweep = sweep_of(axis("a", 1, 2), zipped("m", model="xy", opt="pq"), fixed("b", 3))
    assert sweeps.count(sweep) == 4
    assert list(sweeps.lines(sweep, str)) == [
        "a=1 model=x opt=p b=3", "a=1 model=y opt=q b=3", "a=2 model=x opt=p b=3", "a=2 model=y opt=q b=3",
    ]  # fmt: skip
    assert [" ".join(product.overrides) for product in sweeps.products(sweep)] == list(sweeps.lines(sweep, str))
    assert [len(product.picks) for product in sweeps.products(sweep)] == [3] * 4


def test_a_product_of_a_zip_is_that_of_its_words() -> None:
    paired = sweep_of(zipped("m", model="xy", opt="pq"), random_seeds("seed", 2))
    first = sweep_of(fixed("model", "x"), random_seeds("seed", 2), fixed("opt", "p"))
    found = {product.id: product.values for product in sweeps.products(paired)}
    for product in sweeps.products(first):
        assert found[product.id] == product.values


def merged_lines(*arguments: Argument) -> list[str]:
    return lines(*sweeps.merged(arguments))


def repeated_keys(*arguments: Argument) -> list[str]:
    return [argument.key for argument in sweeps.repeated(arguments)]


PAIRED = zipped("m", model="xyz", opt="ppq")


def test_a_key_of_a_zip_that_is_given_again_leaves_the_rows_of_the_others() -> None:
    again = (PAIRED, axis("a", 1, 2), fixed("model", "v"))
    assert merged_lines(*again) == [
        "opt=p a=1 model=v", "opt=p a=2 model=v", "opt=q a=1 model=v", "opt=q a=2 model=v",
    ]  # fmt: skip
    assert repeated_keys(*again) == ["model"]


def test_a_zip_replaces_the_axes_of_its_keys_in_the_place_of_the_first() -> None:
    again = (axis("opt", 1, 2), fixed("b", 3), fixed("model", 5), PAIRED)
    assert merged_lines(*again) == ["model=x opt=p b=3", "model=y opt=p b=3", "model=z opt=q b=3"]
    assert repeated_keys(*again) == ["opt", "model"]


def test_a_zip_replaces_the_zip_of_the_same_name() -> None:
    again = (PAIRED, fixed("b", 3), zipped("m", c="1", d="2"))
    assert merged_lines(*again) == ["c=1 d=2 b=3"]
    assert repeated_keys(*again) == ["m"]


def test_a_zip_all_of_whose_keys_are_given_again_is_gone() -> None:
    assert merged_lines(PAIRED, fixed("b", 3), fixed("opt", 1), fixed("model", 2)) == ["model=2 b=3 opt=1"]
    assert repeated_keys(PAIRED, fixed("opt", 1), fixed("model", 2)) == ["opt", "model"]
    assert merged_lines(PAIRED, zipped("n", opt="12", model="34")) == ["opt=1 model=3", "opt=2 model=4"]


def test_the_name_of_a_zip_is_no_key() -> None:
    named = zipped("model", model="xy", opt="pq")
    assert repeated_keys(named, fixed("opt", 1)) == ["opt"]
    assert merged_lines(named, fixed("model", "v")) == ["opt=p model=v", "opt=q model=v"]
    assert repeated_keys(PAIRED, fixed("m", 1)) == []
    assert sweeps.count(sweep_of(*sweeps.merged((PAIRED, fixed("m", 1))))) == 3


def test_a_key_of_a_zip_of_numbers_that_is_given_again() -> None:
    (paired,) = parse([("m=zip(a=range(3),b=__linspace(0,1,3)__)", NOWHERE)])
    assert merged_lines(paired, fixed("b", 7)) == ["a=0 b=7", "a=1 b=7", "a=2 b=7"]
    assert [sweeps.length(lost) for lost in sweeps.repeated((paired, fixed("b", 7)))] == [3]


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


def test_only_knows_the_keys_of_a_zip() -> None:
    sweep = sweep_of(zipped("m", **{"+model": "xyx", "opt": "ppq"}), axis("a", 1, 2))
    assert only(sweep, fixed("model", "x"), fixed("a", 2)) == [(1, "+model=x opt=p a=2"), (5, "+model=x opt=q a=2")]
    assert only(sweep, axis("opt", "q")) == [(4, "+model=x opt=q a=1"), (5, "+model=x opt=q a=2")]
    refused: list[tuple[Argument, str, str]] = [
        (fixed("opt", "r"), "no product has opt = 'r'", "there is opt=p, opt=q"),
        (fixed("m", "x"), "the sweep has no key m", "its keys: +model, opt, a"),
        (zipped("m", opt="p"), "--only takes values, not a zip", "write one of its keys: --only model=a,b"),
    ]
    for wanted, what, cure in refused:
        with pytest.raises(UsageError) as caught:
            only(sweep, wanted)
        assert [(fault.what, fault.cure) for fault in caught.value.faults] == [(what, cure)]


def test_only_knows_the_keys_of_all_variants() -> None:
    sgd = (axis("lr", 1, 2), fixed("+o", "sgd"), axis("momentum", 0, 9))
    sweep = sweep_of_variants(sgd, (axis("lr", 2, 3), fixed("o", "adam"), random_seeds("momentum", 1)))
    assert only(sweep, fixed("lr", 3), fixed("o", "adam"))[0][0] == 5
    assert only(sweep, fixed("momentum", 9)) == [(1, "lr=1 +o=sgd momentum=9"), (3, "lr=2 +o=sgd momentum=9")]
    assert [index for index, _ in only(sweep, fixed("lr", 2))] == [2, 3, 4]
    assert [index for index, _ in only(sweep, axis("o", "sgd", "adam"), axis("lr", 1, 3))] == [0, 1, 5]
    with pytest.raises(UsageError, match=r"no product has o = 'lion'") as caught:
        only(sweep, fixed("o", "lion"))
    assert caught.value.faults[0].cure == "there is +o=sgd, o=adam"


def test_only_given_twice_for_a_key_means_either() -> None:
    sweep = sweep_of(axis("a", 1, 2, 3))
    assert [index for index, _ in only(sweep, fixed("a", 1), fixed("a", 3))] == [0, 2]


def test_only_knows_types() -> None:
    assert only(sweep_of(axis("a", 1, 2)), fixed("a", 1.0)) == [(0, "a=1")]
    assert only(sweep_of(axis("a", float("nan"), 2)), fixed("a", float("nan"))) == [(0, "a=nan")]
    with pytest.raises(UsageError, match=r"no product has a = true"):
        only(sweep_of(axis("a", 1, 2)), fixed("a", True))


def test_only_refuses_all_that_the_sweep_does_not_have_at_once() -> None:
    sweep = sweep_of(axis("env.name", "Reacher", "Walker"), axis("lr", 1, 2))
    with pytest.raises(UsageError) as caught:
        only(sweep, fixed("env.nam", "Reacher"), fixed("env.name", "Reecher"))
    assert [(fault.what, fault.cure) for fault in caught.value.faults] == [
        ("the sweep has no key env.nam", "did you mean env.name?"),
        ("no product has env.name = 'Reecher'", "there is env.name=Reacher, env.name=Walker"),
    ]


@pytest.mark.once
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


ID, INDEX, LAUNCH = "00ab12cd34ef5678", 7, "20261122-4f2a"


def filled(word: str, id: str = ID, sweep: str = "ablation-a") -> str:  # noqa: A002
    """A word with what it asks for, between two that ask for nothing."""
    before, word, after = sweeps.filled(("a=1", word, "b=${c}"), id, INDEX, sweep, LAUNCH)
    assert (before, after) == ("a=1", "b=${c}")
    return word


FILLED = {
    "hydra.run.dir=runs/${heracles:sweep}/${heracles:id}": "hydra.run.dir=runs/ablation-a/00ab12cd34ef5678",
    "a=${heracles:index}": "a=7",
    "a='${heracles:launch}, ${b}'": "a='20261122-4f2a, ${b}'",
    'a="${b:${heracles:index}}"': 'a="${b:7}"',
    "a=[${heracles:id},{b:x ${heracles:launch}}]": "a=[00ab12cd34ef5678,{b:x 20261122-4f2a}]",
    "a=int(${heracles:index})": "a=int(7)",
    "a=${heracles:sweep}-${heracles:sweep}${heracles:index}": "a=ablation-a-ablation-a7",
    "a=__env(USER)__/${heracles:id}": "a=__env(USER)__/00ab12cd34ef5678",
}


def test_what_a_word_asks_of_its_product_is_filled_in() -> None:
    assert {word: filled(word) for word in FILLED} == FILLED


QUOTED = [
    ("a=${heracles:id}", "1234567890123456", "s", "a='1234567890123456'"),
    ("a=[${heracles:id},2]", "12e4567890123456", "s", "a=['12e4567890123456',2]"),
    ("a={b:${heracles:id}}", "1234567890123456", "s", "a={b:'1234567890123456'}"),
    ("a='${heracles:id}'", "1234567890123456", "s", "a='1234567890123456'"),
    ("a=x/${heracles:id}", "1234567890123456", "s", "a=x/1234567890123456"),
    ("a=1${heracles:id}", "1234567890123456", "s", "a='11234567890123456'"),
    ("a=${heracles:sweep}", ID, "true", "a='true'"),
    ("a=${heracles:sweep}", ID, "7", "a='7'"),
    ("a=${heracles:index}0", ID, "7", "a=70"),
    ("a= x/${heracles:sweep}", ID, "a, b", "a= 'x/a, b'"),
    ("a=${heracles:sweep}", ID, "it's", 'a="it\'s"'),
    ("a='${heracles:sweep} \\'x\\''", ID, "it's", "a=\"it's 'x'\""),
    ("a=x\\ ${heracles:sweep}", ID, "é", "a='x é'"),
    ("a={b:c:${heracles:sweep},d:e}", ID, "é", "a={b:'c:é',d:e}"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "id_", "sweep", "expected"), QUOTED)
def test_what_is_filled_in_is_text_to_hydra(word: str, id_: str, sweep: str, expected: str) -> None:
    assert filled(word, id_, sweep) == expected


@pytest.mark.once
@given(id_=st.text("0123456789abcdef", min_size=16, max_size=16), sweep=st.text(min_size=1))
def test_hydra_reads_the_text_that_was_filled_in(id_: str, sweep: str) -> None:
    word = filled("a=[${heracles:id},'${heracles:sweep}',x/${heracles:sweep},{k:${heracles:sweep}}]", id_, sweep)
    (answer,) = parse([(word, NOWHERE)])
    assert isinstance(answer, Fixed)
    assert answer.override.value == [id_, sweep, f"x/{sweep}", {"k": sweep}]


def test_words_that_ask_for_nothing_are_the_same() -> None:
    words = ("a=1", "b=${c}", "d=__env(X)__")
    assert sweeps.filled(words, ID, INDEX, "s", LAUNCH) is words


def test_the_identity_is_that_of_the_words_before() -> None:
    (product,) = sweeps.products(sweep_of(*parse([("a=${heracles:index}", NOWHERE), ("b=__env(X)__", NOWHERE)])))
    assert product.overrides == ("a=${heracles:index}", "b=__env(X)__")
    assert product.id == "f5ba283b31ae8ac4"
