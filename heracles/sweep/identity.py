"""The identity of a product: what run directories, results and the ledger hang on."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heracles.grammar.values import Override

ID_BYTES = 8


def digest(overrides: Iterable[Override]) -> str:
    """16 hex digits of the overrides' text, sorted by the first segment of their keys and else in their order."""
    overrides = tuple(overrides)
    order = canonical_order(tuple([override.key for override in overrides]))
    text = "\0".join([overrides[place].text for place in order])
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=ID_BYTES).hexdigest()


@lru_cache
def canonical_order(keys: tuple[str, ...]) -> tuple[int, ...]:
    """The places of the keys, sorted by their first segments: the same for all products of a sweep."""
    return tuple(sorted(range(len(keys)), key=lambda place: _first_segment(keys[place])))


def _first_segment(key: str) -> str:
    key = key.lstrip("+~")
    for separator in "@/.":
        key = key.partition(separator)[0]
    return key
