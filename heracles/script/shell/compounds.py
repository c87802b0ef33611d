"""Compound commands: if, for, while, case, groups, tests."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.script.shell.cursor import METACHARACTERS
from heracles.script.shell.expansions import read_arithmetic
from heracles.script.shell.pieces import Pieces, end_of_arithmetic
from heracles.script.shell.syntax import Statement, Structure, Word
from heracles.script.shell.words import read_word

if TYPE_CHECKING:
    from heracles.script.shell.cursor import Cursor

CASE_BREAKS = (";;&", ";;", ";&", ";|")


def read_compound(cursor: Cursor) -> Structure:
    """The compound command that begins at the cursor, without the redirections behind it."""
    start = cursor.at
    cursor.descend()
    read = _read_parentheses if cursor.stands_at("(") else COMPOUNDS[cursor.reserved_word()]
    structure = read(cursor)
    cursor.ascend()
    return structure._replace(start=cursor.origin + start, end=cursor.origin + cursor.at)


def _structure(kind: str, parts: tuple[Statement, ...], words: tuple[Word, ...] = ()) -> Structure:
    return Structure(0, 0, kind, parts, words)


def _close(cursor: Cursor, closer: str, opener: str, opened: int) -> None:
    if not cursor.take(closer):
        raise cursor.fail(f"{opener} is never followed by {closer}", opened)


def _read_parentheses(cursor: Cursor) -> Structure:
    opened = cursor.at
    end = end_of_arithmetic(cursor.text, opened + 2) if cursor.stands_at("((") else -1
    if end >= 0:
        return _read_arithmetic_command(cursor, end)
    cursor.at += 1
    parts = cursor.read_statements(cursor)
    if not cursor.stands_at(")"):
        raise cursor.fail("( is never closed", opened)
    cursor.at += 1
    return _structure("subshell", parts)


def _read_arithmetic_command(cursor: Cursor, end: int) -> Structure:
    start = cursor.at
    pieces = Pieces()
    read_arithmetic(cursor, pieces, start + 2, end - 2)
    cursor.at = end
    return _structure("arithmetic", (), (_expression(cursor, pieces, start),))


def _expression(cursor: Cursor, pieces: Pieces, start: int) -> Word:
    raw = cursor.text[start : cursor.at]
    found = tuple(pieces.positionals), tuple(pieces.substitutions)
    return Word(cursor.origin + start, cursor.origin + cursor.at, raw, raw, True, False, *found, None)


def _read_group(cursor: Cursor) -> Structure:
    opened = cursor.at
    cursor.take("{")
    parts = cursor.read_statements(cursor)
    _close(cursor, "}", "{", opened)
    return _structure("group", parts)


def _read_if(cursor: Cursor) -> Structure:
    opened = cursor.at
    cursor.take("if")
    parts = cursor.read_statements(cursor)
    while cursor.take("then") or cursor.take("elif") or cursor.take("else"):
        parts += cursor.read_statements(cursor)
    _close(cursor, "fi", "if", opened)
    return _structure("if", parts)


def _read_while(cursor: Cursor) -> Structure:
    kind, opened = cursor.reserved_word(), cursor.at
    cursor.take(kind)
    condition = cursor.read_statements(cursor)
    return _structure(kind, condition + _read_loop_body(cursor, kind, opened))


def _read_loop_body(cursor: Cursor, kind: str, opened: int) -> tuple[Statement, ...]:
    if cursor.reserved_word() == "{":
        return _read_group(cursor).parts
    _close(cursor, "do", kind, opened)
    parts = cursor.read_statements(cursor)
    _close(cursor, "done", kind, opened)
    return parts


def _read_for(cursor: Cursor) -> Structure:
    kind, opened = cursor.reserved_word(), cursor.at
    cursor.take(kind)
    cursor.skip_blanks()
    words = _read_counting(cursor) if cursor.stands_at("((") else _read_range(cursor, opened)
    _skip_separator(cursor)
    return _structure(kind, _read_loop_body(cursor, kind, opened), words)


def _read_counting(cursor: Cursor) -> tuple[Word, ...]:
    end = end_of_arithmetic(cursor.text, cursor.at + 2)
    if end < 0:
        raise cursor.fail("(( is never closed", cursor.at)
    return _read_arithmetic_command(cursor, end).words


def _read_range(cursor: Cursor, start: int) -> tuple[Word, ...]:
    """The words that the variable goes through; none where it goes through the script's arguments."""
    if read_word(cursor) is None:
        raise cursor.fail("the loop has no variable", start)
    cursor.skip_lines()
    if not cursor.take("in"):
        return ()
    return _read_words(cursor)


