"""What the arguments of a variant give together."""

from __future__ import annotations

from itertools import chain

from heracles.frozen import TYPE_CHECKING
from heracles.sweep.pools import every, kept

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, Callable

    from heracles.grammar.values import Argument
    from heracles.sweep.pools import Box, Pool
    from heracles.sweep.values import Exclusion


def combinations(
    variant: Sequence[Argument], exclude: tuple[Exclusion, ...], of_argument: Callable[[Any], Pool]
) -> Iterator[tuple[Any, ...]]:
    """Streams what the arguments of a variant give together, but for what is excluded."""
    found = boxes(variant, exclude, of_argument)[0]
    return chain.from_iterable(map(every, found)) if exclude else every(next(found))


def boxes(
    variant: Sequence[Argument], exclude: tuple[Exclusion, ...], *of_argument: Callable[[Any], Pool]
) -> tuple[Iterator[Box], ...]:
    """The same in blocks, all combinations of which are meant; once for each of several things an argument gives."""
    parts = [kept([of_one(argument) for argument in variant]) for of_one in of_argument]
    if not exclude:
        return tuple(iter((each,)) for each in parts)
    from heracles.sweep.exclusion import Forbidden, left_in  # noqa: PLC0415 for few sweeps

    forbidden = Forbidden.of(variant, exclude)
    return tuple(left_in(each, forbidden) for each in parts)
