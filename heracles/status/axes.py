"""What varies among products, found from their values."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.status.columns import columns, is_by_id, is_by_index, is_seed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Callable

    from heracles.status.columns import Column
    from heracles.status.seen import Seen


class Axis(NamedTuple):
    """One or several keys that vary together; ``places`` says which of the values each product has.

    A value is as many labels as there are keys.
    """

    keys: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    places: list[int]


class Axes(NamedTuple):
    """The axes in the order of their keys, and the keys of seeds, of which each product has its own."""

    axes: tuple[Axis, ...]
    seeds: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return (*(key for axis in self.axes for key in axis.keys), *self.seeds)


def find(products: Sequence[Seen]) -> Axes:
    """The axes of some products.

    Keys of which one settles the other (a zip, or what a variant sets besides) make one axis. A key that only names
    its product (``out=runs/${heracles:id}``) is no axis, nor are seeds, unless nothing else varies.
    """
    varied = [each for each in columns(products) if len(each.labels) > 1]
    for names_its_product in (is_by_id, is_by_index):
        varied = _but(names_its_product, varied, products)
    others = _but(is_seed, varied, products)
    return Axes(tuple(_together(others)), tuple(each.key for each in varied if each not in others))


def _but(
    is_such: Callable[[Column, Sequence[Seen]], bool], varied: list[Column], products: Sequence[Seen]
) -> list[Column]:
    """The columns without those that are such, unless all are."""
    return [each for each in varied if not is_such(each, products)] or varied


def _together(varied: Sequence[Column]) -> Iterator[Axis]:
    """One axis for each group of columns of which one settles the others."""
    groups: list[list[Column]] = []
    for column in sorted(varied, key=lambda each: -len(each.labels)):
        group = next((group for group in groups if group[0].settles(column)), None)
        if group is None:
            groups.append([column])
        else:
            group.append(column)
    keys = [column.key for column in varied]
    for group in sorted(groups, key=lambda group: min(keys.index(each.key) for each in group)):
        yield _axis(group[0], sorted(group, key=lambda each: keys.index(each.key)))


def _axis(finest: Column, group: Sequence[Column]) -> Axis:
    first = dict(zip(reversed(finest.places), reversed(range(len(finest.places)))))
    examples = (first[place] for place in range(len(finest.labels)))
    values = tuple(tuple(each.labels[each.places[product]] for each in group) for product in examples)
    return Axis(tuple(each.key for each in group), values, finest.places)
