"""A few products in which everything that a sweep varies occurs: what is tried before all of it is launched."""

from __future__ import annotations

from collections import Counter
from itertools import chain, product
from math import prod
from typing import TYPE_CHECKING

from heracles.frozen import NamedTuple
from heracles.grammar.values import RandomSeeds
from heracles.sweep.exclusion import Forbidden
from heracles.sweep.matching import matched
from heracles.sweep.pools import length
from heracles.sweep.seeds import picks
from heracles.sweep.smallest import fewer
from heracles.sweep.values import Product

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from heracles.grammar.values import Argument
    from heracles.sweep.values import Sweep

    _Covered = tuple[int, int]
    """The number of a topic, and one of its options."""


FEW = 500
"""Of a sweep with more combinations than these, a smaller choice is not looked for."""


def covering(sweep: Sweep) -> tuple[tuple[Product, ...], ...]:
    """A few products of each variant, in which together every option of every argument occurs: each value, each row.

    There are as many as the longest axis has values, or more where exclusions are in the way: as few as can be in a
    small sweep, if that is soon found, else few more. What variants share is spread over all of them. What occurs in
    excluded products only is left out, and one random seed stands for all.
    The products have the index that they have in the sweep, and its seed, unless that one collided and moved on.
    """
    left = [Forbidden.of(variant, sweep.exclude) for variant in sweep.variants]
    rows = _rows(sweep, left)
    firsts = [sum(one.number_left() for one in left[:number]) for number in range(len(left))]
    return tuple(
        tuple(
            Product(first + forbidden.rank(options), picks(variant, options, sweep.entropy))
            for options in sorted({row.ordered() for row in rows if row.variant == number})
        )
        for number, (variant, forbidden, first) in enumerate(zip(sweep.variants, left, firsts))
    )


def substituted(product: Product, place: int, other: Product) -> Product:
    """The product with the pick at ``place`` of ``other``, a product of the same variant.

    Its index is still that of ``product``; what comes out may be excluded from the sweep.
    """
    return Product(product.index, (*product.picks[:place], other.picks[place], *product.picks[place + 1 :]))


class _Topic(NamedTuple):
    """An argument that is to be covered: its place by variant, and which of its options occur in products."""

    places: Mapping[int, int]
    options: Sequence[int]


class _Row(NamedTuple):
    """A product in the making: the option chosen so far, by place, and what the exclusions leave behind them."""

    variant: int
    forbidden: Forbidden
    options: Mapping[int, int]

    def may_have(self, topic: _Topic, option: int) -> bool:
        """Whether this leaves any product."""
        return self.forbidden.allows(topic.places[self.variant], option)

    def with_(self, topic: _Topic, option: int) -> _Row:
        place = topic.places[self.variant]
        return _Row(self.variant, self.forbidden.only(place, option), {**self.options, place: option})

    def ordered(self) -> tuple[int, ...]:
        return tuple(self.options[place] for place in range(len(self.options)))


def _rows(sweep: Sweep, left: Sequence[Forbidden]) -> list[_Row]:
    topics = sorted(_topics(sweep, left), key=lambda topic: -len(topic.options))
    rows = [_Row(variant, left[variant], {}) for variant in _numbers_of_rows(topics, left).elements()]
    for topic in topics:
        rows = _assigned(topic, rows)
    covered = {each for row in rows for each in _covered(row, topics)}
    for number, topic in enumerate(topics):
        for option in topic.options:
            if (number, option) not in covered:
                row = _further(number, option, topics, covered, left)
                covered.update(_covered(row, topics))
                rows.append(row)
    needed = _needed(rows, topics)
    return _fewer(len(needed), topics, left) or needed


def _fewer(number: int, topics: Sequence[_Topic], left: Sequence[Forbidden]) -> list[_Row] | None:
    """Fewer rows than these that cover all topics, one of each variant at least."""
    least = max([len(topic.options) for topic in topics], default=0)
    if number <= least or sum(_combinations(variant, topics) for variant in range(len(left))) > FEW:
        return None
    rows = [row for variant, forbidden in enumerate(left) for row in _every_row(variant, forbidden, topics)]
    sets = [frozenset((*_covered(row, topics), (len(topics) + row.variant, 0))) for row in rows]
    found = fewer(sets, number)
    return None if found is None else [rows[place] for place in found]


