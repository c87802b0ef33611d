"""From the bytes of a file to the values in it: JSON, a line of JSON Lines, a row of CSV."""

from __future__ import annotations

import json

from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from heracles.errors import Place

JSON, JSON_LINES, CSV = "JSON", "JSON Lines", "CSV"
KINDS = {".json": JSON, ".jsonl": JSON_LINES, ".ndjson": JSON_LINES, ".csv": CSV}


class Unreadable(Exception):
    """The bytes are not what the name of their file says."""


def check_name(path: str, place: Place) -> None:
    """Raises a UsageError where the name of a file does not say how to read it."""
    if not kind_of(path):
        raise UsageError(f"its name does not say what {path} is", place, f"known are {', '.join(KINDS)}")


def kind_of(path: str) -> str:
    """What a file is by its name: ``JSON``, ``JSON Lines`` or ``CSV``, or "" for none of these."""
    return next((kind for suffix, kind in KINDS.items() if path.lower().endswith(suffix)), "")


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


def of_row(head: bytes, line: bytes) -> dict[str, Any]:
    """The values of a row of CSV (RFC 4180, a row a line) by the names in the header; or Unreadable."""
    names, values = _row(head), _row(line)
    if len(names) != len(values):
        raise Unreadable
    return dict(zip(names, map(_value, values)))


def _row(line: bytes) -> list[str]:
    import csv  # noqa: PLC0415 for few files

    try:
        return next(csv.reader([line.decode("utf-8-sig", "replace")], strict=True, skipinitialspace=True), [])
    except csv.Error:
        raise Unreadable from None


def _value(text: str) -> Any:
    """A number, where the text is one; nothing, where it is empty."""
    text = text.strip()
    if "_" in text or not text.isascii():
        return text
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text or None
