"""Something to see that is drawn again and again at the same place of a terminal."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

HIDE_CURSOR, SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"
UP, CLEARED = "\x1b[{}A", "\r\x1b[2K"
"""See ECMA-48 on CUU and EL, and xterm's control sequences on DECTCEM."""


class Redrawn:
    """Lines on a terminal, in a block: what was shown last stays behind it, with the cursor below."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._height = 0

    def __enter__(self) -> Redrawn:
        self._write(HIDE_CURSOR)
        return self

    def __exit__(self, *_: object) -> None:
        self._write(f"{CLEARED}{SHOW_CURSOR}")  # a terminal shows a ^C that is typed

    def show(self, lines: Sequence[str]) -> None:
        """Puts the lines, which have to be fewer than the terminal has, in the place of the last ones."""
        back = UP.format(self._height) if self._height else ""
        drawn = "".join(f"{CLEARED}{line}\n" for line in lines)
        rest = max(0, self._height - len(lines))
        cleared = f"{CLEARED}\n" * rest + (UP.format(rest) if rest else "")
        self._write(f"{back}{drawn}{cleared}")
        self._height = len(lines)

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def fitted(above: Sequence[str], below: Sequence[str], height: int) -> list[str]:
    """Lines with an empty one between, and without the middle of those above where they would fill the terminal."""
    room = height - 1 - len(below) - 1
    if len(above) <= room:
        return [*above, "", *below]
    top, bottom = max(0, room) // 2, max(0, room - 1) // 2
    left_out = f"... {len(above) - top - bottom} lines, for which this terminal is too low ..."
    return [*above[:top], left_out, *above[len(above) - bottom :], "", *below][1 - height :]
