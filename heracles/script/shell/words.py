"""Words: from the cursor to the next blank or operator that is not quoted."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.script.shell.cursor import METACHARACTERS, QUOTING
from heracles.script.shell.expansions import read_backquotes, read_dollar, read_double_quotes, read_substitution
from heracles.script.shell.pieces import Pieces, read_plain, read_single_quotes
from heracles.script.shell.syntax import Word

if TYPE_CHECKING:
    from heracles.script.shell.cursor import Cursor

SPECIAL = METACHARACTERS | QUOTING
PATTERN_GROUPS = ("?", "*", "+", "@", "!")
SUBSTITUTED_FILES = ("<(", ">(")


def read_word(cursor: Cursor) -> Word | None:
    """The word that begins at the cursor, which must not stand at a blank; None at an operator or the end."""
    start = end = cursor.at
    pieces = Pieces()
    while not cursor.at_end:
        if cursor.stands_at("\\\n"):
            cursor.at += 2
        elif _read_piece(cursor, pieces, start):
            end = cursor.at
        else:
            break
    if end == start:
        return None
    return _word(cursor, pieces, start, end)


def _word(cursor: Cursor, pieces: Pieces, start: int, end: int) -> Word:
    return Word(
        cursor.origin + start,
        cursor.origin + end,
        cursor.text[start:end],
        "".join(pieces.value),
        pieces.expands,
        pieces.quoted,
        tuple(pieces.positionals),
        tuple(pieces.substitutions),
        pieces.elements,
    )


def _read_piece(cursor: Cursor, pieces: Pieces, start: int) -> bool:
    """Reads the next part of a word that began at ``start``; false where the word ends."""
    character = cursor.character()
    if character not in SPECIAL:
        read_plain(cursor, pieces, SPECIAL)
    elif character in METACHARACTERS:
        return _read_parenthesis(cursor, pieces, start)
    elif character == "'":
        read_single_quotes(cursor, pieces)
    elif character == '"':
        read_double_quotes(cursor, pieces)
    elif character == "$":
        read_dollar(cursor, pieces, quoted=False)
    elif character == "`":
        read_backquotes(cursor, pieces, quoted=False)
    else:
        _read_backslash(cursor, pieces)
    return True


def _read_backslash(cursor: Cursor, pieces: Pieces) -> None:
    if not cursor.character(1):
        raise cursor.fail("the script ends in a backslash", cursor.at)
    pieces.quoted = True
    pieces.value.append(cursor.character(1))
    cursor.at += 2


def _read_parenthesis(cursor: Cursor, pieces: Pieces, start: int) -> bool:
    """Reads ``<(...)``, the ``(...)`` of an array or of a pattern such as ``@(a|b)``; false at any other operator."""
    opened, before = cursor.at, cursor.text[start : cursor.at]
    if cursor.stands_at(*SUBSTITUTED_FILES):
        cursor.at += 1
        read_substitution(cursor, pieces)
        pieces.expands = True
    elif cursor.stands_at("(") and _assigns(before):
        pieces.elements = _read_elements(cursor)
    elif cursor.stands_at("(") and before.endswith(PATTERN_GROUPS):
        _read_pattern_group(cursor, pieces)
    else:
        return False
    pieces.value.append(cursor.text[opened : cursor.at])
    return True


def _assigns(before: str) -> bool:
    return before.endswith("=") and assigned_name(before) != ""


def assigned_name(raw: str) -> str:
    """The variable of ``NAME=...`` or ``NAME+=...``, as with ``NAME[...]=...``; empty for any other word."""
    name = raw.partition("=")[0] if "=" in raw else ""
    name = name[:-1] if name.endswith("+") else name
    name = name.partition("[")[0] if name.endswith("]") else name
    return name if name.isidentifier() and name.isascii() else ""


def _read_elements(cursor: Cursor) -> tuple[Word, ...]:
    opened = cursor.at
    cursor.descend()
    cursor.at += 1
    elements = []
    cursor.skip_lines()
    while not cursor.stands_at(")"):
        word = read_word(cursor)
        if word is None:
            raise cursor.fail("an array is never closed", opened)
        elements.append(word)
        cursor.skip_lines()
    cursor.at += 1
    cursor.ascend()
    return tuple(elements)


def _read_pattern_group(cursor: Cursor, pieces: Pieces) -> None:
    opened = cursor.at
    cursor.descend()
    cursor.at += 1
    inside = Pieces()
    while not cursor.stands_at(")"):
        if cursor.at_end:
            raise cursor.fail("a parenthesis is never closed", opened)
        _read_in_pattern(cursor, inside)
    cursor.at += 1
    cursor.ascend()
    pieces.expands = pieces.expands or inside.expands
    pieces.take_expansions(inside)


def _read_in_pattern(cursor: Cursor, inside: Pieces) -> None:
    if cursor.stands_at("("):
        _read_pattern_group(cursor, inside)
    elif cursor.character() in METACHARACTERS:
        cursor.at += 1
    else:
        _read_piece(cursor, inside, cursor.at)
