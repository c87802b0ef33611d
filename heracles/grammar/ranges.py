"""The numbers of ``range()``: floats in exact decimal steps, as Hydra 1.4 counts them."""

from __future__ import annotations

import sys
from functools import partial

from heracles.frozen import TYPE_CHECKING
from heracles.grammar.lazy import Mapped, shuffled
from heracles.grammar.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Context, Decimal

    from heracles.grammar.elements import Range

    Number = int | float

CASTS = {"int": int, "float": float}
PRECISION = 28
"""Digits of decimal arithmetic in a Python that nobody configured, which is where Hydra computes."""


def numbers(sweep: Range) -> Sequence[Number]:
    """The numbers of the range, each computed when asked for; raises Refused if they have no end or no step."""
    steps = _steps(sweep)
    for cast in sweep.casts:
        steps = _cast(steps, cast)
    return shuffled(steps) if sweep.is_shuffled else steps


def ordered(sweep: Range, reverse: bool) -> Range:
    """The same numbers, ascending, or descending if ``reverse``; raises Refused as numbers() does."""
    steps = _steps(sweep)
    in_order = sweep._replace(is_shuffled=False)
    if (sweep.step > 0) != reverse or len(steps) < 2:  # noqa: PLR2004 nothing to turn round
        return in_order
    if isinstance(steps, range):
        return in_order._replace(start=steps[-1], stop=steps[0] - steps.step, step=-steps.step)
    return _reversed_decimals(in_order, len(steps))


def _steps(sweep: Range) -> Sequence[Number]:
    if sweep.step == 0:
        what = "range() with a step of 0 never ends"
        raise Refused(what, "write a step that leads from start to stop")
    start, stop, step = sweep[:3]
    if isinstance(start, int) and isinstance(stop, int) and isinstance(step, int):
        return _countable(range(start, stop, step))
    return _decimals(sweep)


def _countable(steps: range) -> range:
    try:
        len(steps)
    except OverflowError:
        raise _without_end() from None
    return steps


def _cast(steps: Sequence[Number], cast: str) -> Sequence[Number]:
    steps = Mapped(CASTS[cast], steps)
    try:
        _ = len(steps) and (steps[0], steps[-1])
    except OverflowError:
        raise Refused(f"{cast}() has no number that large") from None
    return steps


def _decimals(sweep: Range) -> Sequence[Number]:
    from decimal import Context, InvalidOperation, localcontext  # noqa: PLC0415 only for floats

    with localcontext(Context(PRECISION)) as context:
        try:
            start, stop, step = map(_decimal, sweep[:3])
            nth = partial(_nth, context, start, step)
            return Mapped(float, Mapped(nth, range(_count(nth, stop, step))))
        except InvalidOperation:
            raise _without_end() from None


def _nth(context: Context, start: Decimal, step: Decimal, index: int) -> Decimal:
    return context.add(start, context.multiply(step, index))


def _count(nth: Callable[[int], Decimal], stop: Decimal, step: Decimal) -> int:
    """How many numbers come before ``stop``, found by halving."""
    low, high = -1, sys.maxsize
    if _is_before(nth(high), stop, step):
        raise _without_end()
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _is_before(nth(middle), stop, step) else (low, middle)
    return high


def _is_before(number: Decimal, stop: Decimal, step: Decimal) -> bool:
    return number < stop if step > 0 else number > stop


def _reversed_decimals(sweep: Range, count: int) -> Range:
    from decimal import Context, localcontext  # noqa: PLC0415 only for floats

    with localcontext(Context(PRECISION)):
        start, step = _decimal(sweep.start), _decimal(sweep.step)
        return sweep._replace(start=start + (count - 1) * step, stop=start - step / 2, step=-step)


def _decimal(number: Number | Decimal) -> Decimal:
    from decimal import Decimal  # noqa: PLC0415 only for floats

    return Decimal(str(number))


def _without_end() -> Refused:
    return Refused("range() has no end, or too many numbers to count", "write finite numbers: range(start,stop,step)")
