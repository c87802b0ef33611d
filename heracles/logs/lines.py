"""The lines of logs: whole ones, and a progress bar as it stood last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heracles.frozen import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONG = 1 << 12
"""Bytes of a line without an end, of which only the last state is kept."""


class News(NamedTuple):
    """What was added to the log at ``path``; ``anew``: the file was emptied or replaced before."""

    path: str
    data: bytes
    anew: bool = False


class Line(NamedTuple):
    """A line of the log at ``path``, without its end."""

    path: str
    text: bytes


def last_state(line: bytes) -> bytes:
    """What a terminal shows last of a line that was written over itself: what a progress bar does, by ``\\r``."""
    before, _, state = line.rpartition(b"\r")
    while before and not state.strip():
        before, _, state = before.rpartition(b"\r")
    return state


def by_lines(news: Iterable[News]) -> Iterator[Line]:
    """What is added to several logs, as whole lines; at the end, what they had of a last one."""
    begun: dict[str, bytes] = {}
    for path, data, anew in news:
        if anew:
            yield from _ended(path, begun)
        *whole, rest = (begun.pop(path, b"") + data).split(b"\n")
        yield from (Line(path, last_state(line)) for line in whole)
        begun[path] = rest if len(rest) < LONG else _shortened(rest)
    for path in tuple(begun):
        yield from _ended(path, begun)


def _shortened(line: bytes) -> bytes:
    return last_state(line) + (b"\r" if line.endswith(b"\r") else b"")


def _ended(path: str, begun: dict[str, bytes]) -> Iterator[Line]:
    line = last_state(begun.pop(path, b""))
    if line:
        yield Line(path, line)
