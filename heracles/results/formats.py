"""What a file is by its name, and from a text of JSON to its value."""

from __future__ import annotations

import json

from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from heracles.errors import Place

JSON, JSON_LINES, CSV = "JSON", "JSON Lines", "CSV"
PART = {JSON: "", JSON_LINES: " in the last line", CSV: " in the last row"}
KINDS = {".json": JSON, ".jsonl": JSON_LINES, ".ndjson": JSON_LINES, ".csv": CSV}


class Unreadable(Exception):
    """The bytes are not what the name of their file says."""


def check_name(path: str, place: Place) -> None:
    """Raises a UsageError where the name of a file does not say how to read it."""
    if not kind_of(path):
        what = f"results cannot be read from {path}"
        raise UsageError(what, place, f"its name must end in {', '.join(KINDS)}; compressed files are not read")


def kind_of(path: str) -> str:
    """What a file is by its name: ``JSON``, ``JSON Lines`` or ``CSV``, or "" for none of these."""
    return next((kind for suffix, kind in KINDS.items() if path.lower().endswith(suffix)), "")


def part_of(path: str) -> str:
    """Which part of such a file is read, to be said behind what it holds; "" for the whole of it."""
    return PART[kind_of(path)]


def of_json(content: bytes) -> Any:
    """The value of a JSON text (RFC 8259), which may hold NaN and Infinity as Python writes them; or Unreadable."""
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Unreadable from None


def of_open_line(line: bytes) -> Any:
    """The value of a line of JSON that has no end yet; a number, which may lack digits, is Unreadable."""
    value = of_json(line)
    if not isinstance(value, (dict, list)):
        raise Unreadable
    return value
