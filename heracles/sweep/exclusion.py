"""Which products are left out: streamed in blocks of what is left, counted and ranked without listing."""

from __future__ import annotations

from itertools import chain, groupby, islice
from math import prod
from operator import itemgetter
from typing import TYPE_CHECKING

from heracles.sweep.asked import alone, asked_of, matches
from heracles.sweep.pools import Pool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from heracles.grammar.values import Argument
    from heracles.sweep.asked import Matches
    from heracles.sweep.pools import Box, Parts
    from heracles.sweep.values import Exclusion, Product, Sweep


def excluded(sweep: Sweep, product: Product) -> bool:
    """Whether an exclusion of the sweep leaves out the product."""
    return any(all(condition.holds(product) for condition in one.conditions) for one in sweep.exclude)


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
        asked, every = asked_of(variant, exclude)
        return cls([matches(argument, here, every) for argument, here in zip(variant, asked)], every)

    def asks_for(self, place: int) -> bool:
        """Whether any exclusion asks for the argument at this place."""
        return any(matched != self.open for matched in self.arguments[place].occurring())

    def only(self, place: int, option: int) -> Forbidden:
        """The same where the argument at this place has no option but this."""
        only = alone(self.arguments[place].of(option))
        return Forbidden([*self.arguments[:place], only, *self.arguments[place + 1 :]], self.open)

    def allows(self, place: int, option: int) -> bool:
        """Whether products with this option are left."""
        return self.only(place, option).number_left() > 0

    def allows_all(self, options: Sequence[int]) -> bool:
        """Whether the product with these options is left."""
        open_ = self.open
        for argument, option in zip(self.arguments, options):
            open_ &= argument.of(option)
        return not open_

    def number_left(self, place: int = 0, open_: int | None = None) -> int:
        """How many combinations of the arguments from ``place`` on are allowed behind a prefix with these open."""
        open_ = self.open if open_ is None else open_
        if not open_:
            return prod(one.length for one in self.arguments[place:])
        if place == len(self.arguments):
            return 0
        if (place, open_) not in self._left:
            runs = self.arguments[place].runs(open_)
            number = sum((end - start) * self.number_left(place + 1, left) for start, end, left in runs)
            self._left[place, open_] = number
        return self._left[place, open_]

    def rank(self, options: Sequence[int]) -> int:
        """How many products of the variant are left before the one of these options."""
        number, open_ = 0, self.open
        for place, option in enumerate(options):
            argument = self.arguments[place]
            for start, end, left in argument.runs(open_):
                number += max(0, min(end, option) - start) * self.number_left(place + 1, left)
            open_ &= argument.of(option)
        return number


def left_in(pools: Sequence[Parts], forbidden: Forbidden) -> Iterator[Box]:
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
        runs = self._forbidden.arguments[place].runs(open_)
        allowed = (run for run in runs if self._forbidden.number_left(place + 1, run[2]))
        parts = self._pools[place]
        if isinstance(parts, Pool):
            return ((parts.between(start, end), left) for start, end, left in allowed)
        alike = groupby(allowed, key=itemgetter(2))
        return ((_joined(parts, group), left) for left, group in alike)


def _joined(parts: Sequence[Any], runs: Iterable[tuple[int, int, int]]) -> tuple[Any, ...]:
    return tuple(chain.from_iterable(parts[start:end] for start, end, _ in runs))
