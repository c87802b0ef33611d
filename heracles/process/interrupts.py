"""What ^C, SIGTERM and SIGHUP do."""

from __future__ import annotations

from contextlib import contextmanager

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType
    from typing import Callable


class Interrupts:
    """Whether somebody asked the program to end."""

    def __init__(self) -> None:
        self.came = False

    def note(self, _number: int, _frame: FrameType | None) -> None:
        if self.came:
            raise KeyboardInterrupt
        self.came = True


@contextmanager
def interrupts_held_back() -> Iterator[Interrupts]:
    """Notes ^C, SIGTERM and SIGHUP instead of breaking off what is being done; a second one breaks it off."""
    interrupts = Interrupts()
    with _handling(interrupts.note):
        yield interrupts


@contextmanager
def interrupts_at_once() -> Iterator[None]:
    """Lets SIGTERM and SIGHUP break off what is being done as ^C does, so that nothing is left running or unsaid."""
    with _handling(_interrupt):
        yield


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextmanager
def _handling(handler: Callable[[int, FrameType | None], object]) -> Iterator[None]:
    import signal  # noqa: PLC0415

    before = {number: signal.signal(number, handler) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)
