"""What is wrong with a text that is not TOML, in plain words."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from heracles.config.lines import Line, Lines
from heracles.config.locator import KeyPath, Spot, Walk
from heracles.config.writing import dotted
from heracles.errors import Fault, Place

if TYPE_CHECKING:
    from collections.abc import Callable

QUOTES = "\"'\u201c\u201d\u2018\u2019\u201e\u201a"
GIVEN_TWICE = ("Cannot overwrite", "Cannot declare", "Cannot redefine", "Cannot mutate", "Duplicate inline table key")
NEVER_CLOSED = ("Unterminated string", "Expected \"'", "Unclosed array")


class Explanation(NamedTuple):
    what: str
    cure: str = ""


class Clash(NamedTuple):
    """What is given at the offset ``second`` was given at ``first`` already."""

    path: KeyPath
    first: int
    second: int


def syntax_fault(message: str, text: str, name: str) -> Fault:
    """The fault for which tomllib or tomli gave this message about a text, which is in the file ``name``."""
    reason, has_place, where = message.rpartition(" (at ")
    if not has_place:
        return Fault(f"a number in {name} has too many digits")
    lines = Lines.of(text)
    offset = _offset(reason, where.rstrip(")"), lines)
    clash = _clash(text[:offset]) if reason.startswith(GIVEN_TWICE) else None
    line = lines.at(clash.second if clash else offset)
    what, cure = _given_twice(clash, lines) if clash else _explanation(reason, line)
    return Fault(what, Place(f"{name}:{line.number}:{line.column + 1}", line.text, line.column), cure)


def _offset(reason: str, where: str, lines: Lines) -> int:
    """``line 2, column 8`` or ``end of document``, where the value that is never closed, or the last line, is shown."""
    if where.startswith("line "):
        line, _, column = where[len("line ") :].partition(", column ")
        return lines.offset(int(line), int(column) - 1)
    if reason.startswith(NEVER_CLOSED):
        _, spot = _walked(lines.text).latest
        return spot.value
    return len(lines.text.rstrip())


def _walked(text: str) -> Walk:
    walk = Walk(text)
    with suppress(IndexError):
        walk.document()
    return walk


def _clash(text: str) -> Clash | None:
    """What the last key of a text, which ends behind it, clashes with: the same key, or a value that it would be in."""
    walk = _walked(text)
    path, second = walk.latest
    for spots in (walk.defined, walk.named):
        if spots.get(path, second).key != second.key:
            return Clash(path, spots[path].key, second.key)
    while path := path[:-1]:
        if path in walk.defined and _is_value(walk.defined[path]):
            return Clash(path, walk.defined[path].key, second.key)
    return None


def _is_value(spot: Spot) -> bool:
    """Whether a value stands there, and not a table that a header makes, which has no place of its own."""
    return spot.value != spot.key


def _given_twice(clash: Clash, lines: Lines) -> Explanation:
    what = f"{dotted(clash.path)} is given already, in line {lines.at(clash.first).number}"
    return Explanation(what, "keep one of the two; several values of one key stand in a list: [1, 2]")


def _explanation(reason: str, line: Line) -> Explanation:
    for beginning, explain in EXPLANATIONS.items():
        if reason.startswith(beginning):
            return explain(line)
    return Explanation(f"this is not TOML: {reason[:1].lower()}{reason[1:]}")


def _bad_value(line: Line) -> Explanation:
    word = _word(line)
    if not word:
        return Explanation("a value is missing", 'a text stands in quotes: "text"; an empty one is ""')
    if word in ("None", "null", "nil"):
        return Explanation("TOML has no null", "leave the key out, or write it among the overrides: key=null")
    if word.lower() in ("true", "false"):
        return Explanation(f"{word} is not a TOML value", f"write: {word.lower()}")
    return Explanation(f"{word} is not a TOML value", _number(word) or f"a text stands in quotes: {_quoted(word)}")


def _word(line: Line) -> str:
    """The value at a place: what follows there, within a list or an inline table up to its comma or end."""
    word, _, _ = line.text[line.column :].partition("#")
    if not line.text[: line.column].rstrip().endswith("="):
        word = word[: next((at for at, character in enumerate(word) if character in ",]}"), None)]
    return word.strip()


def _quoted(word: str) -> str:
    bare = word.strip(QUOTES)
    return f"'{bare}'" if '"' in bare or "\\" in bare else f'"{bare}"'


def _number(word: str) -> str:
    for kind in (int, float):
        with suppress(ValueError):
            return f"write the number so: {kind(word)!r}"
    return ""


def _more_after_value(line: Line) -> Explanation:
    before, has_value, value = line.text.partition("=")
    value = value.partition("#")[0].strip()
    if not has_value or len(before) > line.column:
        return Explanation("something follows that does not belong to the line", "a comment begins with #")
    cure = _number(value) or _list(value) or f"a text stands in quotes: {_quoted(value)}"
    return Explanation(f"{value} is not a TOML value", cure)


def _list(value: str) -> str:
    return f"a list stands in brackets: [{value}]" if "," in value and value[0] not in "[{" + QUOTES else ""


def _bad_key(line: Line) -> Explanation:
    key, has_value, value = (part.strip() for part in line.text.partition("="))
    if has_value and key:
        return Explanation(f"{key} is a key only in quotes", f'write: "{key}" = {value}')
    if line.text[line.column :].lstrip().startswith(":"):
        return Explanation("TOML has = between a key and its value, no colon", "write: key = value")
    return Explanation("this is neither a key and its value nor a header", "write: key = value   or: [sweeps.NAME]")


def _bad_key_inside(line: Line) -> Explanation:
    if line.text[line.column :].strip() in ("", "}"):
        cure = "write: { a = 1, b = 2 }, in one line and without a comma at its end"
        return Explanation("a table in braces goes on where it cannot", cure)
    return Explanation("a key is missing, or begins with a character that needs quotes", 'write: "+key"')


def _odd_character(line: Line) -> Explanation:
    code = ord(line.text[line.column])
    return Explanation("a control character stands in the text", f'write it so, in a string: "\\u{code:04x}"')


def _always(what: str, cure: str) -> Callable[[Line], Explanation]:
    return lambda _line: Explanation(what, cure)


_open_string = _always("a string is not closed", 'it ends with the quote it begins with; """ encloses several lines')
_bad_escape = _always("an escape in double quotes is not one", "write: \\u00e9   or \\U0001f600")
EXPLANATIONS: dict[str, Callable[[Line], Explanation]] = {
    "Invalid value": _bad_value,
    "Expected newline": _more_after_value,
    "Expected '=' after": _bad_key,
    "Invalid statement": _bad_key,
    "Invalid initial character": _bad_key_inside,
    "Illegal character '\\n'": _open_string,
    "Found invalid character '\\n'": _open_string,
    "Unterminated string": _open_string,
    "Expected \"'": _open_string,
    "Illegal character": _odd_character,
    "Found invalid character": _odd_character,
    "Invalid hex": _bad_escape,
    "Escaped character": _bad_escape,
    "Unescaped": _always("a backslash in double quotes must be doubled", "write: \\\\   or use single quotes"),
    "Unclosed array": _always("a list is not closed, or a comma is missing in it", "write: [1, 2, 3]"),
    "Unclosed inline": _always("braces are not closed, or a comma is missing in them", "write: { a = 1, b = 2 }"),
    "Invalid date": _always("there is no such date or time", "a text stands in quotes"),
    "Expected ']": _always(
        "the header of a table is not closed, or has a name that needs quotes",
        'write: [sweeps.NAME]; a name of other characters than letters, digits, - and _ stands in quotes: ["+a"]',
    ),
}
"""What is to be said, by how the reader's message begins."""
