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
    """A text and the offsets at which its lines begin; a line ends with ``\\n`` or ``\\r\\n``, as in TOML."""

    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Lines:
        *lengths, _ = (len(line) + 1 for line in text.split("\n"))
        return cls(text, (0, *accumulate(lengths)))

    def at(self, offset: int) -> Line:
        number = bisect_right(self.starts, offset)
        start = self.starts[number - 1]
        end = self.starts[number] - 1 if number < len(self.starts) else len(self.text)
        return Line(number, self.text[start:end].rstrip("\r"), offset - start)

    def offset(self, number: int, column: int) -> int:
        """The offset of a column (from 0) in a line (from 1)."""
        return self.starts[number - 1] + column
