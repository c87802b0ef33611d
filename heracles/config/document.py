"""The text of a heracles.toml, what it says, and where in it things stand."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from heracles.config.find import FILE_NAME, shown
from heracles.config.lines import Lines
from heracles.config.locator import KeyPath, Spot, locate
from heracles.config.syntax import syntax_fault
from heracles.config.toml import loads
from heracles.config.writing import dotted
from heracles.errors import Faults, Place, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

NULL_CHARACTER = "\0"


class Document(NamedTuple):
    """A file that is valid TOML; ``name`` is what messages call it, ``spots`` where its keys and values stand."""

    name: str
    lines: Lines
    data: dict[str, Any]
    spots: dict[KeyPath, Spot]

    def entry(self, *path: str | int) -> Entry:
        """What stands at a path; or the nearest table around it, at last the file itself, which stands nowhere."""
        while path and path not in self.spots:
            path = path[:-1]
        return Entry(self, path)


class Entry(NamedTuple):
    """A key of a document with its value, or an item of an array."""

    document: Document
    path: KeyPath

    def inside(self, *path: str | int) -> Entry:
        """The entry at a path from here, or the nearest table around it."""
        return self.document.entry(*self.path, *path)

    @property
    def offset(self) -> int:
        """Where it begins in the text."""
        return self.document.spots[self.path].key

    @property
    def key(self) -> Place:
        """The place of the key; that of an item is the item."""
        return self._place(self.document.spots[self.path].key)

    @property
    def value(self) -> Place:
        """The place of the value; that of a table which has no braces is its key."""
        return self._place(self.document.spots[self.path].value)

    @property
    def is_header(self) -> bool:
        """Whether it is a table without braces: one that a header or a dotted key makes."""
        return self.document.spots[self.path].key == self.document.spots[self.path].value

    def _place(self, offset: int) -> Place:
        line = self.document.lines.at(offset)
        return Place(f"{self.document.name}:{line.number}: {dotted(self.path)}", line.text, line.column)


def read(path: str) -> Document:
    """Reads a TOML file; raises a UsageError where it cannot be read, is not UTF-8 or not TOML."""
    name = shown(path)
    text = _text(path, name)
    try:
        document = Document(name, Lines.of(text), loads(text), locate(text))
    except ValueError as error:
        raise UsageError.of([syntax_fault(str(error), text, name)]) from None
    _refuse_null_characters(document)
    return document


def _refuse_null_characters(document: Document) -> None:
    """A shell drops them without a word, so that a run would get another text than the file says."""
    faults = Faults()
    for path in _paths_of_texts_with(NULL_CHARACTER, document.data):
        what = "a text holds the character \\u0000, which no program can be given"
        faults.add(what, document.entry(*path).value, "take it out")
    faults.raise_any()


def _paths_of_texts_with(part: str, value: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    if isinstance(value, str) and part in value:
        yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inside:
        yield from _paths_of_texts_with(part, item, (*path, key))


def _text(path: str, name: str) -> str:
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}", cure=_how_to_name_it(error, name)) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(content, error.start, name) from None


def _how_to_name_it(error: OSError, name: str) -> str:
    if isinstance(error, IsADirectoryError):
        return f"name the file in it: {os.path.join(name, FILE_NAME)}"
    return (
        "look for a typo in its name, or write one with: heracles init" if isinstance(error, FileNotFoundError) else ""
    )


def _not_utf8(content: bytes, offset: int, name: str) -> UsageError:
    line = Lines.of(content.decode("utf-8", "replace")).at(len(content[:offset].decode("utf-8")))
    place = Place(f"{name}:{line.number}:{line.column + 1}", line.text, line.column)
    return UsageError(f"{name} is not UTF-8 text", place, "save it in the encoding UTF-8")
