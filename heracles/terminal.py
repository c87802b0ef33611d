"""Streams, colour, progress: the only module that prints. Results go to stdout, everything else to stderr."""

from __future__ import annotations

import io
import os
import sys

from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Protocol, TextIO

    import rich.progress

    from heracles.errors import Fault, HeraclesError, Place

    class Progress(Protocol):
        """Is told how each unit of work ended, in a block that ends when all is done."""

        def __enter__(self) -> Progress: ...

        def __exit__(self, *_: object) -> None: ...

        def outcome(self, title: str, word: str, color: str, detail: str = "") -> None: ...


COLORS = {"red": "31", "green": "32", "yellow": "33"}
SHOWN_TEXT = 100
"""How many characters of a long argument are shown around the caret."""
WIDTH = 80
FEWEST_DOTS = 3
LONGEST_LABEL_BEFORE_TEXT = 24
"""A longer label, such as a path in heracles.toml, has a line of its own."""


class Terminal(NamedTuple):
    """Where heracles speaks; ``color`` is auto, always or never."""

    color: str
    out: TextIO
    err: TextIO

    @classmethod
    def of_process(cls, color: str) -> Terminal:
        """The streams of this process, which pass on every byte of arguments and file names as it came."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding=sys.getfilesystemencoding(), errors=sys.getfilesystemencodeerrors())
        return cls(color, sys.stdout, sys.stderr)

    def result(self, line: str) -> None:
        """Prints one line of result at once."""
        self.results((line,))

    def results(self, lines: Iterable[str]) -> None:
        """Prints lines of result until nobody reads them any more (``heracles ... | head``)."""
        try:
            self.out.writelines(f"{line}\n" for line in lines)
            self.out.flush()
        except BrokenPipeError:
            _silence(self.out)

    def outcome(self, title: str, word: str, color: str) -> None:
        """Prints one unit of work as a dotted line of result that ends in a coloured word."""
        self.result(f"{title} {_dots(title, word)} {self._painted(word, color, self.out)}")

    def note(self, text: str) -> None:
        try:
            self.err.write(f"{text}\n")
            self.err.flush()
        except BrokenPipeError:
            _silence(self.err)

    def warn(self, text: str) -> None:
        self.note(f"heracles: {self._painted('warning:', 'yellow', self.err)} {text}")

    def error(self, error: HeraclesError) -> None:
        """Prints what happened, where, and the cure, for each fault."""
        for fault in error.faults:
            self.note(f"heracles: {self._painted('error:', 'red', self.err)} {fault.what}")
            for line in _details(fault):
                self.note(f"  {line}")
        if len(error.faults) > 1:
            self.note(f"{len(error.faults)} errors")

    def progress(self, total: int) -> Progress:
        """Where the ends of ``total`` units of work are told: a progress bar on a terminal, dotted lines elsewhere."""
        if self.out.isatty() and self.err.isatty() and (bar := _rich_bar(self, total)):
            return _Bar(self, bar)
        return _Lines(self)

    def _painted(self, text: str, color: str, stream: TextIO) -> str:
        if self.has_color(stream):
            return f"\x1b[{COLORS[color]}m{text}\x1b[0m"
        return text

    def has_color(self, stream: TextIO) -> bool:
        if self.color == "auto":
            return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        return self.color == "always"


class _Lines(NamedTuple):
    """Prints a dotted line for each."""

    terminal: Terminal

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def outcome(self, title: str, word: str, color: str, detail: str = "") -> None:
        self.terminal.outcome(title, word, color)
        if detail:
            self.terminal.note(detail)


class _Bar(NamedTuple):
    """Counts what went well and prints what did not above the bar."""

    terminal: Terminal
    bar: rich.progress.Progress

    def __enter__(self) -> Progress:
        self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.stop()

    def outcome(self, title: str, word: str, color: str, detail: str = "") -> None:
        if color != "green":
            self._print(f"{title} {_dots(title, word)} {word}", color)
            self._print(detail, None)
        self.bar.advance(self.bar.task_ids[0])

    def _print(self, line: str, color: str | None) -> None:
        self.bar.console.print(line, style=color, markup=False, highlight=False)


def _rich_bar(terminal: Terminal, total: int) -> rich.progress.Progress | None:
    try:
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn  # noqa: PLC0415
    except ImportError:
        return None
    console = Console(file=terminal.err, no_color=not terminal.has_color(terminal.err), soft_wrap=True)
    bar = Progress(BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console)
    bar.add_task("runs", total=total)
    return bar


def _dots(title: str, word: str) -> str:
    return "." * max(FEWEST_DOTS, WIDTH - len(title) - len(word) - 2)


def _silence(stream: TextIO) -> None:
    """Lets further output of a stream that nobody reads go nowhere, without an error at the end of the process."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _details(fault: Fault) -> Iterator[str]:
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
