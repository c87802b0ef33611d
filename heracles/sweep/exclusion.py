"""Which products are left out: streamed in blocks of what is left, counted and ranked without listing."""

from __future__ import annotations

from itertools import groupby, islice
from math import prod
from operator import itemgetter
from typing import TYPE_CHECKING

from heracles.frozen import NamedTuple
from heracles.grammar.values import RandomSeeds
from heracles.sweep.pools import Pool, length, pool
from heracles.sweep.values import keys_of, place_of_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from heracles.grammar.values import Argument, Override
    from heracles.sweep.pools import Parts
    from heracles.sweep.values import Condition, Exclusion, Product, Sweep

    _Asked = Sequence[tuple[int, Condition]]
    """Conditions on one argument, each with the place of its key among those that the argument sets."""
    Box = tuple[Parts, ...]
    """A block of products: all combinations of these parts."""


def excluded(sweep: Sweep, product: Product) -> bool:
    """Whether an exclusion of the sweep leaves out the product."""
    return any(all(condition.holds(product) for condition in one.conditions) for one in sweep.exclude)


class Matches(NamedTuple):
    """Which exclusions the options of one argument match, as bits; ``others`` are those of the options not listed."""

    length: int
    listed: Mapping[int, int]
    others: int

    def of(self, option: int) -> int:
        return self.listed.get(option, self.others)

    def occurring(self) -> Iterator[int]:
        """What is matched by at least one option."""
        yield from self.listed.values()
        if len(self.listed) < self.length:
            yield self.others

    def runs(self) -> Iterator[tuple[int, int, int]]:
        """Where a run of options begins and ends that match the same, and what."""
        behind = 0
        for option, matched in self.listed.items():
            if behind < option:
                yield behind, option, self.others
            yield option, option + 1, matched
            behind = option + 1
        if behind < self.length:
            yield behind, self.length, self.others


class Forbidden:
    """What the exclusions forbid in one variant: options, one of each argument, that all match one exclusion.

    An exclusion is a bit. As a prefix of a product grows, those that its options do not match drop out; what is left
    is the prefix's ``open`` exclusions. Where none is open, whatever follows is allowed.
    """

    def __init__(self, arguments: Sequence[Matches], open_: int) -> None:
        self.arguments = arguments
        self.open = open_
        self._left: dict[tuple[int, int], int] = {}

    @classmethod
    def of(cls, variant: Sequence[Argument], exclude: Iterable[Exclusion]) -> Forbidden:
        found = [_by_argument(variant, exclusion) for exclusion in exclude]
        asked = [by_argument for by_argument in found if by_argument is not None]
        every = (1 << len(asked)) - 1
        return cls([_matches(argument, place, asked, every) for place, argument in enumerate(variant)], every)

    def leaves_out_any(self) -> bool:
        """Whether there is a product that is left out."""
        return bool(self.open) and self.number_left() < prod(one.length for one in self.arguments)

    def asks_for(self, place: int) -> bool:
        """Whether any exclusion asks for the argument at this place."""
        return any(matched != self.open for matched in self.arguments[place].occurring())

    def only(self, place: int, option: int) -> Forbidden:
        """The same where the argument at this place has no option but this."""
        alone = Matches(1, {}, self.arguments[place].of(option))
        return Forbidden([*self.arguments[:place], alone, *self.arguments[place + 1 :]], self.open)

    def allows(self, place: int, option: int) -> bool:
        """Whether products with this option are left."""
        return self.only(place, option).number_left() > 0

    def number_left(self, place: int = 0, open_: int | None = None) -> int:
        """How many combinations of the arguments from ``place`` on are allowed behind a prefix with these open."""
        open_ = self.open if open_ is None else open_
        if not open_:
            return prod(one.length for one in self.arguments[place:])
        if place == len(self.arguments):
            return 0
        if (place, open_) not in self._left:
            runs = self.arguments[place].runs()
            number = sum((end - start) * self.number_left(place + 1, open_ & matched) for start, end, matched in runs)
            self._left[place, open_] = number
        return self._left[place, open_]

    def rank(self, options: Sequence[int]) -> int:
        """How many products of the variant are left before the one of these options."""
        number, open_ = 0, self.open
        for place, option in enumerate(options):
            argument = self.arguments[place]
            for start, end, matched in argument.runs():
                number += max(0, min(end, option) - start) * self.number_left(place + 1, open_ & matched)
            open_ &= argument.of(option)
        return number


