"""Random numbers, all different, in streams that are found again.

The numbers are dealt out in streams of sixteen, and a stream is told by its own number, so that only streams have to be
remembered to give no number twice. Stream and place in it together are a number, which a permutation of all numbers
makes look like any other.
"""

from __future__ import annotations

from itertools import chain, islice
from struct import pack, unpack

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

PLACE_BITS = 4
PLACES = 1 << PLACE_BITS
"""So many numbers are in a stream."""
AT_ONCE = 512
"""About so many numbers are drawn together."""

LANE = 8
"""Numbers are made side by side in one large integer, so many bytes each: room for their products with a factor."""
ROUNDS = ((16, 0x45D9F3B5), (15, 0x2C1B3C6D), (16, 0x297A2D39))
"""Shifts, and odd factors below 2**31: each step can be undone, so that different numbers stay different."""
STEP = 0x2545F495
"""Congruent to 1 modulo 4, so that ``stream * STEP + STEP`` goes through all streams before it comes back."""


class Numbers:
    """The numbers below ``2**bits`` that one sweep draws."""

    def __init__(self, bits: int) -> None:
        self._bits = bits
        self._last = (1 << bits - PLACE_BITS) - 1
        self._taken: set[int] = set()

    def drawn(self, wanted: Iterable[int], places: int) -> Iterator[int]:
        """The first numbers of each stream that is wanted, so many; where it is taken, of the next that is free."""
        streams = map(self._last.__and__, wanted)
        batches = iter(lambda: list(islice(streams, -(-AT_ONCE // places))), [])
        return chain.from_iterable(self._first(self._free(batch), places) for batch in batches)

    def _first(self, streams: Sequence[int], places: int) -> Sequence[int]:
        apart = pack("<" + f"Q{LANE * (places - 1)}x" * len(streams), *streams)
        each = int.from_bytes(apart, "little") * _repeated(1, places) << PLACE_BITS
        which = int.from_bytes(pack(f"<{places}Q", *range(places)) * len(streams), "little")
        return _mixed(each | which, places * len(streams), self._bits)

    def _free(self, streams: list[int]) -> list[int]:
        different = set(streams)
        if len(different) < len(streams) or not self._taken.isdisjoint(different):
            return [self._next_free(stream) for stream in streams]
        self._taken |= different
        return streams

    def _next_free(self, stream: int) -> int:
        while stream in self._taken:
            stream = stream * STEP + STEP & self._last
        self._taken.add(stream)
        return stream


def in_stream(stream: int, place: int, bits: int) -> int:
    """The number at a place of a stream."""
    return _mixed((stream << PLACE_BITS | place) & (1 << bits) - 1, 1, bits)[0]


def _mixed(numbers: int, lanes: int, bits: int) -> Sequence[int]:
    """Each number replaced by another."""
    mask = _repeated((1 << bits) - 1, lanes)
    for shift, factor in ROUNDS:
        numbers ^= (numbers >> shift) & mask
        numbers = (numbers * factor) & mask
    numbers ^= (numbers >> ROUNDS[0][0]) & mask
    return unpack(f"<{lanes}Q", numbers.to_bytes(LANE * lanes, "little"))


def _repeated(number: int, times: int) -> int:
    return int.from_bytes(pack("<Q", number) * times, "little")
