"""Products that a sweep would have twice: by one argument, or from two variants."""

from __future__ import annotations

from functools import cache
from itertools import chain, product
from math import prod
from typing import TYPE_CHECKING

from heracles.errors import Faults, UsageError
from heracles.frozen import NamedTuple
from heracles.grammar.values import RandomSeeds, Zip
from heracles.sweep.combining import combinations
from heracles.sweep.exclusion import Forbidden
from heracles.sweep.identity import canonical_order
from heracles.sweep.pools import pool
from heracles.sweep.sharing import canonical_keys, is_comparable, pairs_that_may_meet, settled
from heracles.sweep.values import keys_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from heracles.errors import Place
    from heracles.grammar.values import Argument, Override
    from heracles.sweep.pools import Settled
    from heracles.sweep.values import Exclusion, Pick, Sweep


def refuse_duplicates(sweep: Sweep) -> None:
    """Raises a UsageError where two products have the same overrides, random seeds apart; it names where both are from.

    Two products are the same if their ids would be. What is excluded is no duplicate.
    """
    faults = Faults()
    forbidden = cache(lambda variant: Forbidden.of(sweep.variants[variant], sweep.exclude))
    for argument in sweep.arguments:
        if not isinstance(argument, RandomSeeds) and is_comparable(argument):
            _refuse_repeated_options(argument, sweep, forbidden, faults)
    for first, second in pairs_that_may_meet(sweep.variants):
        with faults.collected():
            _refuse_common_product(sweep.variants[first], sweep.variants[second], sweep.exclude)
    faults.raise_any()


def _refuse_repeated_options(
    argument: Settled, sweep: Sweep, forbidden: Callable[[int], Forbidden], faults: Faults
) -> None:
    firsts: dict[str, int] = {}
    refused: set[str] = set()
    for option, pick in enumerate(pool(argument)):
        text = _text(pick)
        first = firsts.setdefault(text, option)
        if first != option and text not in refused and _is_left(argument, option, sweep, forbidden):
            refused.add(text)
            here, there = pick[0].source, pool(argument).at(first)[0].source
            faults.add(f"{text} is given twice{_and_there(here, there)}", here, "keep one of the two")


def _and_there(here: Place, there: Place) -> str:
    return "" if here.label == there.label else f": here and in {there.label}"


def _text(pick: Pick) -> str:
    return " ".join([override.text for override in pick])


def _is_left(argument: Argument, option: int, sweep: Sweep, forbidden: Callable[[int], Forbidden]) -> bool:
    """Whether any product has this option; ``forbidden`` says what the exclusions forbid in the variant of a number."""
    return any(
        forbidden(number).allows(place, option)
        for number, variant in enumerate(sweep.variants)
        for place, one in enumerate(variant)
        if one is argument
    )


class _Group(NamedTuple):
    """Arguments of two variants that set the same keys together; ``places`` are those of the keys in the products."""

    first: tuple[Settled, ...]
    second: tuple[Settled, ...]
    places: tuple[int, ...]


def _refuse_common_product(
    first: Sequence[Argument], second: Sequence[Argument], exclude: tuple[Exclusion, ...]
) -> None:
    common = _common(first, second)
    picks = next(combinations(common, exclude, pool), None) if common is not None else None
    if picks is not None:
        overrides = {override.key: override for override in chain.from_iterable(picks)}
        words = " ".join([overrides[key].text for argument in settled(second) for key in keys_of(argument)])
        here, there = _own_place(second, first, overrides), _own_place(first, second, overrides)
        and_there = _and_there(here, there) if here and there else ""
        raise UsageError(f"two variants have the product {words}{and_there}", here, "take it out of one of them")


def _own_place(variant: Sequence[Argument], other: Sequence[Argument], chosen: Mapping[str, Override]) -> Place | None:
    """Where a variant says what is its own: its last override of the product that the other variant does not share."""
    own = [argument for argument in settled(variant) if not any(argument is one for one in other)] or settled(variant)
    overrides = chain.from_iterable(chain.from_iterable(map(pool, own[-1:])))
    return next((override.source for override in overrides if override.text == chosen[override.key].text), None)


def _common(first: Sequence[Argument], second: Sequence[Argument]) -> tuple[Argument, ...] | None:
    """A variant whose products are those that both have, but for random seeds; None if they have none in common."""
    if canonical_keys(first) != canonical_keys(second):
        return None
    common: list[Argument] = []
    for group in sorted(_groups(first, second), key=_size):
        argument = _meeting(group)
        if argument is None or not _options(argument):
            return None
        common.append(argument)
    return tuple(common)


def _groups(first: Sequence[Argument], second: Sequence[Argument]) -> list[_Group]:
    groups = [_Group((argument,), (), places) for argument, places in _placed(first)]
    for argument, places in _placed(second):
        met = [group for group in groups if not set(places).isdisjoint(group.places)]
        merged = _Group(
            tuple(chain.from_iterable(group.first for group in met)),
            (*chain.from_iterable(group.second for group in met), argument),
            tuple(chain.from_iterable(group.places for group in met)),
        )
        groups = [*(group for group in groups if group not in met), merged]
    return groups


def _placed(variant: Sequence[Argument]) -> Iterator[tuple[Settled, tuple[int, ...]]]:
    """The arguments of a variant with the places that their keys have in the order of a product's identity."""
    arguments = settled(variant)
    order = canonical_order(tuple(chain.from_iterable(map(keys_of, arguments))))
    places = iter([order.index(place) for place in range(len(order))])
    return ((argument, tuple(next(places) for _ in keys_of(argument))) for argument in arguments)


def _options(argument: Argument) -> Sequence[object]:
    return () if isinstance(argument, RandomSeeds) else pool(argument).options


def _size(group: _Group) -> int:
    return sum(map(len, map(_options, (*group.first, *group.second))))


def _meeting(group: _Group) -> Settled | None:
    """One argument with what the arguments of both variants can give to these keys; None if that is not looked at."""
    if len(group.first) == len(group.second) == 1 and group.first[0] is group.second[0]:
        return group.first[0]
    if not all(map(is_comparable, (*group.first, *group.second))):
        return None
    fewer, more = sorted((group.first, group.second), key=_combinations)
    keys = tuple(chain.from_iterable(map(keys_of, fewer)))
    wanted = [
        ([keys.index(key) for key in keys_of(argument)], {tuple(each.text for each in pick) for pick in pool(argument)})
        for argument in more
    ]
    rows = (tuple(chain.from_iterable(picks)) for picks in product(*map(pool, fewer)))
    met = tuple(row for row in rows if all(tuple(row[at].text for at in places) in texts for places, texts in wanted))
    return Zip("", keys, met, fewer[0].source)


def _combinations(arguments: Sequence[Settled]) -> int:
    return prod(len(pool(argument)) for argument in arguments)
