"""Quotes and expansions: what may stand inside a word, and how far it goes."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.script.shell.pieces import (
    DIGITS,
    LETTERS,
    NAME,
    Pieces,
    end_of,
    end_of_arithmetic,
    read_dollar_quotes,
    read_plain,
    read_single_quotes,
)
from heracles.script.shell.syntax import Positional

if TYPE_CHECKING:
    from heracles.script.shell.cursor import Cursor

ARGUMENTS = frozenset("@*#123456789")
SPECIAL = frozenset("?!$-0")
IN_DOUBLE_QUOTES = frozenset('"\\$`')
DEFAULTS = (":-", "-", ":=", "=", ":+", "+", ":?", "?")
PATTERNS = frozenset("#%/^,")
ARITHMETIC_IN_BRACKETS = frozenset({"bash", "zsh"})
QUOTES_IN_BRACES = frozenset({"bash", "ksh"})


def expansions_of(cursor: Cursor) -> Pieces:
    """All expansions in text that stands in no quotes but is not split: a here-document, an arithmetic expression."""
    pieces = Pieces()
    while not cursor.at_end:
        if cursor.stands_at("$"):
            read_dollar(cursor, pieces, quoted=True)
        elif cursor.stands_at("`"):
            read_backquotes(cursor, pieces, quoted=False)
        else:
            cursor.at += 2 if cursor.stands_at("\\") else 1
    return pieces


def read_double_quotes(cursor: Cursor, pieces: Pieces) -> None:
    opened = cursor.at
    pieces.quoted = True
    cursor.at += 1
    while not cursor.stands_at('"'):
        if cursor.at_end:
            raise cursor.fail("a double quote is never closed", opened)
        _read_double_quoted(cursor, pieces)
    cursor.at += 1


def _read_double_quoted(cursor: Cursor, pieces: Pieces) -> None:
    if cursor.stands_at("$"):
        read_dollar(cursor, pieces, quoted=True)
    elif cursor.stands_at("`"):
        read_backquotes(cursor, pieces, quoted=True)
    elif cursor.stands_at("\\\n"):
        cursor.at += 2
    elif cursor.stands_at("\\$", "\\`", '\\"', "\\\\"):
        pieces.value.append(cursor.character(1))
        cursor.at += 2
    else:
        read_plain(cursor, pieces, IN_DOUBLE_QUOTES)


def read_dollar(cursor: Cursor, pieces: Pieces, *, quoted: bool) -> None:
    """Reads what a ``$`` begins; ``quoted`` says that double quotes stand around it."""
    start = cursor.at
    if cursor.stands_at("$'") and not quoted:
        read_dollar_quotes(cursor, pieces)
    elif cursor.stands_at('$"') and not quoted:
        cursor.at += 1
    else:
        if _read_expansion(cursor, pieces, quoted):
            pieces.expands = True
        pieces.value.append(cursor.text[start : cursor.at])


def _read_expansion(cursor: Cursor, pieces: Pieces, quoted: bool) -> bool:
    """Reads ``$NAME``, ``${...}``, ``$(...)`` and their like; false where the ``$`` stands for itself."""
    following = cursor.character(1)
    if following == "(":
        _read_parentheses(cursor, pieces)
    elif following == "{":
        _read_braces(cursor, pieces, quoted)
    elif following == "[" and cursor.shell in ARITHMETIC_IN_BRACKETS:
        _read_brackets(cursor)
    elif following and following in LETTERS:
        cursor.at = end_of(NAME, cursor.text, cursor.at + 1)
    elif following and following in ARGUMENTS | SPECIAL:
        _read_parameter(cursor, pieces, quoted)
    else:
        cursor.at += 1
        return False
    return True


def _read_parameter(cursor: Cursor, pieces: Pieces, quoted: bool) -> None:
    name = cursor.character(1)
    if name in ARGUMENTS:
        pieces.positionals.append(Positional(cursor.origin + cursor.at, "$" + name, name, quoted, False))
    cursor.at += 2


def _read_parentheses(cursor: Cursor, pieces: Pieces) -> None:
    start = cursor.at
    end = end_of_arithmetic(cursor.text, start + 3) if cursor.stands_at("$((") else -1
    if end < 0:
        cursor.at += 1
        read_substitution(cursor, pieces)
        return
    cursor.at = end
    read_arithmetic(cursor, pieces, start + 3, end - 2)


def read_arithmetic(cursor: Cursor, pieces: Pieces, start: int, end: int) -> None:
    """Keeps the expansions of an arithmetic expression between two offsets; the cursor stays where it is."""
    cursor.descend()
    pieces.take_expansions(expansions_of(cursor.within(cursor.text[start:end], start)))
    cursor.ascend()


def read_substitution(cursor: Cursor, pieces: Pieces) -> None:
    """The commands in parentheses that begin at the cursor."""
    opened, waiting = cursor.at, len(cursor.expected)
    cursor.at += 1
    cursor.descend()
    pieces.substitutions += cursor.read_statements(cursor)
    cursor.ascend()
    if not cursor.stands_at(")"):
        raise cursor.fail("a parenthesis is never closed", opened)
    if len(cursor.expected) > waiting:
        raise cursor.fail("a here-document begins in $( ) and ends outside", opened)
    cursor.at += 1


def read_backquotes(cursor: Cursor, pieces: Pieces, *, quoted: bool) -> None:
    """The commands in backquotes, within which a backslash keeps another backquote."""
    opened = cursor.at
    escaped = '\\`$"' if quoted else "\\`$"
    inner: list[str] = []
    cursor.at += 1
    while not cursor.stands_at("`"):
        if cursor.at_end:
            raise cursor.fail("a backquote is never closed", opened)
        if cursor.stands_at("\\") and cursor.character(1) in escaped:
            cursor.at += 1
        inner.append(cursor.character())
        cursor.at += 1
    cursor.at += 1
    pieces.expands = True
    pieces.value.append(cursor.text[opened : cursor.at])
    _read_inner(cursor.within("".join(inner), opened + 1), pieces)


def _read_inner(inner: Cursor, pieces: Pieces) -> None:
    inner.descend()
    pieces.substitutions += inner.read_statements(inner)
    if not inner.at_end:
        raise inner.fail(f"{inner.character()!r} does not belong here", inner.at)


def _read_brackets(cursor: Cursor) -> None:
    end = cursor.text.find("]", cursor.at)
    if end < 0:
        raise cursor.fail("$[ is never closed", cursor.at)
    cursor.at = end + 1


def _read_braces(cursor: Cursor, pieces: Pieces, quoted: bool) -> None:
    opened = cursor.at
    cursor.descend()
    cursor.at += 2
    name = _take_name(cursor)
    operator_at = cursor.at
    hides_quotes = _hides_quotes(cursor, quoted)
    while not cursor.stands_at("}"):
        if cursor.at_end:
            raise cursor.fail("${ is never closed", opened)
        _read_in_braces(cursor, pieces, quoted, hides_quotes)
    cursor.at += 1
    cursor.ascend()
    if name in ARGUMENTS or (name.isdigit() and name.strip("0")):
        has_default = cursor.text.startswith(DEFAULTS, operator_at)
        text = cursor.text[opened : cursor.at]
        pieces.positionals.append(Positional(cursor.origin + opened, text, name, quoted, has_default))


def _take_name(cursor: Cursor) -> str:
    """The parameter's name in ``${name...}``, ``${#name}`` (a length) and ``${!name}`` (what it names)."""
    if cursor.stands_at("#@}", "#*}"):
        cursor.at += 1
        return "#"
    if cursor.stands_at("#", "!") and cursor.character(1) in NAME | ARGUMENTS and cursor.character(1):
        cursor.at += 1
    start = cursor.at
    characters = DIGITS if cursor.character() in DIGITS else NAME
    cursor.at = end_of(characters, cursor.text, start)
    if cursor.at == start and cursor.stands_at("@", "*", "#", "?", "!", "$", "-"):
        cursor.at += 1
    return cursor.text[start : cursor.at]


def _hides_quotes(cursor: Cursor, quoted: bool) -> bool:
    """Whether a single quote in these braces is an ordinary character, as it is in double quotes in some shells."""
    if not quoted or cursor.shell in QUOTES_IN_BRACES:
        return False
    return cursor.shell == "zsh" or cursor.character() not in PATTERNS


def _read_in_braces(cursor: Cursor, pieces: Pieces, quoted: bool, hides_quotes: bool) -> None:
    inside = Pieces()
    if cursor.stands_at("\\"):
        cursor.at += 2
    elif cursor.stands_at("'") and not hides_quotes:
        read_single_quotes(cursor, inside)
    elif cursor.stands_at('"'):
        read_double_quotes(cursor, inside)
    elif cursor.stands_at("$"):
        read_dollar(cursor, inside, quoted=quoted)
    elif cursor.stands_at("`"):
        read_backquotes(cursor, inside, quoted=quoted)
    else:
        cursor.at += 1
    pieces.take_expansions(inside)
