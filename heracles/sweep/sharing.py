"""Which variants may have a product in common, found without trying every two of them."""

from __future__ import annotations

from itertools import chain, combinations as every_two
from typing import TYPE_CHECKING

from heracles.grammar.values import RandomSeeds
from heracles.sweep.identity import canonical_order
from heracles.sweep.pools import pool
from heracles.sweep.values import keys_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from heracles.grammar.values import Argument
    from heracles.sweep.pools import Settled

COMPARED = 10_000
"""Of more options than these that are computed as they are asked for, which are numbers in a row, none are compared."""
LOOKED_AT = 100_000
"""Of a key to which all variants together give more options than these, none are looked at."""


def pairs_that_may_meet(variants: Sequence[Sequence[Argument]]) -> Sequence[tuple[int, int]]:
    """The numbers of two variants each: they have the same keys, and values in common of the most telling key."""
    of_keys: dict[object, list[int]] = {}
    for number, variant in enumerate(variants):
        of_keys.setdefault(canonical_keys(variant), []).append(number)
    return sorted(chain.from_iterable(_sharing_a_value(numbers, variants) for numbers in of_keys.values()))


def canonical_keys(variant: Sequence[Argument]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The random keys, and the others in the order of a product's identity."""
    random = sorted(argument.key for argument in variant if isinstance(argument, RandomSeeds))
    keys = tuple(chain.from_iterable(map(keys_of, settled(variant))))
    return tuple(random), tuple(keys[place] for place in canonical_order(keys))


def settled(variant: Iterable[Argument]) -> tuple[Settled, ...]:
    return tuple(argument for argument in variant if not isinstance(argument, RandomSeeds))


def is_comparable(argument: Settled) -> bool:
    options = pool(argument).options
    return isinstance(options, tuple) or len(options) <= COMPARED


def _sharing_a_value(numbers: Sequence[int], variants: Sequence[Sequence[Argument]]) -> set[tuple[int, int]]:
    columns: dict[str, dict[int, Settled]] = {}
    for number in numbers:
        for argument in settled(variants[number]):
            for key in keys_of(argument):
                columns.setdefault(key, {})[number] = argument
    shared = [_by_text(key, column) for key, column in columns.items() if _is_telling(column)]
    fewest = min(shared, key=lambda groups: sum(len(group) ** 2 for group in groups), default=[numbers])
    return set(chain.from_iterable(every_two(group, 2) for group in fewest))


def _is_telling(column: Mapping[int, Settled]) -> bool:
    """Whether variants may differ in a key, and it is soon known in what."""
    arguments = column.values()
    few = sum(len(pool(argument)) for argument in arguments) <= LOOKED_AT
    return few and len(set(map(id, arguments))) > 1 and all(map(is_comparable, arguments))


def _by_text(key: str, column: Mapping[int, Settled]) -> Sequence[Sequence[int]]:
    """The variants that have the same override of a key, once for each override that there is."""
    found: dict[str, list[int]] = {}
    for number, argument in column.items():
        for text in {override.text for pick in pool(argument) for override in pick if override.key == key}:
            found.setdefault(text, []).append(number)
    return tuple(found.values())
