"""Text in colour, or as it is."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Callable

    Paint = Callable[[str, str], str]

CODES = {"red": "31", "green": "32", "yellow": "33", "magenta": "35", "cyan": "36"}


def colored(text: str, color: str) -> str:
    """The text as a terminal shows it in a colour; ``color`` "" is none."""
    return f"\x1b[{CODES[color]}m{text}\x1b[0m" if color else text


def plain(text: str, _color: str) -> str:
    return text


def paint(has_color: bool) -> Paint:
    """How text gets its colour."""
    return colored if has_color else plain
