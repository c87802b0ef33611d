"""The values of one key over all products, as short texts."""

from __future__ import annotations

from itertools import chain
from math import gcd
from operator import itemgetter

from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from heracles.status.seen import Seen

ABSENT, EMPTY = "-", "''"
PLAIN = frozenset((str, int, float))
"""Kinds of which equal values are one value."""
LARGE, COARSE = 2**20, 100
"""Random seeds are large, most of them, and have no large divisor in common, as steps by the thousand have."""


class Column(NamedTuple):
    """Which of its values a key has in each product; ``labels`` are in the order in which they first occur."""

    key: str
    places: list[int]
    labels: list[str]

    def settles(self, other: Column) -> bool:
        """Whether all products that are alike in this key are alike in the other one."""
        found: dict[int, int] = {}
        return all(found.setdefault(mine, its) == its for mine, its in zip(self.places, other.places))


def columns(products: Sequence[Seen]) -> Iterator[Column]:
    """A column for each key that any of the products has, in the order in which they first occur."""
    values = [product.values for product in products]
    return (_column(key, _of_key(key, values)) for key in dict.fromkeys(chain.from_iterable(values)))


def _of_key(key: str, values: Sequence[dict[str, Any]]) -> list[Any]:
    try:
        return [*map(itemgetter(key), values)]
    except KeyError:
        return [each.get(key, _Absent) for each in values]


def _column(key: str, values: Sequence[Any]) -> Column:
    if len(kinds := set(map(type, values))) == 1 and kinds <= PLAIN:
        return _of_one_kind(key, values)
    known: dict[tuple[bool, str], int] = {}
    places = [known.setdefault((isinstance(value, str), text(value)), len(known)) for value in values]
    return Column(key, places, _labels(known))


def _of_one_kind(key: str, values: Sequence[Any]) -> Column:
    """The same with each value looked at but once, for ten thousand products."""
    labels = {value: text(value) or EMPTY for value in dict.fromkeys(values)}
    places = {label: place for place, label in enumerate(dict.fromkeys(labels.values()))}  # one nan is no other nan
    place_of = {value: places[label] for value, label in labels.items()}
    return Column(key, [*map(place_of.__getitem__, values)], [*places])


def _labels(known: Iterable[tuple[bool, str]]) -> list[str]:
    shown = [label or EMPTY for _, label in known]
    if len(set(shown)) == len(shown):
        return shown
    return [repr(label) if is_text else label for is_text, label in known]  # the text "1" beside the number 1


class _Absent:
    """Stands for the value of a key that a product does not have."""


def text(value: Any) -> str:
    """A value much as it is written in an override."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    if isinstance(value, list):
        return f"[{','.join(map(text, value))}]"
    if isinstance(value, dict):
        return "{" + ",".join(f"{text(key)}:{text(item)}" for key, item in value.items()) + "}"
    return ABSENT if value is _Absent else str(value)


def is_seed(column: Column, products: Sequence[Seen]) -> bool:
    """Whether the values are whole numbers, each product has its own, and they look random or are called seeds."""
    if len(column.labels) < len(products):
        return False
    values = [value for product in products if type(value := product.values.get(column.key)) is int]
    if len(values) < len(products):
        return False
    return "seed" in column.key.rpartition(".")[2] or (max(values) >= LARGE and gcd(*values) < COARSE)


def is_by_id(column: Column, products: Sequence[Seen]) -> bool:
    """Whether the values differ by nothing but the ids and launches of their products: ``runs/${heracles:id}``."""
    first = _without_names(column, products[0])
    if first == text(products[0].values.get(column.key)):
        return False
    return all(_without_names(column, product) == first for product in products)


def _without_names(column: Column, product: Seen) -> str:
    value = text(product.values.get(column.key))
    for name in filter(None, (product.id, product.launch)):
        value = value.replace(name, "")
    return value


def is_by_index(column: Column, products: Sequence[Seen]) -> bool:
    """Whether the values differ by nothing but the indices of their products: ``runs/${heracles:index}``."""
    first = products[0]
    return any(
        all(text(each.values.get(column.key)) == f"{before}{each.index}{behind}" for each in products)
        for before, behind in _frames(text(first.values.get(column.key)), str(first.index))
    )


def _frames(value: str, index: str) -> Iterator[tuple[str, str]]:
    """What is before and behind each place at which an index may stand."""
    at = value.find(index)
    while at != -1:
        yield value[:at], value[at + len(index) :]
        at = value.find(index, at + 1)
