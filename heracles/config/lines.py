"""The lines of a text."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple


class Line(NamedTuple):
    """The line that holds an offset: its number (from 1), its text, and the column (from 0) of the offset in it."""

    number: int
    text: str
    column: int


class Lines(NamedTuple):
    """A text, its lines, and the offsets at which they begin; a line ends with ``\\n`` or ``\\r\\n``, as in TOML."""

    text: str
    texts: tuple[str, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Lines:
        lines = text.split("\n")
        *lengths, _ = (len(line) + 1 for line in lines)
        return cls(text, tuple(line.rstrip("\r") for line in lines), (0, *accumulate(lengths)))

    def at(self, offset: int) -> Line:
        number = bisect_right(self.starts, offset)
        return Line(number, self.texts[number - 1], offset - self.starts[number - 1])

    def offset(self, number: int, column: int) -> int:
        """The offset of a column (from 0) in a line (from 1)."""
        return self.starts[number - 1] + column
