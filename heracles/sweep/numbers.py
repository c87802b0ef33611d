"""Random numbers, all different, at fixed places of streams that grow from texts.

A stream hands out numbers in blocks of sixteen. A hash says which of all blocks are a stream's, and only these have to
be remembered to give no number twice; the later of two streams that want the same block moves on to its next. A number
is that of its block and its place there, mixed by a permutation of all numbers, so that it looks like any other.
"""

from __future__ import annotations

from hashlib import blake2b
from itertools import chain
from struct import Struct, unpack

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BLOCK_BITS = 4
IN_BLOCK = 1 << BLOCK_BITS
IN_HASH = 16
"""So many blocks are told by one hash, 32 bits each."""

LANE = Struct("<Q")
"""Numbers are mixed side by side in one large integer, each in a lane that has room for its product with a factor."""
ROUNDS = ((16, 0x45D9F3B5), (15, 0x2C1B3C6D), (16, 0x297A2D39))
"""Shifts, and odd factors below 2**31: each step can be undone, so that different numbers stay different."""


class Numbers:
    """The numbers below ``2**bits`` that one sweep draws."""

    def __init__(self, entropy: str, bits: int) -> None:
        self._entropy = entropy
        self._bits = bits
        self._taken: set[int] = set()
        self._kept: dict[bytes, int] = {}
        self._given: set[int] = set()

    def origin(self, *texts: str) -> bytes:
        """What a stream of numbers grows from."""
        return "\0".join((self._entropy, *texts)).encode("utf-8", "surrogateescape")

    def first(self, origins: Sequence[bytes], count: int) -> Iterable[int]:
        """The first ``count`` numbers of each stream, which is asked for nothing else."""
        per_stream = -(-count // IN_BLOCK)
        numbers = self._mixed(self._blocks(origins, per_stream), min(count, IN_BLOCK))
        step = len(numbers) // max(1, len(origins))
        if step == count:
            return numbers
        return chain.from_iterable(numbers[start : start + count] for start in range(0, len(numbers), step))

    def one(self, origin: bytes, place: int) -> int:
        """The number at one place of a stream; of a stream that is asked again for a place, another one."""
        number, place_in_block = divmod(place, IN_BLOCK)
        while (found := self._permuted(self._block(origin, number) << BLOCK_BITS | place_in_block)) in self._given:
            origin += b"\0"
        self._given.add(found)
        return found

    def _blocks(self, origins: Sequence[bytes], per_stream: int) -> Sequence[int]:
        blocks = self._wanted(origins, per_stream)
        if self._taken.isdisjoint(blocks):
            before = len(self._taken)
            self._taken.update(blocks)
            if len(self._taken) == before + len(blocks):
                return blocks
            self._taken.difference_update(blocks)
        owners = ((origin, number) for origin in origins for number in range(per_stream))
        return [self._free(block, *owner) for block, owner in zip(blocks, owners)]

    def _wanted(self, origins: Iterable[bytes], per_stream: int) -> list[int]:
        """The first blocks of each stream, as if none were taken."""
        ends = [b"\0%d" % number for number in range(-(-per_stream // IN_HASH))]
        size = 4 * per_stream
        hashes = b"".join([b"".join([blake2b(origin + end).digest() for end in ends])[:size] for origin in origins])
        mask = (1 << self._bits - BLOCK_BITS) - 1
        return [block & mask for block in unpack(f"<{len(hashes) // 4}I", hashes)]

    def _free(self, block: int, origin: bytes, number: int) -> int:
        """Takes a block, or the next one that is free."""
        attempt = 0
        while block in self._taken:
            attempt += 1
            (block,) = self._wanted([origin + b"\0%d\0%d" % (number, attempt)], 1)
        self._taken.add(block)
        return block

    def _block(self, origin: bytes, number: int) -> int:
        """One block of a stream that is asked for one number at a time."""
        hash_ = blake2b(origin + b"\0%d" % (number // IN_HASH)).digest()
        owner = hash_[:16] + b"%d" % (number % IN_HASH)
        if owner not in self._kept:
            at = number % IN_HASH * 4
            block = int.from_bytes(hash_[at : at + 4], "little") & ((1 << self._bits - BLOCK_BITS) - 1)
            self._kept[owner] = self._free(block, origin, number)
        return self._kept[owner]

    def _mixed(self, blocks: Sequence[int], lanes: int) -> tuple[int, ...]:
        """The first numbers of each block, so many of each."""
        starts = b"".join([LANE.pack(block << BLOCK_BITS) * lanes for block in blocks])
        places = b"".join(map(LANE.pack, range(lanes))) * len(blocks)
        numbers = int.from_bytes(starts, "little") | int.from_bytes(places, "little")
        mixed = self._permuted(numbers, lanes * len(blocks))
        return unpack(f"<{lanes * len(blocks)}Q", mixed.to_bytes(len(starts), "little"))

    def _permuted(self, numbers: int, lanes: int = 1) -> int:
        """Each number replaced by another, in all lanes at once."""
        mask = int.from_bytes(LANE.pack((1 << self._bits) - 1) * lanes, "little")
        for shift, factor in ROUNDS:
            numbers ^= (numbers >> shift) & mask
            numbers = (numbers * factor) & mask
        return numbers ^ (numbers >> ROUNDS[0][0]) & mask
