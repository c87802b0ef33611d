"""A command line while it is typed: its words as the shell would pass them on, the last one up to the cursor."""

from __future__ import annotations

import shlex
from contextlib import suppress

from heracles.frozen import NamedTuple

_CURSOR = "\0"


class TypedLine(NamedTuple):
    """The whole ``words`` before the cursor, the ``last`` one up to it, and the ``quote`` that is open there."""

    words: tuple[str, ...]
    last: str
    quote: str


def typed_line(text: str) -> TypedLine:
    """Reads a line up to the cursor; raises a ValueError where no shell would read it."""
    for quote in ("", "'"):
        with suppress(ValueError):
            return _read(text, quote)
    return _read(text, '"')


def _read(text: str, quote: str) -> TypedLine:
    *words, last = shlex.split(f"{text}{_CURSOR}{quote}")
    return TypedLine(tuple(words), last.partition(_CURSOR)[0], quote)
