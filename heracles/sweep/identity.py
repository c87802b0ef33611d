"""The identity of a product: what run directories, results and the ledger hang on."""

from __future__ import annotations

from hashlib import blake2b

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heracles.grammar.values import Override

ID_BYTES = 8


def digest(overrides: Iterable[Override]) -> str:
    """16 hex digits of the overrides' text, sorted by the first segment of their keys and else in their order."""
    words = (override.text for override in sorted(overrides, key=_first_segment))
    text = "\0".join(words)
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=ID_BYTES).hexdigest()


def _first_segment(override: Override) -> str:
    key = override.key.lstrip("+~")
    for separator in "@/.":
        key = key.partition(separator)[0]
    return key
