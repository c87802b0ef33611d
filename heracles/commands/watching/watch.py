"""``heracles status --watch``: the same picture again and again, in place, until all is final."""

from __future__ import annotations

import os

from heracles import process
from heracles.commands.watching.polling import looks
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.terminal.redrawing import Redrawn, fitted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeVar

    from heracles.commands.watching.polling import Look
    from heracles.terminal import Terminal
    from heracles.terminal.values import Panel

    L = TypeVar("L", bound=Look)

INTERRUPTED = 130


class View(NamedTuple):
    """What is seen: above what there may be too much of, below what stays in sight."""

    above: tuple[Panel, ...]
    below: tuple[Panel, ...]


def watch(look: Callable[[], L], view: Callable[[L], View], between: Iterator[float], terminal: Terminal) -> int:
    """Shows what there is to see until all is final: 0, or until somebody has seen enough: 130."""
    _refuse_without_screen(terminal)
    with process.interrupts_at_once(), Redrawn(terminal.out) as screen:
        try:
            for seen in looks(look, between):
                above, below = view(seen)
                screen.show(fitted(terminal.drawn(above), terminal.drawn(below), terminal.size.lines))
        except KeyboardInterrupt:
            return INTERRUPTED
    return 0


def _refuse_without_screen(terminal: Terminal) -> None:
    if not terminal.size.lines or os.environ.get("TERM") == "dumb":
        what = "--watch draws on a terminal, and stdout is none"
        raise UsageError(what, cure="heracles wait TARGET waits for the end; heracles status TARGET looks once")
