"""Small sweeps of all kinds, and their products by the plainest of means."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from heracles.grammar.values import Zip
from heracles.sweep.values import same

from .making import axis, exclusion, fixed, random_seeds, sweep_of_variants, zipped

if TYPE_CHECKING:
    from heracles import sweep as sweeps
    from heracles.grammar.values import Argument, Override

KEYS = "abcde"
VALUES = st.integers(0, 3)


@st.composite
def arguments(draw: st.DrawFn, keys: str) -> tuple[Argument, ...]:
    """An argument for each of some of the keys, two of them perhaps in a zip; no value twice."""
    chosen = draw(st.lists(st.sampled_from(keys), unique=True, max_size=4))
    paired = [_rows(draw, *chosen[:2])] if len(chosen) > 1 and draw(st.booleans()) else []
    singles = [_single(draw, key) for key in chosen[2 * len(paired) :]]
    place = draw(st.integers(0, len(singles)))
    return (*singles[:place], *paired, *singles[place:])


def _single(draw: st.DrawFn, key: str) -> Argument:
    values = draw(st.lists(VALUES, min_size=1, max_size=4, unique=True))
    return fixed(key, values[0]) if values[0] == 0 else axis(key, *values)


def _rows(draw: st.DrawFn, first: str, second: str) -> Zip:
    rows = draw(st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=4, unique=True))
    return zipped("z", **{first: [row[0] for row in rows], second: [row[1] for row in rows]})


CONDITIONS = st.dictionaries(
    st.sampled_from(KEYS), st.lists(VALUES, min_size=1, max_size=2, unique=True).map(tuple), min_size=1, max_size=3
)


@st.composite
def declared(draw: st.DrawFn, seeds: bool = False, most_variants: int = 3) -> sweeps.Sweep:
    """A common part, variants that add other keys to it, exclusions, and seeds if asked for."""
    common = draw(arguments("abc"))
    own = draw(st.lists(arguments("de"), min_size=1, max_size=most_variants))
    last = (random_seeds("seed", draw(st.integers(1, 3))),) if seeds else ()
    exclude = [exclusion(each) for each in draw(st.lists(CONDITIONS, max_size=4))]
    variants = [(*common, *each, *last) for each in own]
    if seeds:
        places = draw(st.tuples(*(st.integers(0, len(variant) - 1) for variant in variants)))
        variants = [
            (*variant[:place], *last, fixed("variant", number), *variant[place:-1])
            for number, (variant, place) in enumerate(zip(variants, places))
        ]
    return sweep_of_variants(*variants, exclude=exclude)


def rows_of(argument: Argument) -> list[tuple[Override, ...]]:
    if isinstance(argument, Zip):
        return list(argument.rows)
    return [(each,) for each in argument.overrides]  # type: ignore[union-attr]


def plain_products(sweep: sweeps.Sweep) -> list[tuple[int, tuple[tuple[Override, ...], ...]]]:
    """What is left, one by one, each with the number of its variant."""
    every = (
        (number, picks) for number, variant in enumerate(sweep.variants) for picks in product(*map(rows_of, variant))
    )
    return [(number, picks) for number, picks in every if not is_excluded(sweep, picks)]


def is_excluded(sweep: sweeps.Sweep, picks: tuple[tuple[Override, ...], ...]) -> bool:
    values = {override.key: override.value for pick in picks for override in pick}
    return any(
        all(
            condition.key in values and any(same(values[condition.key], each) for each in condition.values)
            for condition in one.conditions
        )
        for one in sweep.exclude
    )
