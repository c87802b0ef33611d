"""Random seeds that belong to their product: more values or more seeds leave every existing one as it was."""

from __future__ import annotations

from hashlib import blake2b

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.grammar.values import Override, RandomSeeds
from heracles.sweep.identity import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BITS = 31
"""Seeds are below 2**31, the most that NumPy, PyTorch and C's ``int`` all take."""

Pick = tuple[Override, ...]


class Slot(NamedTuple):
    """A seed that is still to be drawn: the ``place``-th of an argument's seeds for one product."""

    argument: RandomSeeds
    place: int


def drawn(
    combinations: Iterable[tuple[Pick | Slot, ...]], entropy: str, bits: int = BITS
) -> Iterator[tuple[Pick, ...]]:
    """Replaces each slot by a seed below ``2**bits``; every seed drawn is different from all before it.

    A seed depends on the entropy, the other overrides of its product, its key and the places of the product's slots.
    The later of two that collide moves on to its next number.
    """
    taken: set[int] = set()
    for combination in combinations:
        origin = _origin(combination, entropy)
        yield tuple(_pick(part, origin, taken, bits) if isinstance(part, Slot) else part for part in combination)


def _origin(combination: tuple[Pick | Slot, ...], entropy: str) -> str:
    settled = (override for part in combination if not isinstance(part, Slot) for override in part)
    places = (f"{part.argument.key}#{part.place}" for part in combination if isinstance(part, Slot))
    return "\0".join((entropy, digest(settled), *sorted(places)))


def _pick(slot: Slot, origin: str, taken: set[int], bits: int) -> Pick:
    seed = _fresh_seed(f"{origin}\0{slot.argument.key}", taken, bits)
    taken.add(seed)
    key = slot.argument.key
    return (Override(f"{key}={seed}", key, seed, slot.argument.source),)


def _fresh_seed(origin: str, taken: set[int], bits: int) -> int:
    attempt = 0
    while (seed := _number(f"{origin}\0{attempt}", bits)) in taken:
        attempt += 1
    return seed


def _number(text: str, bits: int) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogateescape"), digest_size=8).digest(), "big") % (1 << bits)
