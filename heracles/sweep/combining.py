"""What the arguments of a variant give together."""

from __future__ import annotations

from itertools import chain

from heracles.frozen import TYPE_CHECKING
from heracles.sweep.pools import every, kept

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, Callable

    from heracles.grammar.values import Argument
    from heracles.sweep.pools import Pool
    from heracles.sweep.values import Exclusion


def combinations(
    variant: Sequence[Argument], exclude: tuple[Exclusion, ...], of_argument: Callable[[Any], Pool]
) -> Iterator[tuple[Any, ...]]:
    """Streams what the arguments of a variant give together, but for what is excluded."""
    pools = kept([of_argument(argument) for argument in variant])
    if not exclude:
        return every(pools)
    from heracles.sweep.exclusion import Forbidden, boxes  # noqa: PLC0415 for few sweeps

    return chain.from_iterable(map(every, boxes(pools, Forbidden.of(variant, exclude))))
