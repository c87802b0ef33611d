"""The products of a launch on disk: a line each, streamed in both directions."""

from __future__ import annotations

import json
import os
from itertools import islice

from heracles.frozen import TYPE_CHECKING
from heracles.ledger import encoding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import BinaryIO

    from heracles.ledger.values import Recordable, Recorded

BUFFER = 1 << 20
BLOCK = 1024


def write(path: str, products: Iterable[Recordable]) -> int:
    """Writes the products to a new file, counting their places from 0, and returns their number."""
    place = -1
    with open(path, "x", encoding="ascii", buffering=BUFFER) as file:
        for place, product in enumerate(products):
            file.write(encoding.product_text(place, product) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return place + 1


def read(path: str, first: int, last: int) -> Iterator[Recorded]:
    """The products at the places ``first`` to ``last``; raises a LaunchError where one is missing or damaged."""
    with open(path, "rb") as file:
        if first > 0:
            _seek(file, path, first)
        for start in range(first, last + 1, BLOCK):
            yield from _block(start, _lines(file, min(BLOCK, last + 1 - start)), path)


def _lines(file: BinaryIO, number: int) -> list[bytes]:
    """The next lines; empty ones where there are no more."""
    lines = [*islice(file, number)]
    return lines + [b""] * (number - len(lines))


def _block(first: int, lines: Sequence[bytes], path: str) -> Sequence[Recorded]:
    """The products of some lines, which are read as one: that takes half the time."""
    try:
        products = encoding.products(b",".join(lines).decode("ascii"))
    except encoding.DAMAGED:
        products = ()
    if [product.place for product in products] != list(range(first, first + len(lines))):
        return [_at(place, line, path) for place, line in enumerate(lines, first)]
    return products


def _at(place: int, line: bytes, path: str) -> Recorded:
    try:
        (product,) = encoding.products(line.decode("ascii"))
    except encoding.DAMAGED:
        product = None
    if product is None or product.place != place:
        raise encoding.damage(path, place + 1, line.decode("ascii", "replace"))
    return product


def _seek(file: BinaryIO, path: str, place: int) -> None:
    """Goes to the line of a place by bisection: lines stand in the order of their places."""
    low, high = 0, file.seek(0, os.SEEK_END)
    while low < high:
        middle = (low + high) // 2
        start, found = _next_line(file, path, middle)
        if found is not None and found <= place:
            low = start
        else:
            high = middle
    file.seek(low)


def _next_line(file: BinaryIO, path: str, offset: int) -> tuple[int, int | None]:
    """Where the first line after an offset begins, and its place (None: there is none)."""
    file.seek(offset)
    file.readline()
    start, line = file.tell(), file.readline()
    try:
        return start, int(json.loads(line)["place"]) if line else None
    except encoding.DAMAGED:
        raise encoding.damage(path, None, line.decode("ascii", "replace")) from None
