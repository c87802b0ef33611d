"""The mean of several values, and how far they are spread."""

from __future__ import annotations

from math import inf, isfinite

from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction
    from typing import Any

TWO = 2


class Spread(NamedTuple):
    """The mean and the standard deviation of a sample (divided by ``number - 1``), None where there are too few."""

    mean: float | None
    deviation: float | None
    number: int


def spread(values: Iterable[Any]) -> Spread:
    """Of those of the values that are finite numbers, true being 1; a result too large for a float is infinite.

    Nothing is rounded before the end, whole numbers of any size included.
    """
    import statistics  # noqa: PLC0415 for who asks for it
    from fractions import Fraction  # noqa: PLC0415

    numbers = [Fraction(value) for value in values if is_number(value)]
    mean = _or_infinite(statistics.mean, numbers) if numbers else None
    return Spread(mean, _or_infinite(statistics.stdev, numbers) if len(numbers) >= TWO else None, len(numbers))


def is_number(value: Any) -> bool:
    """Whether it is a finite number that a float can hold; true and false are 1 and 0, so that they make a rate."""
    try:
        return isinstance(value, (int, float)) and isfinite(value)
    except OverflowError:
        return False


def _or_infinite(function: Any, numbers: list[Fraction]) -> float:
    try:
        return float(function(numbers))
    except OverflowError:
        return inf