def _read_words(cursor: Cursor) -> tuple[Word, ...]:
    words = []
    cursor.skip_blanks()
    word = read_word(cursor)
    while word is not None:
        words.append(word)
        cursor.skip_blanks()
        word = read_word(cursor)
    return tuple(words)


def _skip_separator(cursor: Cursor) -> None:
    cursor.skip_lines()
    if cursor.stands_at(";"):
        cursor.at += 1
    cursor.skip_lines()


def _read_case(cursor: Cursor) -> Structure:
    opened = cursor.at
    cursor.take("case")
    cursor.skip_blanks()
    subject = read_word(cursor)
    cursor.skip_lines()
    _close(cursor, "in", "case", opened)
    words = [] if subject is None else [subject]
    parts: tuple[Statement, ...] = ()
    cursor.skip_lines()
    while not cursor.take("esac"):
        words += _read_patterns(cursor, opened)
        parts += cursor.read_statements(cursor)
        _skip_case_break(cursor, opened)
    return _structure("case", parts, tuple(words))


def _read_patterns(cursor: Cursor, opened: int) -> list[Word]:
    patterns = []
    if cursor.stands_at("("):
        cursor.at += 1
    cursor.skip_blanks()
    while not cursor.stands_at(")"):
        word = read_word(cursor)
        if word is not None:
            patterns.append(word)
        elif not cursor.stands_at("|"):
            raise cursor.fail("case is never followed by esac", opened)
        else:
            cursor.at += 1
        cursor.skip_blanks()
    cursor.at += 1
    return patterns


def _skip_case_break(cursor: Cursor, opened: int) -> None:
    length = next((len(end) for end in CASE_BREAKS if cursor.stands_at(end)), 0)
    if not length and cursor.reserved_word() != "esac":
        raise cursor.fail("case is never followed by esac", opened)
    cursor.at += length
    cursor.skip_lines()


def _read_test(cursor: Cursor) -> Structure:
    opened = cursor.at
    cursor.take("[[")
    words = []
    cursor.skip_lines()
    while not cursor.take("]]"):
        if cursor.at_end:
            raise cursor.fail("[[ is never followed by ]]", opened)
        words += _read_in_test(cursor)
    return _structure("test", (), tuple(words))


def _read_in_test(cursor: Cursor) -> list[Word]:
    """A word or an operator of a test; parentheses and bars of a regular expression count as operators."""
    word = None if cursor.character() in METACHARACTERS else read_word(cursor)
    if word is not None:
        _skip_in_test(cursor)
        return [word]
    cursor.at += 0 if cursor.stands_at("\n") else 1
    _skip_in_test(cursor)
    return []


def _skip_in_test(cursor: Cursor) -> None:
    """A ``#`` begins a comment only behind a blank; elsewhere it belongs to a regular expression."""
    if cursor.stands_at("#"):
        cursor.at += 1
    else:
        cursor.skip_lines()


COMPOUNDS = {
    "{": _read_group,
    "if": _read_if,
    "while": _read_while,
    "until": _read_while,
    "for": _read_for,
    "select": _read_for,
    "case": _read_case,
    "[[": _read_test,
}
"""Reserved words that begin a compound command, and what reads it."""
