"""Values in what a file holds, by their keys: ``eval.return``, ``history.-1.loss``, or a name that has dots."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

DEEPEST = 20
SEPARATOR = "."


def selected(data: Any, key: str) -> Any:
    """The value at a dotted key; None where there is none, as where it is null.

    Numbers are places in lists, from the end if they are negative. Of names with dots the longest counts.
    """
    return _at(data, key.split(SEPARATOR))


def _at(data: Any, parts: Sequence[str]) -> Any:
    if not parts:
        return data
    if isinstance(data, list):
        return _at(data[int(parts[0])], parts[1:]) if _is_place(parts[0], len(data)) else None
    if not isinstance(data, dict):
        return None
    for length in range(len(parts), 0, -1):
        name = SEPARATOR.join(parts[:length])
        found = _at(data[name], parts[length:]) if name in data else None
        if found is not None:
            return found
    return None


def _is_place(text: str, length: int) -> bool:
    digits = text[1:] if text.startswith("-") else text
    return digits.isascii() and digits.isdecimal() and len(digits) < DEEPEST and -length <= int(text) < length


def names(data: Any, deepest: int = DEEPEST) -> Iterator[str]:
    """The dotted keys of all values that are neither objects nor lists, in their order."""
    if not isinstance(data, dict) or deepest == 0:
        return
    for name, value in data.items():
        if isinstance(value, dict):
            yield from (f"{name}{SEPARATOR}{inner}" for inner in names(value, deepest - 1))
        elif not isinstance(value, list):
            yield name
