"""How outcomes and faults are laid out as lines of text."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.errors import Fault, Place

SHOWN_TEXT = 100
"""How many characters of a long argument are shown around the caret."""
WIDTH = 80
FEWEST_DOTS = 3
LONGEST_LABEL_BEFORE_TEXT = 24
"""A longer label, such as a path in heracles.toml, has a line of its own."""


def dotted(title: str, word: str, shown_word: str) -> str:
    """A line with dots between the title and the word, which may be shown in colour."""
    return f"{title} {'.' * max(FEWEST_DOTS, WIDTH - len(title) - len(word) - 2)} {shown_word}"


def details(fault: Fault) -> Iterator[str]:
    """Where a fault is, with a caret under it, and the cure."""
    if fault.place:
        yield from _place_lines(fault.place)
    yield from fault.cure.splitlines()


def _place_lines(place: Place) -> Iterator[str]:
    if not place.text:
        yield place.label
        return
    shown, column = _around(place)
    is_short = len(place.label) <= LONGEST_LABEL_BEFORE_TEXT
    yield from (f"{place.label}: {shown}",) if is_short else (place.label, f"  {shown}")
    if column is not None:
        yield " " * ((len(place.label) if is_short else 0) + 2 + _columns(shown[:column])) + "^"


def _around(place: Place) -> tuple[str, int | None]:
    """The text, cut to what is near the caret, control characters made visible, and the caret's place in it."""
    text = "".join(character if character.isprintable() else " " for character in place.text)
    if len(text) <= SHOWN_TEXT:
        return text, place.column
    first = max(0, (place.column or 0) - SHOWN_TEXT // 2)
    before = "..." if first else ""
    after = "..." if first + SHOWN_TEXT < len(text) else ""
    column = None if place.column is None else place.column - first + len(before)
    return before + text[first : first + SHOWN_TEXT] + after, column


def _columns(text: str) -> int:
    """How wide text is on a terminal: wide East Asian characters and emoji take two columns, combining marks none."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width  # noqa: PLC0415

    return sum(0 if combining(each) else 2 if east_asian_width(each) in "WF" else 1 for each in text)
