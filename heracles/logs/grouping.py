"""Many failures by their causes, as the ends of their logs tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heracles.frozen import NamedTuple
from heracles.logs.likeness import likeness, without_escapes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

PASSED_OVER = (
    "Set the environment variable HYDRA_FULL_ERROR=1 for a complete stack trace.",
    "wandb: ",
    "note: run with `RUST_BACKTRACE=1`",
)
"""Beginnings of lines that programs write behind the one that says what happened."""


class Group(NamedTuple):
    """Logs that end alike: their places among all, the line that says why ("": none does), and one's last lines."""

    members: tuple[int, ...]
    cause: str
    example: tuple[str, ...]


def groups(ends: Iterable[Sequence[bytes]], last_words: Callable[[str], str | None]) -> tuple[Group, ...]:
    """The ends of logs by their causes, the most frequent first; ``last_words`` are those of a launcher's Logs.

    A cause is the last line that says something: a scheduler's where it names a cause, else the program's. Lines that
    differ in numbers, times, addresses and digests alone are alike; ``cause`` and ``example`` are the first one's.
    """
    found: dict[str, Group] = {}
    members: dict[str, list[int]] = {}
    for place, end in enumerate(ends):
        lines = tuple(map(_text, end))
        cause = cause_of(lines, last_words)
        key = likeness(cause)
        found.setdefault(key, Group((), cause, lines))
        members.setdefault(key, []).append(place)
    alike = [group._replace(members=tuple(members[key])) for key, group in found.items()]
    return tuple(sorted(alike, key=lambda group: -len(group.members)))


def cause_of(lines: Sequence[str], last_words: Callable[[str], str | None]) -> str:
    """The line at the end of a log that says why it ended, or "" where none does."""
    for line in reversed(lines):
        if _says_something(line):
            words = last_words(line)
            if words is None:
                return line.strip()
            if words:
                return words
    return ""


def _text(line: bytes) -> str:
    return without_escapes(line.decode("utf-8", "replace")).rstrip()


def _says_something(line: str) -> bool:
    """Whether there is more to a line than a ruler, or advice that programs add to everything."""
    return any(map(str.isalnum, line)) and not line.lstrip().startswith(PASSED_OVER)
