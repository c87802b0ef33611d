"""What a word is made of while it is read, and the plain stretches of it."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from heracles.script.shell.cursor import Cursor
    from heracles.script.shell.syntax import Positional, Statement, Word

DIGITS = frozenset("0123456789")
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
NAME = LETTERS | DIGITS


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

    def take_expansions(self, inside: Pieces) -> None:
        """Takes over what is expanded inside something that is kept as it is written."""
        self.positionals += inside.positionals
        self.substitutions += inside.substitutions


def read_plain(cursor: Cursor, pieces: Pieces, special: frozenset[str]) -> None:
    """Reads one character, and on to the next special one."""
    text, start = cursor.text, cursor.at
    end = start + 1
    while end < len(text) and text[end] not in special:
        end += 1
    pieces.value.append(text[start:end])
    cursor.at = end


def read_single_quotes(cursor: Cursor, pieces: Pieces) -> None:
    end = cursor.text.find("'", cursor.at + 1)
    if end < 0:
        raise cursor.fail("a single quote is never closed", cursor.at)
    pieces.value.append(cursor.text[cursor.at + 1 : end])
    pieces.quoted = True
    cursor.at = end + 1


def read_dollar_quotes(cursor: Cursor, pieces: Pieces) -> None:
    """Reads ``$'...'``, in which a backslash keeps a quote, but for dash."""
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


def end_of(characters: frozenset[str], text: str, at: int) -> int:
    """Where a run of certain characters ends."""
    while at < len(text) and text[at] in characters:
        at += 1
    return at


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
