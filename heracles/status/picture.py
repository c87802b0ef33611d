"""What is shown of the products of a sweep: tables, lines, or where there are too many, numbers."""

from __future__ import annotations

from itertools import groupby

from heracles.frozen import TYPE_CHECKING
from heracles.status.axes import find
from heracles.status.columns import columns, text
from heracles.status.rows import listing
from heracles.status.seen import BADNESS, FAILED
from heracles.status.tables import table
from heracles.status.tallies import by_value, tally
from heracles.terminal.values import Heading, Legend, Note

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heracles.status.axes import Axes
    from heracles.status.seen import Seen
    from heracles.terminal.values import Panel

MOST_TABLES, MOST_LINES = 6, 100
"""What somebody reads; beyond that, numbers say more."""

MOST_AXES, MOST_FAILED = 6, 6


def picture(seen: Sequence[Seen]) -> tuple[Panel, ...]:
    """The products of a sweep in the order of their indices; those that are no longer declared stand apart."""
    ordered = sorted(seen, key=lambda product: product.index)
    declared = [product for product in ordered if product.declared]
    others = [product for product in ordered if not product.declared]
    heading = (Heading(f"launched, but no longer declared: {counted(len(others))}"),) if others else ()
    return (*_panels(declared), *heading, *_panels(others), *_legend(seen))


def _legend(seen: Sequence[Seen]) -> Iterator[Panel]:
    signs = tuple(share.sign for share in tally((), (product.state.state for product in seen)).shares)
    if signs:
        yield Legend(signs)


def _panels(products: Sequence[Seen]) -> Iterator[Panel]:
    """Tables where these are not too many; else a line for each product; of many, what they have in common."""
    axes = find(products)
    tables = _tables(products, axes)
    if tables is not None:
        yield from tables
    elif len(products) <= MOST_LINES:
        yield listing(products, axes.keys)
    else:
        yield from _summed_up(products, axes)


def _tables(products: Sequence[Seen], axes: Axes) -> list[Panel] | None:
    """A table for each set of keys, and a list of the products that have theirs alone; None where it gets too much."""
    groups = _by_keys(products)
    several = [group for group in groups if len(group) > 1]
    alone = [product for group in groups if len(group) == 1 for product in group]
    if len(several) > MOST_TABLES or len(alone) > MOST_LINES:
        return None
    tables = [table(group, axes if len(groups) == 1 else find(group), _title(group, products)) for group in several]
    found = [each for each in tables if each is not None]
    if len(found) < len(several) or sum(len(each.rows) for each in found) > MOST_LINES:
        return None
    return [*found, *([listing(alone, axes.keys)] if alone else [])]


def _by_keys(products: Sequence[Seen]) -> list[list[Seen]]:
    groups: dict[frozenset[str], list[Seen]] = {}
    for keys, together in groupby(products, key=lambda product: tuple(product.values)):
        groups.setdefault(frozenset(keys), []).extend(together)
    return [*groups.values()]


def _title(group: Sequence[Seen], products: Sequence[Seen]) -> str:
    """What the products of a group have in common, and others have not."""
    if len(group) == len(products):
        return ""
    ours, all_ = ({each.key: len(each.labels) for each in columns(some)} for some in (group, products))
    common = [key for key, values in ours.items() if values == 1 and all_[key] > 1]
    if common:
        return " ".join(f"{key}={text(group[0].values[key])}" for key in common)
    own = [key for key in ours if any(key not in product.values for product in products)]
    return f"with {', '.join(own)}" if own else f"without {', '.join(key for key in all_ if key not in ours)}"


def _summed_up(products: Sequence[Seen], axes: Axes) -> Iterator[Panel]:
    """How many are in which state for each value of each axis, and some of those that failed."""
    yield from by_value(products, axes.axes[:MOST_AXES])
    if len(axes.axes) > MOST_AXES:
        yield Note(f"also varied: {', '.join(key for axis in axes.axes[MOST_AXES:] for key in axis.keys)}")
    failed = sorted((each for each in products if each.state.state in FAILED), key=_badness)
    if failed:
        number = f"{MOST_FAILED} of the " if len(failed) > MOST_FAILED else ""
        yield Heading(f"{number}{counted(len(failed))} that failed")
        yield listing(failed[:MOST_FAILED], axes.keys)


def _badness(product: Seen) -> int:
    return -BADNESS[product.state.state]


def counted(products: int) -> str:
    return f"{products} {'product' if products == 1 else 'products'}"
