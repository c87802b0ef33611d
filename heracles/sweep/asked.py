"""What exclusions ask of one argument: which of them each of its options matches, as bits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heracles.frozen import NamedTuple
from heracles.grammar.values import RandomSeeds
from heracles.sweep.pools import length, pool
from heracles.sweep.values import keys_of, place_of_key, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from heracles.grammar.values import Argument, Override, Value
    from heracles.sweep.values import Condition, Exclusion

    Asked = Sequence[tuple[int, Condition]]
    """Conditions on one argument, each with the place of its key among those that the argument sets."""


class Matches(NamedTuple):
    """Which exclusions the options of one argument match.

    ``others`` are those of the options that are not ``listed``; ``differing`` are the listed options that differ from
    these in a bit.
    """

    length: int
    listed: Mapping[int, int]
    others: int
    differing: Mapping[int, Sequence[int]]

    def of(self, option: int) -> int:
        return self.listed.get(option, self.others)

    def occurring(self) -> Iterator[int]:
        """What is matched by at least one option."""
        yield from self.listed.values()
        if len(self.listed) < self.length:
            yield self.others

    def runs(self, open_: int) -> Iterator[tuple[int, int, int]]:
        """Where a run of options begins and ends that match the same of the open exclusions, and what."""
        behind = 0
        for option in sorted(set().union(*[self.differing.get(bit, ()) for bit in _bits(open_)])):
            if behind < option:
                yield behind, option, self.others & open_
            yield option, option + 1, self.listed[option] & open_
            behind = option + 1
        if behind < self.length:
            yield behind, self.length, self.others & open_


def alone(matched: int) -> Matches:
    """An argument with one option."""
    return Matches(1, {}, matched, {})


def asked_of(variant: Sequence[Argument], exclude: Iterable[Exclusion]) -> tuple[Sequence[Mapping[int, Asked]], int]:
    """What exclusions ask of each argument of a variant, by their bits, which are in their order.

    Also the bits of all that ask anything: not those for which the variant does not have all of the keys.
    """
    columns = [(place, column) for place, argument in enumerate(variant) for column in range(len(keys_of(argument)))]
    keys = [key for argument in variant for key in keys_of(argument)]
    found: list[dict[int, list[tuple[int, Condition]]]] = [{} for _ in variant]
    every = 0
    for number, exclusion in enumerate(exclude):
        places = [place_of_key(condition.key, keys) for condition in exclusion.conditions]
        met = [columns[place] for place in places if place is not None]
        if len(met) == len(places) and not any(isinstance(variant[place], RandomSeeds) for place, _ in met):
            every |= 1 << number
            for (place, column), condition in zip(met, exclusion.conditions):
                found[place].setdefault(1 << number, []).append((column, condition))
    return found, every


def met_in(variant: Sequence[Argument], exclude: Iterable[Exclusion]) -> int:
    """The bits of the exclusions that some product matches."""
    asked, met = asked_of(variant, exclude)
    for argument, here in zip(variant, asked):
        matched = matches(argument, here, met).differing
        met &= ~sum(bit for bit in here if bit not in matched)
    return met


def matches(argument: Argument, asked: Mapping[int, Asked], every: int) -> Matches:
    """Which of ``every`` exclusion the options match; ``asked`` is what some ask of the argument, by their bits."""
    asked = {bit: conditions for bit, conditions in asked.items() if bit & every}
    others = every & ~sum(asked)
    if not asked or isinstance(argument, RandomSeeds):
        return Matches(length(argument), {}, others, {})
    columns = _columns(asked, every)
    matched = (_matched(row, columns, every) for row in pool(argument))
    listed = {option: bits for option, bits in enumerate(matched) if bits != others}
    return Matches(length(argument), listed, others, _differing(listed, others))


def _differing(listed: Mapping[int, int], others: int) -> Mapping[int, Sequence[int]]:
    found: dict[int, list[int]] = {}
    for option, matched in listed.items():
        for bit in _bits(matched ^ others):
            found.setdefault(bit, []).append(option)
    return found


class _Column(NamedTuple):
    """Conditions on one key of an argument: by the values that they allow, and which exclusions have none."""

    place: int
    allowed: _Allowed
    free: int


def _columns(asked: Mapping[int, Asked], every: int) -> Sequence[_Column]:
    """An exclusion has one condition in a column; where it asks twice for a key, there are two columns of that key."""
    found: dict[tuple[int, int], dict[int, Condition]] = {}
    for bit, conditions in asked.items():
        for number, (place, condition) in enumerate(conditions):
            found.setdefault((place, number), {})[bit] = condition
    return [_Column(place, _Allowed(by_bit), every & ~sum(by_bit)) for (place, _), by_bit in found.items()]


def _matched(row: Sequence[Override], columns: Iterable[_Column], every: int) -> int:
    for column in columns:
        every &= column.free | column.allowed.bits(row[column.place].value)
    return every


class _Allowed:
    """Which exclusions allow a value, found without looking at each of them."""

    def __init__(self, conditions: Mapping[int, Condition]) -> None:
        self._alike: dict[object, list[tuple[Value, int]]] = {}
        for bit, condition in conditions.items():
            for value in condition.values:
                self._alike.setdefault(_kind(value), []).append((value, bit))

    def bits(self, value: Value) -> int:
        found = 0
        for allowed, bit in self._alike.get(_kind(value), ()):
            if same(value, allowed):
                found |= bit
        return found


def _kind(value: Value) -> object:
    """Something hashable that values have in common where they are the same."""
    if isinstance(value, (list, dict)):
        return type(value)
    return "nan" if value != value else value  # noqa: PLR0124


def _bits(number: int) -> Iterator[int]:
    while number:
        yield number & -number
        number &= number - 1
