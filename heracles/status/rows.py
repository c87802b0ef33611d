"""Products one by one: a line each, with what varies among them."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.status.axes import find
from heracles.status.seen import cell
from heracles.terminal.values import Item, Listing

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from heracles.reconcile import ProductState
    from heracles.status.seen import Seen


ENDED_BY_SCHEDULER = frozenset(("timeout", "cancelled", "preempted", "node_fail"))


def rows(products: Sequence[Seen]) -> Listing:
    """A line for each product: its index, state, exit code or reason, and the overrides that others do not have."""
    return listing(products, find(products).keys)


def listing(products: Sequence[Seen], keys: Collection[str]) -> Listing:
    """The same with the overrides of these keys; with all where there are none."""
    return Listing(tuple(_item(product, frozenset(keys)) for product in products))


def _item(product: Seen, keys: Collection[str]) -> Item:
    words = tuple(word for word in product.overrides if not keys or word.partition("=")[0].strip() in keys)
    return Item(str(product.index), cell((product.state,)), ending(product.state), words)


def ending(state: ProductState) -> str:
    """How a product ended, or why it waits; the signal by which a scheduler ended it says nothing more."""
    if state.exit_code and (state.exit_code > 0 or state.state not in ENDED_BY_SCHEDULER):
        return f"exit {state.exit_code}" if state.exit_code > 0 else f"signal {-state.exit_code}"
    return "" if state.state in ("completed", "running") else state.reason