def _combinations(variant: int, topics: Sequence[_Topic]) -> int:
    return prod(len(topic.options) for topic in topics if variant in topic.places)


def _every_row(variant: int, forbidden: Forbidden, topics: Sequence[_Topic]) -> Iterator[_Row]:
    """The rows of all products of a variant, of random seeds one."""
    by_place = sorted((topic.places[variant], topic.options) for topic in topics if variant in topic.places)
    for options in product(*[options for _, options in by_place]):
        if forbidden.allows_all(options):
            yield _Row(variant, forbidden, dict(enumerate(options)))


def _topics(sweep: Sweep, left: Sequence[Forbidden]) -> list[_Topic]:
    """The arguments in the order of the sweep, of variants of which something is left."""
    found: list[_Topic] = []
    for argument in sweep.arguments:
        places = {
            number: place
            for number, variant in enumerate(sweep.variants)
            for place, one in enumerate(variant)
            if one is argument and left[number].number_left()
        }
        if places:
            found.append(_Topic(places, _occurring(argument, places, left)))
    return found


def _occurring(argument: Argument, places: Mapping[int, int], left: Sequence[Forbidden]) -> Sequence[int]:
    if isinstance(argument, RandomSeeds):
        return (0,)
    every = range(length(argument))
    if any(left[number].asks_for(place) for number, place in places.items()):
        return [option for option in every if any(left[one].allows(place, option) for one, place in places.items())]
    return every


def _numbers_of_rows(topics: Iterable[_Topic], left: Sequence[Forbidden]) -> Counter[int]:
    """How many products of each variant cover its own arguments and, all together, those that are shared."""
    numbers = Counter({number: 1 for number, forbidden in enumerate(left) if forbidden.number_left()})
    for topic in sorted(topics, key=lambda topic: len(topic.places)):
        missing = len(topic.options) - sum(numbers[number] for number in topic.places)
        if missing > 0:
            numbers[min(topic.places)] += missing
    return numbers


def _assigned(topic: _Topic, rows: Sequence[_Row]) -> list[_Row]:
    """The rows with an option of one more argument each: as many different ones as the rows can take."""
    mine = [row for row in rows if row.variant in topic.places]
    options = topic.options
    held = matched(len(options), len(mine), lambda option, row: mine[row].may_have(topic, options[option]))
    done = [row for row in rows if row.variant not in topic.places]
    for number, row in enumerate(mine):
        option = options[held[number]] if number in held else _any(topic, row, number)
        done.append(row.with_(topic, option))
    return done


def _any(topic: _Topic, row: _Row, number: int) -> int:
    """An option that the row can take, another one for each number."""
    start = number % len(topic.options)
    return next(one for one in chain(topic.options[start:], topic.options[:start]) if row.may_have(topic, one))


def _further(
    number: int, option: int, topics: Sequence[_Topic], covered: Container[_Covered], left: Sequence[Forbidden]
) -> _Row:
    """One more row with an option of a topic that none has yet, and as many others of that kind as it can take."""
    variant = next(one for one, place in topics[number].places.items() if left[one].allows(place, option))
    row = _Row(variant, left[variant], {}).with_(topics[number], option)
    for other, topic in enumerate(topics):
        if variant in topic.places and other != number:
            allowed = [one for one in topic.options if row.may_have(topic, one)]
            row = row.with_(topic, next((one for one in allowed if (other, one) not in covered), allowed[0]))
    return row


def _needed(rows: Sequence[_Row], topics: Sequence[_Topic]) -> list[_Row]:
    """The rows less those all of whose options others have too; one of each variant stays."""
    times = Counter(each for row in rows for each in _covered(row, topics))
    variants = Counter(row.variant for row in rows)
    kept: list[_Row] = []
    for row in rows:
        covered = _covered(row, topics)
        if variants[row.variant] > 1 and all(times[each] > 1 for each in covered):
            variants[row.variant] -= 1
            times.subtract(covered)
        else:
            kept.append(row)
    return kept


def _covered(row: _Row, topics: Sequence[_Topic]) -> list[_Covered]:
    return [
        (number, row.options[topic.places[row.variant]])
        for number, topic in enumerate(topics)
        if row.variant in topic.places
    ]
