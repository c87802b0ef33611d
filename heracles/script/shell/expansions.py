"""Quotes and expansions: what may stand inside a word, and how far it goes."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.script.shell.syntax import Positional

if TYPE_CHECKING:
    from heracles.script.shell.cursor import Cursor
    from heracles.script.shell.syntax import Statement, Word

DIGITS = frozenset("0123456789")
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
NAME = LETTERS | DIGITS
ARGUMENTS = frozenset("@*#123456789")
SPECIAL = frozenset("?!$-0")
IN_DOUBLE_QUOTES = frozenset('"\\$`')
DEFAULTS = (":-", "-", ":=", "=", ":+", "+", ":?", "?")
PATTERNS = frozenset("#%/^,")
QUOTES_IN_BRACES = frozenset({"bash", "ksh"})


class Pieces:
    """What a word turns out to hold while it is read."""

    __slots__ = ("elements", "expands", "positionals", "quoted", "substitutions", "value")

    def __init__(self) -> None:
        self.value: list[str] = []
        self.expands = False
        self.quoted = False
        self.positionals: list[Positional] = []
        self.substitutions: list[Statement] = []
        self.elements: tuple[Word, ...] | None = None


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


def read_single_quotes(cursor: Cursor, pieces: Pieces) -> None:
    end = cursor.text.find("'", cursor.at + 1)
    if end < 0:
        raise cursor.fail("a single quote is never closed", cursor.at)
    pieces.value.append(cursor.text[cursor.at + 1 : end])
    pieces.quoted = True
    cursor.at = end + 1


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


def read_plain(cursor: Cursor, pieces: Pieces, special: frozenset[str]) -> None:
    """Reads one character, and on to the next special one."""
    text, start = cursor.text, cursor.at
    end = start + 1
    while end < len(text) and text[end] not in special:
        end += 1
    pieces.value.append(text[start:end])
    cursor.at = end


def read_dollar(cursor: Cursor, pieces: Pieces, *, quoted: bool) -> None:
    """Reads what a ``$`` begins; ``quoted`` says that double quotes stand around it."""
    start, following = cursor.at, cursor.character(1)
    if following == "'" and not quoted:
        _read_dollar_quote(cursor, pieces)
        return
    if following == '"' and not quoted:
        cursor.at += 1
        return
    if following == "(":
        _read_parentheses(cursor, pieces)
    elif following == "{":
        _read_braces(cursor, pieces, quoted)
    elif following == "[" and cursor.shell in {"bash", "zsh"}:
        _read_brackets(cursor)
    elif following in LETTERS and following:
        cursor.at = end_of(NAME, cursor.text, cursor.at + 1)
    elif following in ARGUMENTS | SPECIAL and following:
        _read_parameter(cursor, pieces, quoted)
    else:
        cursor.at += 1
        pieces.value.append("$")
        return
    pieces.expands = True
    pieces.value.append(cursor.text[start : cursor.at])


def end_of(characters: frozenset[str], text: str, at: int) -> int:
    while at < len(text) and text[at] in characters:
        at += 1
    return at


def _read_parameter(cursor: Cursor, pieces: Pieces, quoted: bool) -> None:
    name = cursor.character(1)
    if name in ARGUMENTS:
        pieces.positionals.append(Positional(cursor.origin + cursor.at, "$" + name, name, quoted, False))
    cursor.at += 2


def _read_dollar_quote(cursor: Cursor, pieces: Pieces) -> None:
    opened = cursor.at
    cursor.at += 2
    escapes = cursor.shell != "dash"
    while not cursor.stands_at("'"):
        if cursor.at_end:
            raise cursor.fail("a single quote is never closed", opened)
        if cursor.stands_at("\\'") and cursor.shell == "sh":
            raise cursor.fail("$'...\\'...' ends in different places in different shells called sh", opened)
        cursor.at += 2 if escapes and cursor.stands_at("\\") else 1
    cursor.at += 1
    pieces.quoted = True
    pieces.value.append(cursor.text[opened + 2 : cursor.at - 1])


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
    found = expansions_of(cursor.within(cursor.text[start:end], start))
    pieces.positionals += found.positionals
    pieces.substitutions += found.substitutions
    cursor.ascend()


def end_of_arithmetic(text: str, at: int) -> int:
    """Where ``((``, opened before ``at``, ends in ``))``; -1 if it does not, and means two parentheses."""
    depth = 0
    while at < len(text):
        character = text[at]
        if character == "\\":
            at += 1
        elif character in "'\"":
            at = _closing_quote(text, at)
        elif character == "(":
            depth += 1
        elif character == ")":
            if depth == 0:
                return at + 2 if text.startswith("))", at) else -1
            depth -= 1
        at += 1
    return -1


def _closing_quote(text: str, at: int) -> int:
    quote = text[at]
    at += 1
    while at < len(text) and text[at] != quote:
        at += 2 if quote == '"' and text[at] == "\\" else 1
    return at


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
    pieces.positionals += inside.positionals
    pieces.substitutions += inside.substitutions
