"""Which products are meant: those for which every condition holds, and the first so many of them."""

from __future__ import annotations

from itertools import islice

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from heracles.sweep.values import Condition, Product


def selected(products: Iterable[Product], conditions: Sequence[Condition], limit: int | None) -> Iterator[Product]:
    """Streams the first ``limit`` products for which every condition holds, with the index they have in the sweep."""
    if conditions:
        products = (each for each in products if all(condition.holds(each) for condition in conditions))
    return islice(products, limit)
