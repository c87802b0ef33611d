"""Offsets in a script as people read them: lines, and the text at them."""

from __future__ import annotations

from heracles.errors import Place
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from heracles.script.values import Script

LONGEST_SHOWN = 80
SHORTEST_SHOWN = 40


def line_number(text: str, offset: int) -> int:
    """The line (from 1) of an offset."""
    return text.count("\n", 0, offset) + 1


def start_of_line(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def end_of_line(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end


def place_of(script: Script, offset: int) -> Place:
    """The line of an offset, with the caret under it."""
    start = start_of_line(script.text, offset)
    line = script.text[start : end_of_line(script.text, offset)]
    return Place(f"{script.path}:{line_number(script.text, offset)}", line, offset - start)


def shown_end(text: str, start: int, end: int) -> str:
    """The end of a command as a user finds it: the line of ``end``, after the beginning if that line is an option."""
    start_of_last = start_of_line(text, end)
    line = text[max(start, start_of_last) : end].strip()
    if start < start_of_last and (line.startswith("-") or "=" in line.split(None, 1)[0]):
        line = f"{shown_beginning(text, start, start_of_last)} {line}"
    return line if len(line) <= LONGEST_SHOWN else "..." + line[-LONGEST_SHOWN:]


def shown_beginning(text: str, start: int, end: int) -> str:
    """The first words of a command, in one line."""
    words = text[start:end].replace("\\\n", " ").split()
    shown = words[:1]
    for word in words[1:]:
        if sum(map(len, shown)) + len(shown) + len(word) > SHORTEST_SHOWN:
            return " ".join([*shown, "..."])
        shown.append(word)
    return " ".join(shown)
