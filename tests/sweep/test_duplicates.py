"""The same product twice in a declared sweep."""

from __future__ import annotations

from collections import Counter
from time import process_time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings, strategies as st

from heracles import sweep as sweeps
from heracles.errors import Place, UsageError
from heracles.grammar import parse
from heracles.grammar.values import Choices, Fixed, Override

from .making import NOWHERE, axis, exclusion, fixed, random_seeds, refused, sweep_of, sweep_of_variants, zipped
from .strategies import arguments, declared

if TYPE_CHECKING:
    from heracles.grammar.values import Argument

pytestmark = pytest.mark.once


def placed(key: str, *values: object, where: str) -> Choices:
    """An axis whose values stand at ``where[0]``, ``where[1]`` ..."""
    places = [Place(f"{where}[{number}]") for number in range(len(values))]
    return Choices(key, tuple(Override(f"{key}={v}", key, v, place) for v, place in zip(values, places)), Place(where))


def set_(key: str, value: object, where: str) -> Fixed:
    return Fixed(Override(f"{key}={value}", key, value, Place(where)))


def found(sweep: sweeps.Sweep) -> list[tuple[str, str, str]]:
    return refused(lambda: sweeps.refuse_duplicates(sweep))


def test_a_value_that_is_twice_in_an_axis_is_refused() -> None:
    sweep = sweep_of(placed("a", 1, 2, 1, 1, 2, where="line 3"), placed("b", "x", "x", where="line 4"), fixed("c", 1))
    assert found(sweep) == [
        ("a=1 is given twice: here and in line 3[0]", "line 3[2]", "keep one of the two"),
        ("a=2 is given twice: here and in line 3[1]", "line 3[4]", "keep one of the two"),
        ("b=x is given twice: here and in line 4[0]", "line 4[1]", "keep one of the two"),
    ]
    assert found(sweep_of(*parse([("a=1,1", Place("argument 1"))]))) == [
        ("a=1 is given twice", "argument 1", "keep one of the two")
    ]


def test_a_row_that_is_twice_in_a_zip_is_refused_and_a_value_is_not() -> None:
    sweeps.refuse_duplicates(sweep_of(zipped("z", a="xxy", b="pqq")))
    assert found(sweep_of(zipped("z", a="xyx", b="pqp"))) == [
        ("a=x b=p is given twice", "argument 1", "keep one of the two")
    ]


def test_random_seeds_do_not_tell_products_apart() -> None:
    assert len(found(sweep_of(axis("a", 1, 1), random_seeds("seed", 2)))) == 1
    variants = sweep_of_variants((fixed("a", 1), random_seeds("seed", 2)), (fixed("a", 1), random_seeds("seed", 3)))
    assert len(found(variants)) == 1
    sweeps.refuse_duplicates(
        sweep_of_variants((fixed("a", 1), random_seeds("seed", 2)), (fixed("a", 1), fixed("b", 1)))
    )


def test_texts_tell_products_apart() -> None:
    sweeps.refuse_duplicates(sweep_of(axis("a", 1, 1.0, True, "'1'")))
    sweeps.refuse_duplicates(sweep_of_variants((fixed("a", 1),), (fixed("+a", 1),)))


def test_a_product_of_two_variants_is_refused() -> None:
    common = axis("lr", 1, 2)
    sweep = sweep_of_variants(
        (common, placed("o", "sgd", "adam", where="line 5")),
        (common, set_("o", "lion", "line 7")),
        (set_("o", "adam", "line 9"), common),
    )
    what = "two variants have the product o=adam lr=1: here and in line 5[1]"
    assert found(sweep) == [(what, "line 9", "take it out of one of them")]


def test_variants_that_words_made_alike_are_refused() -> None:
    word = set_("o", "sgd", "argument 2")
    sweep = sweeps.replaced(sweep_of_variants((set_("o", "a", "line 1"),), (set_("o", "b", "line 2"),)), [word])
    what = "two variants have the product o=sgd"
    assert found(sweep) == [(what, "argument 2", "take it out of one of them")]


def test_what_is_excluded_is_no_duplicate() -> None:
    sweep = sweep_of_variants((axis("a", 1, 2), fixed("b", 1)), (fixed("a", 2), axis("b", 1, 2)))
    assert len(found(sweep)) == 1
    sweeps.refuse_duplicates(sweep._replace(exclude=(exclusion({"a": 2, "b": 1}),)))
    twice = sweep_of(axis("a", 1, 1, 2))
    sweeps.refuse_duplicates(twice._replace(exclude=(exclusion({"a": 1}),)))


