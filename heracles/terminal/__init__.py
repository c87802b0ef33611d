"""Streams, colour, progress, questions: the only part that prints. Results go to stdout, everything else to stderr."""

from __future__ import annotations

import io
import os
import sys

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.terminal.layout import WIDTH, details, dotted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from heracles.errors import HeraclesError
    from heracles.terminal.colors import Paint
    from heracles.terminal.progress import Gauge as Gauge, Progress as Progress  # for those who are handed one
    from heracles.terminal.values import Panel

YES = (b"y", b"yes")


class Terminal(NamedTuple):
    """Where heracles speaks and listens; ``color`` is auto, always or never."""

    color: str
    out: TextIO
    err: TextIO
    stdin: TextIO | None = None

    @classmethod
    def of_process(cls, color: str) -> Terminal:
        """The streams of this process, which pass on every byte of arguments and file names as it came."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding=sys.getfilesystemencoding(), errors=sys.getfilesystemencodeerrors())
        return cls(color, sys.stdout, sys.stderr, sys.stdin)

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

    def stream(self, lines: Iterable[str]) -> None:
        """Prints lines of result as they come, each at once, until nobody reads them any more."""
        try:
            for line in lines:
                self.out.write(f"{line}\n")
                self.out.flush()
        except BrokenPipeError:
            _silence(self.out)

    def outcome(self, title: str, word: str, color: str) -> None:
        """Prints one unit of work as a dotted line of result that ends in a coloured word."""
        self.result(dotted(title, word, self._painted(word, color, self.out)))

    def drawn(self, panels: Sequence[Panel]) -> list[str]:
        """The panels in lines, as wide and in such colours as suits what shows results."""
        from heracles.terminal.panels import lines  # noqa: PLC0415

        return lines(panels, self._paint(self.out), self.size.columns)

    @property
    def size(self) -> os.terminal_size:
        """How many columns and lines what shows results has; the latter are 0 where that is no terminal."""
        try:
            size = os.get_terminal_size(self.out.fileno())
        except OSError:
            return os.terminal_size((WIDTH, 0))
        return size if size.columns else os.terminal_size((WIDTH, size.lines))

    def note(self, text: str) -> None:
        self._say(f"{text}\n")

    def warn(self, text: str) -> None:
        self.note(f"heracles: {self._painted('warning:', 'yellow', self.err)} {text}")

    def error(self, error: HeraclesError) -> None:
        """Prints what happened, where, and the cure, for each fault."""
        for fault in error.faults:
            self.note(f"heracles: {self._painted('error:', 'red', self.err)} {fault.what}")
            for line in details(fault):
                self.note(f"  {line}")
        if len(error.faults) > 1:
            self.note(f"{len(error.faults)} errors")

    @property
    def is_interactive(self) -> bool:
        """Whether somebody can be asked."""
        return self.stdin is not None and self.stdin.isatty() and self.err.isatty()

    def confirm(self, question: str) -> bool:
        """Asks; only a line that says y or yes is a yes. ^C passes through as KeyboardInterrupt."""
        self._say(question)
        answer = b""
        try:
            answer = self.stdin.buffer.readline() if self.stdin else b""
        finally:
            if not answer.endswith(b"\n"):
                self._say("\n")
        return answer.strip().lower() in YES

    def progress(self, total: int) -> Progress:
        """Where the ends of ``total`` units of work are told: a progress bar on a terminal, dotted lines elsewhere."""
        if self._can_draw:
            try:
                from heracles.terminal.bar import Bar  # noqa: PLC0415
            except ImportError:
                pass
            else:
                return Bar(total, self.err, self.has_color(self.err))
        return self.lines()

    @property
    def _can_draw(self) -> bool:
        return self.out.isatty() and self.err.isatty() and os.environ.get("TERM") != "dumb"

    def gauge(self) -> Gauge:
        """Where it is told how far something is: a bar on a terminal, a line a change elsewhere."""
        if self._can_draw:
            try:
                from heracles.terminal.bar import Fraction  # noqa: PLC0415
            except ImportError:
                pass
            else:
                return Fraction(self.err, self.has_color(self.err))
        from heracles.terminal.progress import Changes  # noqa: PLC0415

        return Changes(self.note)

    def lines(self) -> Progress:
        """The same in dotted lines, for work in which other programs write on the terminal."""
        from heracles.terminal.progress import Lines  # noqa: PLC0415

        return Lines(self.outcome, self.note)

    def has_color(self, stream: TextIO) -> bool:
        if self.color == "auto":
            return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        return self.color == "always"

    def _painted(self, text: str, color: str, stream: TextIO) -> str:
        return self._paint(stream)(text, color)

    def _paint(self, stream: TextIO) -> Paint:
        from heracles.terminal.colors import paint  # noqa: PLC0415

        return paint(self.has_color(stream))

    def _say(self, text: str) -> None:
        try:
            self.err.write(text)
            self.err.flush()
        except BrokenPipeError:
            _silence(self.err)


def _silence(stream: TextIO) -> None:
    """Lets further output of a stream that nobody reads go nowhere, without an error at the end of the process."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
