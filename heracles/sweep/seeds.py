"""Random seeds that belong to their product: more values or more seeds leave every existing one as it was.

Every override has a weight, which is a hash of the entropy and its text, and every random key has one. What all of it
weighs together, in whatever order, and which of its seeds it is, say what seed a product has. Of two seeds that would
be the same number, the later moves on: that of the later product, or of the later key of one product.
"""

from __future__ import annotations

from hashlib import blake2b
from itertools import chain, count, repeat

from heracles.frozen import TYPE_CHECKING
from heracles.grammar.values import Override, RandomSeeds
from heracles.sweep.combining import boxes
from heracles.sweep.lanes import interleaved, sums
from heracles.sweep.numbers import PLACES, WEIGHTS, Numbers, at_place, number_of
from heracles.sweep.pools import Pool, every, pool
from heracles.sweep.values import Product

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from heracles.grammar.values import Argument
    from heracles.sweep.values import Pick, Sweep

BITS = 31
"""Seeds are below 2**31, the most that NumPy, PyTorch and C's ``int`` all take."""


class SeededProduct(tuple):  # type: ignore[type-arg]
    """A Product with random seeds, which makes their overrides only when they are asked for.

    What is kept are the picks, with the arguments themselves in the places of the seeds, the index, and the seeds.
    """

    __slots__ = ()

    @property
    def index(self) -> int:  # type: ignore[override]
        return self[1]  # type: ignore[no-any-return]

    @property
    def picks(self) -> tuple[Pick, ...]:
        picks, _, *seeds = self
        left = iter(seeds)
        return tuple([_pick(each, next(left)) if isinstance(each, RandomSeeds) else each for each in picks])

    overrides, values, chosen, id = Product.overrides, Product.values, Product.chosen, Product.id


def seeded(sweep: Sweep, bits: int = BITS) -> Iterator[Product]:
    """Streams the products of a sweep with seeds below ``2**bits``, each different from all before it."""
    numbers, indices = Numbers(bits, _in_a_row(sweep)), count()
    return chain.from_iterable(_of_variant(variant, sweep, numbers, indices) for variant in sweep.variants)


def picks(variant: Sequence[Argument], options: Sequence[int], entropy: str, bits: int = BITS) -> tuple[Pick, ...]:
    """The picks of one product of a variant, by its options; with the seeds that it has where none collides."""

    def pick(argument: Argument, option: int) -> Pick:
        if not isinstance(argument, RandomSeeds):
            return pool(argument).at(option)  # type: ignore[no-any-return]
        weights = _weights(argument, entropy)
        total = sum([weights(one).at(which) for one, which in zip(variant, options)])
        return _pick(argument, number_of(total, bits))

    return tuple(map(pick, variant, options))


def _in_a_row(sweep: Sweep) -> int:
    """How many seeds of a sweep always follow one another that differ in nothing but their number."""
    found = set(map(_last_seeds, sweep.variants))
    return found.pop() if len(found) == 1 else 1


def _last_seeds(variant: Sequence[Argument]) -> int:
    random = _random(variant)
    alone = len(random) == 1 and random[0] is variant[-1] and 0 < random[0].count <= PLACES
    return random[0].count if alone else 1


def _of_variant(
    variant: Sequence[Argument], sweep: Sweep, numbers: Numbers, indices: Iterator[int]
) -> Iterator[Product]:
    """The products one by one, and a seed for each of its random arguments, one after the other."""
    random = _random(variant)
    picks, *weights = boxes(variant, sweep.exclude, _picks, *[_weights(each, sweep.entropy) for each in random])
    totals = [chain.from_iterable(map(sums, each)) for each in weights]
    seeds = numbers.drawn(map(interleaved, zip(*totals)))
    rows = zip(chain.from_iterable(map(every, picks)), indices, *repeat(seeds, len(random)))
    return map(SeededProduct, rows)  # type: ignore[arg-type]  # it has all that a Product has


def _random(variant: Iterable[Argument]) -> list[RandomSeeds]:
    return [argument for argument in variant if isinstance(argument, RandomSeeds)]


def _picks(argument: Argument) -> Pool:
    if isinstance(argument, RandomSeeds):
        return Pool(range(argument.count), lambda _: argument)
    return pool(argument)


def _weights(own: RandomSeeds, entropy: str) -> Callable[[Argument], Pool]:
    """What the options of arguments weigh where seeds are drawn for one of them, its ``own``."""

    def weights(argument: Argument) -> Pool:
        if not isinstance(argument, RandomSeeds):
            part = pool(argument).part
            return Pool(pool(argument).options, lambda option: _weight(part(option), entropy))
        key, step = _hash(entropy, argument.key), _hash(entropy, argument.key, "step") | 1
        if argument is own:
            return Pool(range(argument.count), lambda option: _weight_of_seed(option, key, step))
        return Pool(range(argument.count), lambda option: option * step % WEIGHTS)

    return weights


def _weight(pick: Pick, entropy: str) -> int:
    return sum([_hash(entropy, override.text) for override in pick]) % WEIGHTS


def _weight_of_seed(option: int, key: int, step: int) -> int:
    """Where a product has more seeds than a weight has places, it has several weights."""
    which, place = divmod(option, PLACES)
    return at_place(place, (key + which * step) % WEIGHTS)


def _hash(*texts: str) -> int:
    digest = blake2b("\0".join(texts).encode("utf-8", "surrogateescape"), digest_size=4).digest()
    return int.from_bytes(digest, "little")


def _pick(argument: RandomSeeds, seed: int) -> Pick:
    return (Override(f"{argument.key}={seed}", argument.key, seed, argument.source),)
