"""Where in a TOML text its keys and values stand, which the standard reader does not tell."""

from __future__ import annotations

from itertools import count
from typing import NamedTuple, Union

from heracles.config.toml import loads

KeyPath = tuple[Union[str, int], ...]
"""The way to a key or an item from the top of the file: names of keys and indices of arrays."""

Segment = tuple[str, int]
"""A part of a dotted key, and where it begins."""

BLANKS = " \t"
BLANK_LINES = " \t\r\n"


class Spot(NamedTuple):
    """Where a key and its value begin, as offsets into the text.

    An item of an array has no key, and a table made by a header or a dotted key no value of its own: there both are
    the same.
    """

    key: int
    value: int


def locate(text: str) -> dict[KeyPath, Spot]:
    """Maps every key and every item of a valid TOML text (TOML 1.0 and 1.1, see https://toml.io) to its spot.

    A table that several headers or dotted keys name is where it is defined, else where it is first named.
    """
    walk = Walk(text)
    walk.document()
    return {**walk.named, **walk.defined}


class Walk:
    """Reads a text from its beginning to its end and notes the spots.

    It relies on the text being valid; one that is cut short ends in an IndexError, one that gives a key twice keeps the
    first. ``latest`` is what was defined last.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.offset = 0
        self.named: dict[KeyPath, Spot] = {}
        self.defined: dict[KeyPath, Spot] = {}
        self.newest_item: dict[KeyPath, int] = {}
        self.latest: tuple[KeyPath, Spot] = ((), Spot(0, 0))

    def document(self) -> None:
        table: KeyPath = ()
        while self.skip_to_statement():
            if self.sees("["):
                table = self.header()
            else:
                self.pair(table)

    def header(self) -> KeyPath:
        """``[table]`` or ``[[item.of.an.array]]``; the path of the table that it begins."""
        is_item = self.sees("[[")
        self.offset += 2 if is_item else 1
        segments = self.dotted_key()
        self.offset += 2 if is_item else 1
        path = self.define((), segments)
        return self.next_item(path) if is_item else path

    def next_item(self, path: KeyPath) -> KeyPath:
        self.newest_item[path] = self.newest_item.get(path, -1) + 1
        item = self.within(path)
        _, self.defined[item] = self.latest
        return item

    def pair(self, table: KeyPath) -> None:
        """``key = value``."""
        segments = self.dotted_key()
        self.offset += len("=")
        self.skip(BLANKS)
        self.value(self.define(table, segments, self.offset))

    def define(self, table: KeyPath, segments: list[Segment], value: int | None = None) -> KeyPath:
        path = table
        for name, offset in segments:
            path = (*self.within(path), name)
            self.named.setdefault(path, Spot(offset, offset))
        self.latest = (path, Spot(offset, offset if value is None else value))
        self.defined.setdefault(*self.latest)
        return path

    def within(self, path: KeyPath) -> KeyPath:
        """What stands under an array of tables belongs to the newest item of it."""
        return (*path, self.newest_item[path]) if path in self.newest_item else path

    def dotted_key(self) -> list[Segment]:
        segments = [self.segment()]
        while self.sees("."):
            self.offset += len(".")
            segments.append(self.segment())
        return segments

    def segment(self) -> Segment:
        self.skip(BLANKS)
        start = self.offset
        if self.sees('"') or self.sees("'"):
            self.string()
        else:
            self.skip_until(BLANKS + ".=]")
        name = _name(self.text[start : self.offset])
        self.skip(BLANKS)
        return name, start

    def value(self, path: KeyPath) -> None:
        first = self.text[self.offset]
        if first == "[":
            self.array(path)
        elif first == "{":
            self.inline_table(path)
        elif first in "\"'":
            self.string()
        else:
            self.skip_until(",]}#\n")

    def array(self, path: KeyPath) -> None:
        self.offset += len("[")
        for index in count():
            self.skip_to_statement()
            if self.sees("]"):
                break
            item = (*path, index)
            self.defined[item] = Spot(self.offset, self.offset)
            self.value(item)
            self.skip_comma()
        self.offset += len("]")

    def inline_table(self, path: KeyPath) -> None:
        self.offset += len("{")
        self.skip_to_statement()
        while not self.sees("}"):
            self.pair(path)
            self.skip_comma()
            self.skip_to_statement()
        self.offset += len("}")

    def string(self) -> None:
        quote = self.text[self.offset]
        fence = 3 * quote if self.sees(3 * quote) else quote
        self.offset += len(fence)
        while not self.sees(fence):
            is_escape = self.text[self.offset] == "\\" and quote == '"'
            self.offset += 2 if is_escape else 1
        self.offset += len(fence)
        if fence != quote:
            self.skip(quote)

    def skip_comma(self) -> None:
        self.skip_to_statement()
        if self.sees(","):
            self.offset += len(",")

    def skip_to_statement(self) -> bool:
        """Passes over blank lines and comments; whether something follows."""
        self.skip(BLANK_LINES)
        while self.sees("#"):
            self.skip_until("\n")
            self.skip(BLANK_LINES)
        return self.offset < len(self.text)

    def skip(self, characters: str) -> None:
        while self.offset < len(self.text) and self.text[self.offset] in characters:
            self.offset += 1

    def skip_until(self, characters: str) -> None:
        while self.offset < len(self.text) and self.text[self.offset] not in characters:
            self.offset += 1

    def sees(self, expected: str) -> bool:
        return self.text.startswith(expected, self.offset)


def _name(written: str) -> str:
    """The name for which a bare or quoted key stands."""
    if "\\" in written:
        return next(iter(loads(f"{written} = 0")))
    return written[1:-1] if written[0] in "\"'" else written
