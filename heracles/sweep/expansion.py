"""From a sweep to its products, in Hydra's order: arguments as written, the last axis fastest."""

from __future__ import annotations

from itertools import chain, product, repeat
from math import prod

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.grammar.values import RandomSeeds, Zip
from heracles.sweep.values import Product

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any, Callable

    from heracles.grammar.values import Argument, Choices, Fixed
    from heracles.sweep.values import Sweep


class _Pool(NamedTuple):
    """The parts that one argument gives to the products, made as they are asked for."""

    options: Sequence[Any]
    part: Callable[[Any], Any]

    def length(self) -> int:
        return len(self.options)

    def parts(self) -> Iterator[Any]:
        return map(self.part, self.options)


def count(sweep: Sweep) -> int:
    """How many products a sweep has, without expanding it."""
    return sum(prod(map(length, variant)) for variant in sweep.variants)


def products(sweep: Sweep) -> Iterator[Product]:
    """Streams the products of a sweep."""
    of_variants = (_combinations(list(map(_pool, variant))) for variant in sweep.variants)
    combinations: Iterator[tuple[Any, ...]] = chain.from_iterable(of_variants)
    if has_random_seeds(sweep):
        from heracles.sweep.seeds import drawn  # noqa: PLC0415

        combinations = drawn(combinations, sweep.entropy)
    return map(tuple.__new__, repeat(Product), enumerate(combinations))


def lines(sweep: Sweep, quote: Callable[[str], str]) -> Iterator[str]:
    """Streams the products as text: their words, quoted once an axis by ``quote``, joined by blanks."""
    if has_random_seeds(sweep):
        return (" ".join(map(quote, each.overrides)) for each in products(sweep))
    return chain.from_iterable(_lines(variant, quote) for variant in sweep.variants)


def _lines(variant: Iterable[Argument], quote: Callable[[str], str]) -> Iterator[str]:
    swept = (argument for argument in variant if not isinstance(argument, RandomSeeds))
    return map(" ".join, _combinations([_pool_of_text(argument, quote) for argument in swept]))


def length(argument: Argument) -> int:
    """How many products an argument makes out of one."""
    return _pool(argument).length()


def has_random_seeds(sweep: Sweep) -> bool:
    return any(isinstance(argument, RandomSeeds) for argument in sweep.arguments)


def _pool(argument: Argument) -> _Pool:
    if isinstance(argument, RandomSeeds):
        from heracles.sweep.seeds import Slot  # noqa: PLC0415

        return _Pool(range(argument.count), lambda place: Slot(argument, place))
    if isinstance(argument, Zip):
        return _Pool(argument.rows, lambda row: row)
    return _Pool(argument.overrides, lambda override: (override,))


def _pool_of_text(argument: Fixed | Choices | Zip, quote: Callable[[str], str]) -> _Pool:
    if isinstance(argument, Zip):
        return _Pool(argument.rows, lambda row: " ".join([quote(override.text) for override in row]))
    return _Pool(argument.overrides, lambda override: quote(override.text))


def _combinations(pools: Sequence[_Pool]) -> Iterator[tuple[Any, ...]]:
    """The product of the pools, streaming the longest, so that memory does not grow with it."""
    if not pools:
        return iter([()])
    longest = max(range(len(pools)), key=lambda place: pools[place].length())
    before = [tuple(pool.parts()) for pool in pools[:longest]]
    after = [tuple(pool.parts()) for pool in pools[longest + 1 :]]
    return chain.from_iterable(
        product(*zip(prefix), (part,), *after) for prefix in product(*before) for part in pools[longest].parts()
    )
