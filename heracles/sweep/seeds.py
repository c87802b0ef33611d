"""Random seeds that belong to their product: more values or more seeds leave every existing one as it was."""

from __future__ import annotations

import itertools
from itertools import chain, islice, repeat

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.grammar.values import Override, RandomSeeds
from heracles.sweep.combining import combinations
from heracles.sweep.identity import canonical_order
from heracles.sweep.numbers import Numbers
from heracles.sweep.pools import Pool, pool
from heracles.sweep.values import Product, keys_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from heracles.grammar.values import Argument
    from heracles.sweep.values import Pick, Sweep

BITS = 31
"""Seeds are below 2**31, the most that NumPy, PyTorch and C's ``int`` all take."""
AT_ONCE = 1024
"""So many seeds are drawn together, where they are the last axis."""


class SeededProduct(tuple):  # type: ignore[type-arg]
    """A Product whose last pick is a random seed, which makes its override only when it is asked for.

    What is kept is the seed, the index, the picks before it, and the argument.
    """

    __slots__ = ()

    @property
    def index(self) -> int:  # type: ignore[override]
        return self[1]  # type: ignore[no-any-return]

    @property
    def picks(self) -> tuple[Pick, ...]:
        seed, _, picks, argument = self
        return (*picks, _pick(argument, seed))

    overrides, values, chosen, id = Product.overrides, Product.values, Product.chosen, Product.id


class _Slot(NamedTuple):
    """A seed that is still to be drawn: the ``place``-th of an argument's seeds for one product."""

    argument: RandomSeeds
    place: int


def seeded(sweep: Sweep, bits: int = BITS) -> Iterator[Product]:
    """Streams the products of a sweep with seeds below ``2**bits``, each different from all before it.

    A seed is the ``place``-th number of a stream that grows from the entropy, its key, the other overrides of the
    product in the order that its identity has them, and the places of other random seeds in it.
    """
    source, indices = Numbers(sweep.entropy, bits), itertools.count()
    return chain.from_iterable(_of_variant(variant, sweep, source, indices) for variant in sweep.variants)


def picks(variant: Sequence[Argument], options: Iterable[int], entropy: str) -> tuple[Pick, ...]:
    """The picks of one product of a variant, by its options; with the seeds that it has where none collides."""
    pools = [(_slots(argument), option) for argument, option in zip(variant, options)]
    parts = tuple(one.at(option) for one, option in pools)
    return next(_seeded_anywhere([parts], _text_of(variant), Numbers(entropy, BITS)))


def _of_variant(
    variant: Sequence[Argument], sweep: Sweep, source: Numbers, indices: Iterator[int]
) -> Iterator[Product]:
    random = [argument for argument in variant if isinstance(argument, RandomSeeds)]
    if random and variant[-1] is random[0] and random[0].count:
        heads = combinations(variant[:-1], sweep.exclude, pool)
        return _seeded_last(random[0], heads, _text_of(variant), source, indices)
    picks = combinations(variant, sweep.exclude, _slots)
    if random:
        picks = _seeded_anywhere(picks, _text_of(variant), source)
    return (Product(next(indices), each) for each in picks)


def _seeded_last(
    argument: RandomSeeds,
    heads: Iterator[tuple[Pick, ...]],
    text: Callable[[Iterable[Pick]], str],
    source: Numbers,
    indices: Iterator[int],
) -> Iterator[Product]:
    """Some heads at a time, each with all of its seeds."""
    some = iter(lambda: list(islice(heads, -(-AT_ONCE // argument.count))), [])
    rows = chain.from_iterable(
        zip(
            source.first([source.origin(argument.key, text(head)) for head in batch], argument.count),
            indices,
            chain.from_iterable(map(repeat, batch, repeat(argument.count))),
            repeat(argument),
        )
        for batch in some
    )
    return map(tuple.__new__, repeat(SeededProduct), rows)  # type: ignore[arg-type]  # it has all that a Product has


def _slots(argument: Argument) -> Pool:
    if isinstance(argument, RandomSeeds):
        return Pool(range(argument.count), lambda place: _Slot(argument, place))
    return pool(argument)


def _seeded_anywhere(
    products: Iterable[tuple[Any, ...]], text: Callable[[Iterable[Pick]], str], source: Numbers
) -> Iterator[tuple[Pick, ...]]:
    for parts in products:
        settled = text([part for part in parts if not isinstance(part, _Slot)])
        slots = [part for part in parts if isinstance(part, _Slot)]
        yield tuple(_drawn(part, settled, slots, source) if isinstance(part, _Slot) else part for part in parts)


def _drawn(slot: _Slot, settled: str, slots: Iterable[_Slot], source: Numbers) -> Pick:
    others = sorted(f"{other.argument.key}#{other.place}" for other in slots if other is not slot)
    origin = source.origin(slot.argument.key, settled, *others)
    return _pick(slot.argument, source.one(origin, slot.place))


def _pick(argument: RandomSeeds, seed: int) -> Pick:
    return (Override(f"{argument.key}={seed}", argument.key, seed, argument.source),)


def _text_of(variant: Iterable[Argument]) -> Callable[[Iterable[Pick]], str]:
    """What makes a text of a variant's picks but for random seeds: the same for the same overrides, in any order."""
    settled = [argument for argument in variant if not isinstance(argument, RandomSeeds)]
    order = canonical_order(tuple(chain.from_iterable(map(keys_of, settled))))

    def text(picks: Iterable[Pick]) -> str:
        texts = [override.text for override in chain.from_iterable(picks)]
        return "\0".join([texts[place] for place in order])

    return text
