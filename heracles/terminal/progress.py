"""How work that goes on is told: what it waits for, and how each unit of it ended."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Callable, Protocol

    class Progress(Protocol):
        """Is told how work goes, in a block that ends when all is done."""

        def __enter__(self) -> Progress: ...

        def __exit__(self, *_: object) -> None: ...

        def outcome(self, title: str, word: str, color: str, detail: str = "", number: int = 1) -> None:
            """How ``number`` units of work ended, which have one title."""

        def status(self, text: str) -> None:
            """What is being waited for, in one line, until the next status; "": nothing."""

        def note(self, line: str) -> None:
            """A line on stderr, such as another program's, in the midst of it all."""

    class Gauge(Protocol):
        """Is told how far something is, in a block that ends when it is over."""

        def __enter__(self) -> Gauge: ...

        def __exit__(self, *_: object) -> None: ...

        def show(self, done: int, total: int, text: str) -> None:
            """How much is done of how much, and the same in words."""

        def note(self, line: str) -> None:
            """A line on stderr, in the midst of it all."""


WITHOUT_DIGITS = dict.fromkeys(map(ord, "0123456789"))


class Lines:
    """Prints a dotted line for each outcome, and a note where a status says something new.

    A status that differs from the one noted last by nothing but numbers is nothing new, nor is one that comes back:
    a launch that waits for hours, for one job after the other, must not fill a log.
    """

    def __init__(self, outcome: Callable[[str, str, str], object], note: Callable[[str], object]) -> None:
        self._outcome = outcome
        self._note = note
        self._noted = ""

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def outcome(self, title: str, word: str, color: str, detail: str = "", number: int = 1) -> None:  # noqa: ARG002
        self._outcome(title, word, color)
        if detail:
            self._note(detail)

    def status(self, text: str) -> None:
        without_digits = text.translate(WITHOUT_DIGITS)
        if text and without_digits != self._noted:
            self._note(text)
            self._noted = without_digits

    def note(self, line: str) -> None:
        self._note(line)


class Changes:
    """Notes how far something is whenever that has changed."""

    def __init__(self, note: Callable[[str], object]) -> None:
        self._note = note
        self._noted = ""

    def __enter__(self) -> Gauge:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def show(self, _done: int, _total: int, text: str) -> None:
        if text != self._noted:
            self._note(text)
            self._noted = text

    def note(self, line: str) -> None:
        self._note(line)