def _by_argument(variant: Sequence[Argument], exclusion: Exclusion) -> Mapping[int, _Asked] | None:
    """What an exclusion asks of each argument, by the argument's place.

    None where the variant does not have all of its keys: nothing of it can match then.
    """
    columns = [(place, column) for place, argument in enumerate(variant) for column in range(len(keys_of(argument)))]
    keys = [key for argument in variant for key in keys_of(argument)]
    found: dict[int, list[tuple[int, Condition]]] = {}
    for condition in exclusion.conditions:
        at = place_of_key(condition.key, keys)
        if at is None or isinstance(variant[columns[at][0]], RandomSeeds):
            return None
        place, column = columns[at]
        found.setdefault(place, []).append((column, condition))
    return found


def _matches(argument: Argument, place: int, asked: Sequence[Mapping[int, _Asked]], every: int) -> Matches:
    here = {1 << bit: conditions[place] for bit, conditions in enumerate(asked) if place in conditions}
    others = every & ~sum(here)
    if not here or isinstance(argument, RandomSeeds):
        return Matches(length(argument), {}, others)
    matched = (others | _matched(row, here) for row in pool(argument))
    return Matches(length(argument), {option: bits for option, bits in enumerate(matched) if bits != others}, others)


def _matched(row: Sequence[Override], conditions: Mapping[int, _Asked]) -> int:
    return sum(bit for bit, asked in conditions.items() if all(one.allows(row[key].value) for key, one in asked))


def boxes(pools: Sequence[Parts], forbidden: Forbidden) -> Iterator[Box]:
    """The products that are left, in their order, in blocks as large as can be."""
    return _Boxes(pools, forbidden).behind(0, forbidden.open)


class _Boxes:
    def __init__(self, pools: Sequence[Parts], forbidden: Forbidden) -> None:
        self._pools = tuple(pools)
        self._forbidden = forbidden
        self._choices: dict[tuple[int, int], list[tuple[Parts, int]]] = {}
        self._few: dict[tuple[int, int], list[Box]] = {}

    def behind(self, place: int, open_: int) -> Iterator[Box]:
        """The boxes of the arguments from ``place`` on, behind a prefix with these exclusions open."""
        if not open_:
            yield self._pools[place:]
        elif place < len(self._pools):
            for parts, left in self._allowed(place, open_):
                few = self._first_two(place + 1, left)
                if len(few) == 1:
                    yield (parts, *few[0])
                    continue
                for part in parts:
                    for box in self.behind(place + 1, left):
                        yield ((part,), *box)

    def _first_two(self, place: int, open_: int) -> list[Box]:
        if (place, open_) not in self._few:
            self._few[place, open_] = list(islice(self.behind(place, open_), 2))
        return self._few[place, open_]

    def _allowed(self, place: int, open_: int) -> list[tuple[Parts, int]]:
        """The parts of one argument behind which something is left, next to each other where the same is open."""
        if (place, open_) not in self._choices:
            self._choices[place, open_] = list(self._runs(place, open_))
        return self._choices[place, open_]

    def _runs(self, place: int, open_: int) -> Iterator[tuple[Parts, int]]:
        runs = ((start, end, open_ & matched) for start, end, matched in self._forbidden.arguments[place].runs())
        allowed = (run for run in runs if self._forbidden.number_left(place + 1, run[2]))
        parts = self._pools[place]
        if isinstance(parts, Pool):
            return ((parts.between(start, end), left) for start, end, left in allowed)
        alike = groupby(allowed, key=itemgetter(2))
        return ((tuple(part for start, end, _ in group for part in parts[start:end]), left) for left, group in alike)
