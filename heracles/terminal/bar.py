"""A progress bar on a terminal, drawn by rich."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress as RichProgress, TimeElapsedColumn
from rich.text import Text

from heracles.terminal.layout import dotted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from rich.console import RenderableType

    from heracles.terminal.progress import Gauge, Progress

FRAMES_PER_SECOND = 4
"""Enough for the eye, and little to do on a login node where a launch waits for hours."""


class Bar:
    """Counts what went well, prints what did not above the bar, and shows what is being waited for below it."""

    def __init__(self, total: int, stream: TextIO, has_color: bool) -> None:
        self._bar = _bar(stream, has_color)
        self._task = self._bar.add_task("", total=total)

    def __enter__(self) -> Progress:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.line = ""
        self._bar.stop()

    def outcome(self, title: str, word: str, color: str, detail: str = "", number: int = 1) -> None:
        if color != "green":
            self._print(Text(dotted(title, word, word), style=color))
            if detail:
                self.note(detail)
        self._bar.advance(self._task, number)

    def status(self, text: str) -> None:
        self._bar.line = text
        self._bar.refresh()

    def note(self, line: str) -> None:
        """Keeps the line's colours, but not what would move the cursor."""
        self._print(Text.from_ansi(line))

    def _print(self, text: Text) -> None:
        self._bar.console.print(text)


class Fraction:
    """Shows how much is done, how far everything is below it, and notes above it."""

    def __init__(self, stream: TextIO, has_color: bool) -> None:
        self._bar = _bar(stream, has_color)
        self._task = self._bar.add_task("", total=None)

    def __enter__(self) -> Gauge:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.line = ""
        self._bar.stop()

    def show(self, done: int, total: int, text: str) -> None:
        self._bar.line = text
        self._bar.update(self._task, completed=done, total=total, refresh=True)

    def note(self, line: str) -> None:
        self._bar.console.print(Text.from_ansi(line))


def _bar(stream: TextIO, has_color: bool) -> _BarAndStatus:
    console = Console(file=stream, no_color=not has_color, soft_wrap=True)
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return _BarAndStatus(*columns, console=console, refresh_per_second=FRAMES_PER_SECOND)


class _BarAndStatus(RichProgress):
    """A bar with a line of text below it, which is cut where the terminal ends."""

    line = ""

    def get_renderables(self) -> Iterable[RenderableType]:
        yield from super().get_renderables()
        if self.line:
            yield Text(self.line, no_wrap=True, overflow="ellipsis")
