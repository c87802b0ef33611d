"""What each argument of a sweep gives to its products, and all combinations of that."""

from __future__ import annotations

from itertools import chain, product, repeat

from heracles.frozen import TYPE_CHECKING
from heracles.grammar.values import RandomSeeds, Zip

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, Callable, Union

    from heracles.grammar.values import Argument, Choices, Fixed

    Settled = Union[Fixed, Choices, Zip]
    """An argument that is not random."""
    Parts = Union["Pool", tuple[Any, ...]]
    """What one argument gives to the products: all of it, or made as it is asked for."""
    Box = tuple[Parts, ...]
    """A block of products: all combinations of these parts."""

LONG = 1000
"""Of more options than these, the parts are not kept."""


class Pool:
    """The parts that one argument gives to the products, each made from an option as it is asked for."""

    __slots__ = ("options", "part")

    def __init__(self, options: Sequence[Any], part: Callable[[Any], Any]) -> None:
        self.options = options
        self.part = part

    def __len__(self) -> int:
        return len(self.options)

    def __iter__(self) -> Iterator[Any]:
        return map(self.part, self.options)

    def at(self, option: int) -> Any:
        return self.part(self.options[option])

    def between(self, start: int, end: int) -> Pool:
        return Pool(self.options[start:end], self.part)


def length(argument: Argument) -> int:
    """How many products an argument makes out of one."""
    return argument.count if isinstance(argument, RandomSeeds) else len(pool(argument))


def pool(argument: Settled) -> Pool:
    """What an argument gives to the picks of products."""
    if isinstance(argument, Zip):
        return Pool(argument.rows, lambda row: row)
    return Pool(argument.overrides, lambda override: (override,))


def kept(pools: Sequence[Pool]) -> tuple[Parts, ...]:
    """All parts of the pools, but for the longest where it is long, so that memory does not grow with it."""
    lengths = [len(one) for one in pools]
    longest = max(lengths, default=0)
    place = lengths.index(longest) if longest > LONG else None
    return tuple(one if at == place else tuple(one) for at, one in enumerate(pools))


def every(pools: Sequence[Parts]) -> Iterator[tuple[Any, ...]]:
    """The product of the pools; one that is not kept is read once for each combination of those before it."""
    place = next((place for place, one in enumerate(pools) if isinstance(one, Pool)), None)
    if place is None:
        return product(*pools)
    before, streamed, after = pools[:place], pools[place], pools[place + 1 :]
    if not after:
        return chain.from_iterable(zip(*map(repeat, prefix), streamed) for prefix in product(*before))
    return chain.from_iterable(
        product(*zip(prefix), (part,), *after) for prefix in product(*before) for part in streamed
    )
