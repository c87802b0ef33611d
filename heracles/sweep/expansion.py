"""From a sweep to its products, in Hydra's order: arguments as written, the last axis fastest."""

from __future__ import annotations

from itertools import chain, repeat
from math import prod

from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING
from heracles.grammar.values import RandomSeeds, Zip
from heracles.sweep.combining import combinations
from heracles.sweep.pools import Pool, length, pool
from heracles.sweep.values import Product

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Callable

    from heracles.sweep.pools import Settled
    from heracles.sweep.values import Sweep


def count(sweep: Sweep) -> int:
    """How many products a sweep has, without expanding it."""
    if sweep.exclude:
        from heracles.sweep.exclusion import Forbidden  # noqa: PLC0415 for few sweeps

        return sum(Forbidden.of(variant, sweep.exclude).number_left() for variant in sweep.variants)
    return sum(prod(map(length, variant)) for variant in sweep.variants)


def refuse_empty(sweep: Sweep) -> None:
    """Raises a UsageError where a sweep has no products: an argument has no values, or all products are excluded."""
    for argument in sweep.arguments:
        if length(argument) == 0:
            raise UsageError(f"the sweep has no products: {argument.key} has no value", argument.source)
    if sweep.exclude and not count(sweep):
        alone = (one for one in sweep.exclude if not count(sweep._replace(exclude=(one,))))
        place = next(alone, sweep.exclude[-1]).source
        raise UsageError("the sweep has no products: all are excluded", place, "exclude less of it")


def products(sweep: Sweep) -> Iterator[Product]:
    """Streams the products of a sweep."""
    if has_random_seeds(sweep):
        from heracles.sweep.seeds import seeded  # noqa: PLC0415 for few sweeps

        return seeded(sweep)
    picks = chain.from_iterable(combinations(variant, sweep.exclude, pool) for variant in sweep.variants)
    return map(tuple.__new__, repeat(Product), enumerate(picks))


def lines(sweep: Sweep, quote: Callable[[str], str]) -> Iterator[str]:
    """Streams the products as text: their words, quoted once an axis by ``quote``, joined by blanks."""
    if has_random_seeds(sweep):
        return (" ".join(map(quote, each.overrides)) for each in products(sweep))
    texts = (combinations(variant, sweep.exclude, _in_text(quote)) for variant in sweep.variants)
    return map(" ".join, chain.from_iterable(texts))


def has_random_seeds(sweep: Sweep) -> bool:
    return any(isinstance(argument, RandomSeeds) for argument in sweep.arguments)


def _in_text(quote: Callable[[str], str]) -> Callable[[Settled], Pool]:
    def text(argument: Settled) -> Pool:
        if isinstance(argument, Zip):
            return Pool(argument.rows, lambda row: " ".join([quote(override.text) for override in row]))
        return Pool(argument.overrides, lambda override: quote(override.text))

    return text
