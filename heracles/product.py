"""A product, as Python code meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from heracles.sweep.filling import filled_product

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from heracles import sweep as sweeps
    from heracles.grammar import Value


class Product(NamedTuple):
    """One point of a sweep, as the application receives it.

    ``index`` is its place in the sweep today, ``id`` (16 hex digits) its identity for ever. ``overrides`` are its
    words, and ``values`` what Hydra reads of them, by key: ``{"env.num_envs": 8}``.
    """

    index: int  # type: ignore[assignment]  # hides tuple.index
    id: str
    overrides: tuple[str, ...]
    values: dict[str, Value]


def public(products: Iterable[sweeps.Product], sweep: str | None) -> Iterator[Product]:
    """The products of the sweep of that name, with what ``${heracles:...}`` stands for as far as it is known."""
    return (Product(*filled_product(product, sweep, None)) for product in products)