def test_the_order_within_a_first_segment_tells_products_apart() -> None:
    sweeps.refuse_duplicates(sweep_of_variants((fixed("a.b", 1), fixed("a.c", 2)), (fixed("a.c", 2), fixed("a.b", 1))))


def test_large_variants_are_compared_without_listing_their_products() -> None:
    numbers = parse((f"{key}=range(1000)", NOWHERE) for key in "abcd")
    others = parse((f"{key}=range(999,1999)", NOWHERE) for key in "abcd")
    assert len(found(sweep_of_variants(numbers, others))) == 1
    sweeps.refuse_duplicates(sweep_of_variants((*numbers, fixed("e", 1)), (*others, fixed("e", 2))))


def test_many_variants_are_compared_soon() -> None:
    common = axis("lr", *range(100))
    variants = [(common, fixed("o", number), axis("m", 1, 2)) for number in range(600)]
    start = process_time()
    sweeps.refuse_duplicates(sweep_of_variants(*variants))
    again = (axis("m", 2, 3), common, fixed("o", 77))
    assert refused(lambda: sweeps.refuse_duplicates(sweep_of_variants(*variants, again))) == [
        ("two variants have the product m=2 lr=0 o=77", "argument 1", "take it out of one of them")
    ]
    assert process_time() - start < 5


def test_a_zip_is_compared_soon_with_axes_of_many_combinations() -> None:
    keys = "abcdef"
    grid = [axis(key, *range(100)) for key in keys]
    pairs = zipped("z", **dict.fromkeys(keys, (200, 99)))
    others = zipped("z", **dict.fromkeys(keys, (200, 100)))
    product = " ".join(f"{key}=99" for key in keys)
    start = process_time()
    for variants in ((grid, [pairs]), ([pairs], grid)):
        what = f"two variants have the product {product}"
        assert found(sweep_of_variants(*variants)) == [(what, "argument 1", "take it out of one of them")]
    sweeps.refuse_duplicates(sweep_of_variants(grid, [others]))
    assert process_time() - start < 5


def test_values_that_are_all_twice_are_refused_soon() -> None:
    sweep = sweep_of(axis("a", *range(5000), *range(5000)), axis("b", 1, 2))
    start = process_time()
    assert len(found(sweep._replace(exclude=(exclusion({"a": 7, "b": 1}),)))) == 5000
    assert process_time() - start < 5


def test_numbers_without_end_are_passed_over() -> None:
    (many,), (more,) = (parse([(f"a=range({start},1000000000)", NOWHERE)]) for start in (0, 1))
    sweeps.refuse_duplicates(sweep_of_variants((many, fixed("b", 1)), (more, axis("b", 1, 2))))
    assert found(sweep_of(*parse([("a=int(range(0,2,0.5))", NOWHERE)])))[0][0] == "a=0 is given twice"


def ids(sweep: sweeps.Sweep) -> Counter[str]:
    return Counter(product.id for product in sweeps.products(sweep))


def is_refused(sweep: sweeps.Sweep) -> bool:
    try:
        sweeps.refuse_duplicates(sweep)
    except UsageError:
        return True
    return False


@settings(deadline=None, max_examples=40)
@given(
    common=arguments("ab"), own=st.lists(arguments("cd"), min_size=2, max_size=3), shapes=st.data(), sweep=declared()
)
def test_a_sweep_is_refused_if_two_products_have_one_id(
    common: tuple[Argument, ...], own: list[tuple[Argument, ...]], shapes: st.DataObject, sweep: sweeps.Sweep
) -> None:
    variants = [tuple(shapes.draw(st.permutations((*common, *each)))) for each in own]
    variants.append(shapes.draw(arguments("abcd")))
    for one in (sweep, sweep_of_variants(*variants, exclude=sweep.exclude)):
        assert is_refused(one) == any(number > 1 for number in ids(one).values())


@settings(deadline=None, max_examples=40)
@given(values=st.lists(st.integers(0, 5), max_size=6), excluded=st.sets(st.integers(0, 5)))
def test_an_axis_is_refused_if_a_value_that_is_left_is_twice(values: list[int], excluded: set[int]) -> None:
    exclude = (exclusion({"a": tuple(excluded)}),) if excluded else ()
    left = [value for value in values if value not in excluded]
    assert is_refused(sweep_of(axis("a", *values))._replace(exclude=exclude)) == (len(set(left)) < len(left))
