"""Many numbers side by side in one large integer, so that one addition or multiplication is one for each of them."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, islice
from struct import pack, unpack

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.sweep.pools import Pool, every

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heracles.sweep.pools import Parts

WIDTH = 8
"""Bytes of a lane: room for the product of two numbers below ``2**32``."""
AT_ONCE = 1024
"""About so many numbers are worked on together."""


class Lanes(NamedTuple):
    """So many numbers, the first in the lowest bytes of ``lanes``."""

    lanes: int
    number: int

    def apart(self) -> tuple[int, ...]:
        return unpack(f"<{self.number}Q", self.lanes.to_bytes(WIDTH * self.number, "little"))

    def split(self, number: int) -> tuple[Lanes, Lanes]:
        """The first so many, and the others."""
        bits = 8 * WIDTH * number
        return Lanes(self.lanes & (1 << bits) - 1, number), Lanes(self.lanes >> bits, self.number - number)


def together(numbers: Sequence[int]) -> Lanes:
    return Lanes(int.from_bytes(pack(f"<{len(numbers)}Q", *numbers), "little"), len(numbers))


def interleaved(several: Sequence[Lanes]) -> Lanes:
    """The first number of each, then the second of each, and so on."""
    if len(several) == 1:
        return several[0]
    return together(tuple(chain.from_iterable(zip(*[each.apart() for each in several]))))


@lru_cache(maxsize=16)
def alike(number: int, times: int) -> int:
    """The same number in each lane."""
    return int.from_bytes(pack("<Q", number) * times, "little")


def sums(box: Sequence[Parts]) -> Iterator[Lanes]:
    """What the combinations of some numbers add up to, in the order of ``itertools.product``."""
    place, number = _few_last(box)
    last = pack(f"<{number}Q", *map(sum, every(box[place:])))
    first = map(sum, every(box[:place]))
    at_once = max(1, AT_ONCE // max(1, number))
    while some := list(islice(first, at_once)):
        repeated = b"".join([pack("<Q", each) * number for each in some])
        lanes = int.from_bytes(repeated, "little") + int.from_bytes(last * len(some), "little")
        yield Lanes(lanes, number * len(some))


def _few_last(box: Sequence[Parts]) -> tuple[int, int]:
    """From which place on there are few combinations, none of them made as it is asked for, and how many."""
    place, number = len(box), 1
    while place and not isinstance(box[place - 1], Pool) and number * len(box[place - 1]) <= AT_ONCE:
        place -= 1
        number *= len(box[place])
    return place, number
