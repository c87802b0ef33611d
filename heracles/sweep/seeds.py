"""Random seeds that belong to their product: more values or more seeds leave every existing one as it was.

Every override has a weight, which is a hash of the entropy and its text. What the overrides of a product weigh
together, in whatever order, says which seeds it has.
"""

from __future__ import annotations

import itertools
from hashlib import blake2b
from itertools import chain, compress, cycle, repeat, tee

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.grammar.values import Override, RandomSeeds
from heracles.sweep.combining import combinations
from heracles.sweep.numbers import PLACES, Numbers, in_stream
from heracles.sweep.pools import Pool, pool
from heracles.sweep.values import Product

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from heracles.grammar.values import Argument
    from heracles.sweep.values import Pick, Sweep

BITS = 31
"""Seeds are below 2**31, the most that NumPy, PyTorch and C's ``int`` all take."""


class SeededProduct(tuple):  # type: ignore[type-arg]
    """A Product whose last pick is a random seed, which makes its override only when it is asked for.

    What is kept are the picks before it, the argument, the seed and the index.
    """

    __slots__ = ()

    @property
    def index(self) -> int:  # type: ignore[override]
        return self[3]  # type: ignore[no-any-return]

    @property
    def picks(self) -> tuple[Pick, ...]:
        head, argument, seed, _ = self
        return (*head, _pick(argument, seed))

    overrides, values, chosen, id = Product.overrides, Product.values, Product.chosen, Product.id


class _Drawn(NamedTuple):
    """The seeds of the argument at a place: all for one product of the other arguments, then all for the next."""

    place: int
    argument: RandomSeeds
    seeds: Iterator[int]


def seeded(sweep: Sweep, bits: int = BITS) -> Iterator[Product]:
    """Streams the products of a sweep with seeds below ``2**bits``, each different from all before it."""
    numbers, indices = Numbers(bits), itertools.count()
    return chain.from_iterable(_of_variant(variant, sweep, numbers, indices) for variant in sweep.variants)


def picks(variant: Sequence[Argument], options: Sequence[int], entropy: str) -> tuple[Pick, ...]:
    """The picks of one product of a variant, by its options; with the seeds that it has where none collides."""
    weights = [_weights(entropy)(argument).at(option) for argument, option in zip(variant, options)]

    def pick(argument: Argument, option: int, weight: int) -> Pick:
        if not isinstance(argument, RandomSeeds):
            return pool(argument).at(option)  # type: ignore[no-any-return]
        stream, place = divmod(option, PLACES)
        return _pick(argument, in_stream(sum(weights) - weight + _streams(argument, entropy)[stream], place, BITS))

    return tuple(map(pick, variant, options, weights))


def _of_variant(
    variant: Sequence[Argument], sweep: Sweep, numbers: Numbers, indices: Iterator[int]
) -> Iterator[Product]:
    random = [
        _Drawn(place, argument, _seeds(argument, (*variant[:place], *variant[place + 1 :]), sweep, numbers))
        for place, argument in enumerate(variant)
        if isinstance(argument, RandomSeeds)
    ]
    if [each.place for each in random] == [len(variant) - 1]:
        return _seeded_last(combinations(variant[:-1], sweep.exclude, pool), random[0], indices)
    products = combinations(variant, sweep.exclude, _places)
    return (Product(next(indices), each) for each in _seeded_anywhere(products, random))


def _seeds(argument: RandomSeeds, others: Sequence[Argument], sweep: Sweep, numbers: Numbers) -> Iterator[int]:
    streams, weights = _streams(argument, sweep.entropy), _weights(sweep.entropy)
    parts = combinations(
        (*others, argument), sweep.exclude, lambda one: Pool(streams, int) if one is argument else weights(one)
    )
    places = min(argument.count, PLACES)
    drawn = numbers.drawn(map(sum, parts), places)
    surplus = len(streams) * places - argument.count
    return compress(drawn, cycle(chain(repeat(True, argument.count), repeat(False, surplus)))) if surplus else drawn


def _seeded_last(heads: Iterable[tuple[Pick, ...]], last: _Drawn, indices: Iterator[int]) -> Iterator[Product]:
    each = chain.from_iterable(map(repeat, heads, repeat(last.argument.count)))
    rows = zip(each, repeat(last.argument), last.seeds, indices)
    return map(tuple.__new__, repeat(SeededProduct), rows)  # type: ignore[arg-type]  # it has all that a Product has


def _seeded_anywhere(products: Iterable[Sequence[Any]], random: Iterable[_Drawn]) -> Iterator[tuple[Pick, ...]]:
    """The seeds of a product of the others wait until each has had its turn."""
    waiting = [(each, tee(zip(*repeat(each.seeds, each.argument.count)), each.argument.count)) for each in random]
    for product in products:
        picks = list(product)
        for (place, argument, _), turns in waiting:
            turn = product[place]
            picks[place] = _pick(argument, next(turns[turn])[turn])
        yield tuple(picks)


def _places(argument: Argument) -> Pool:
    return Pool(range(argument.count), int) if isinstance(argument, RandomSeeds) else pool(argument)


def _weights(entropy: str) -> Callable[[Argument], Pool]:
    """What the options of an argument weigh; those of a random seed do so for other random seeds."""

    def weights(argument: Argument) -> Pool:
        if isinstance(argument, RandomSeeds):
            step = _step(argument, entropy)
            return Pool(range(0, argument.count * step, step), int)
        pick = pool(argument).part
        return Pool(
            pool(argument).options, lambda option: sum([_hash(entropy, override.text) for override in pick(option)])
        )

    return weights


def _streams(argument: RandomSeeds, entropy: str) -> range:
    """What is added to the weight of the others, once for each stream of seeds."""
    start, step = _hash(entropy, argument.key), _step(argument, entropy)
    return range(start, start + -(-argument.count // PLACES) * step, step)


def _step(argument: RandomSeeds, entropy: str) -> int:
    """An odd number: no two of its multiples are the same modulo a power of 2."""
    return _hash(entropy, argument.key, "step") | 1


def _hash(*texts: str) -> int:
    digest = blake2b("\0".join(texts).encode("utf-8", "surrogateescape"), digest_size=4).digest()
    return int.from_bytes(digest, "little")


def _pick(argument: RandomSeeds, seed: int) -> Pick:
    return (Override(f"{argument.key}={seed}", argument.key, seed, argument.source),)
