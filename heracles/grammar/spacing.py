"""The numbers of ``__linspace(start,stop,n)__`` and ``__logspace(start,stop,n)__``, ends included.

They are those of numpy.linspace and numpy.geomspace, rounded as numpy rounds them where its logarithms and powers are
the C library's; integers where the ends are integers and all between them come out as integers.
"""

from __future__ import annotations

import math
import sys
from functools import partial

from heracles.frozen import TYPE_CHECKING
from heracles.grammar.elements import Choice
from heracles.grammar.lazy import Mapped
from heracles.grammar.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.grammar.ranges import Number


def linspace(start: Number, stop: Number, n: int) -> Choice:
    """``n`` numbers at equal distances."""
    _check(start, stop, n)
    return Choice(_integers_in_line(start, stop, n) or _line(*_floats(start, stop), n), is_simple=True)


def logspace(start: Number, stop: Number, n: int) -> Choice:
    """``n`` numbers at equal ratios."""
    _check(start, stop, n)
    for name, end in (("start", start), ("stop", stop)):
        if end <= 0:
            what = f"__logspace__ goes between numbers above 0, and {end} is none"
            raise Refused(what, "write the ends themselves, not their exponents: __logspace(1e-5,1e-2,4)__", name)
    return Choice(_integers_in_ratio(start, stop, n) or _curve(*_floats(start, stop), n), is_simple=True)


def _check(start: Number, stop: Number, n: object) -> None:
    for name, end in (("start", start), ("stop", stop)):
        if isinstance(end, bool) or not _is_finite(end):
            raise Refused(f"{_shown(end)} is not a number to step from or to", "write finite numbers", name)
    if isinstance(n, bool) or not isinstance(n, int) or not 0 < n <= sys.maxsize:
        what = f"{_shown(n)} is not a number of values"
        raise Refused(what, "write how many values there are, ends included: 1, 2, 3 or more", "n")


def _shown(number: object) -> str:
    return str(number).lower() if isinstance(number, bool) else str(number)


def _is_finite(number: Number) -> bool:
    return isinstance(number, int) or math.isfinite(number)


def _floats(start: Number, stop: Number) -> tuple[float, float]:
    try:
        ends = float(start), float(stop)
    except OverflowError:
        raise Refused("no float is that large") from None
    if math.isinf(ends[1] - ends[0]):
        raise Refused(f"{start} and {stop} are too far apart for floats")
    return ends


def _integers_in_line(start: Number, stop: Number, n: int) -> Sequence[Number] | None:
    if not (isinstance(start, int) and isinstance(stop, int)):
        return None
    step, rest = divmod(stop - start, max(n - 1, 1))
    return None if rest and n > 1 else Mapped(lambda index: start + index * step, range(n))


def _line(start: float, stop: float, n: int) -> Sequence[float]:
    return Mapped(partial(_on_line, start, stop, n - 1), range(n))


def _on_line(start: float, stop: float, last: int, index: int) -> float:
    """numpy multiplies by the step; where that is too small to be a float, by the distance in the end."""
    if index in (0, last):
        return stop if index else start
    step = (stop - start) / last
    return start + (index * step if step else index / last * (stop - start))


def _integers_in_ratio(start: Number, stop: Number, n: int) -> Sequence[Number] | None:
    if not (isinstance(start, int) and isinstance(stop, int)):
        return None
    if n == 1:
        return [start]
    common = math.gcd(start, stop)
    down, up = _root(start // common, n - 1), _root(stop // common, n - 1)
    if down is None or up is None:
        return None
    return Mapped(lambda index: common * down ** (n - 1 - index) * up**index, range(n))


def _root(number: int, degree: int) -> int | None:
    """The integer whose power is the number; None if there is none."""
    low, high = 0, 2 << number.bit_length() // degree
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**degree <= number else (low, middle)
    return low if low**degree == number else None


def _curve(start: float, stop: float, n: int) -> Sequence[float]:
    exponents = math.log10(start), math.log10(stop), n - 1
    return Mapped(lambda index: _on_curve(start, stop, exponents, index), range(n))


def _on_curve(start: float, stop: float, exponents: tuple[float, float, int], index: int) -> float:
    if index in (0, exponents[-1]):
        return stop if index else start
    return math.pow(10.0, _on_line(*exponents, index))
