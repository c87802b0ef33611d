"""Values as texts."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

LONGEST_WHOLE = 10**12
"""Larger whole numbers are shortened where people read them."""

DEEPEST, LEFT_OUT = 20, "..."
"""How deep lists and objects are shown that lie within each other."""


def short(value: Any) -> str:
    """A value as a table shows it: numbers to six digits, nothing for none."""
    if isinstance(value, float) or (type(value) is int and abs(value) >= LONGEST_WHOLE):
        try:
            return f"{value:.6g}"
        except OverflowError:
            return "inf" if value > 0 else "-inf"
    return exact(value)


def exact(value: Any) -> str:
    """A value whole, in characters that any encoding of Unicode can hold."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, (bool, list, dict)):
        import json  # noqa: PLC0415 for few values

        return json.dumps(portable(value), separators=(",", ":"))
    return str(value)


def portable(value: Any, deepest: int = DEEPEST) -> Any:
    """A value with nan and the infinities as texts, since JSON has no numbers for them; what lies deep is left out."""
    if isinstance(value, float) and value - value != 0:
        return str(value)
    if isinstance(value, (list, dict)) and not deepest:
        return LEFT_OUT
    if isinstance(value, list):
        return [portable(each, deepest - 1) for each in value]
    if isinstance(value, dict):
        return {key: portable(each, deepest - 1) for key, each in value.items()}
    return value
