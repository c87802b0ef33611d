"""What was filled into the words of a product when it was launched, filled in anew for another launch of it."""

from __future__ import annotations

from heracles import grammar
from heracles.errors import Place
from heracles.frozen import TYPE_CHECKING
from heracles.sweep.filling import filled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.grammar import Value
    from heracles.ledger import Recorded


def refilled(product: Recorded, sweep: str, launch: str) -> Recorded:
    """The product as that launch launches it: what asked for its launch asks for this one; all else stays."""
    if not product.unfilled:
        return product
    words = filled(product.unfilled, product.id, product.index, sweep, launch)
    changed = (word for word, before in zip(words, product.overrides) if word != before)
    return product._replace(overrides=words, values={**product.values, **dict(_read(changed))})


def _read(words: Iterator[str]) -> Iterator[tuple[str, Value]]:
    """The keys and values that Hydra reads of some words."""
    for argument in grammar.parse((word, Place("", word)) for word in words):
        if isinstance(argument, grammar.Fixed):
            yield argument.key, argument.override.value
