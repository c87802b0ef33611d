"""The typed value of unquoted text, made of tokens: a number, a bool, null, or else text."""

from __future__ import annotations

from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING
from heracles.grammar import lexer
from heracles.grammar.elements import Template
from heracles.grammar.templates import is_template

if TYPE_CHECKING:
    from typing import Union

    from heracles.errors import Place
    from heracles.grammar.lexer import Token

    Scalar = Union[None, bool, int, float, str]

LONGEST_INTEGER = 4300
"""Digits of the longest integer that Python, and so Hydra, reads from text."""

DICT_KEY_KINDS = frozenset(
    [lexer.ID, lexer.NULL, lexer.INT, lexer.FLOAT, lexer.BOOL, lexer.CHAR, lexer.ESCAPE, lexer.BLANK, lexer.VARIABLE]
)
PRIMITIVE_KINDS = DICT_KEY_KINDS | {lexer.INTERPOLATION, ":"}


def scalar(tokens: list[Token], source: Place) -> Scalar | Template:
    """One token keeps its type, several are text; blanks at the ends do not count."""
    tokens = _without_outer_blanks(tokens)
    if any(_is_filled_in_later(token) for token in tokens):
        return Template("".join(map(_unescaped, tokens)), "".join([token.text for token in tokens]))
    if len(tokens) == 1:
        return _typed(tokens[0], source)
    return "".join(_unescaped(token) for token in tokens)


def integer(text: str) -> int:
    """The integer that the text stands for; raises ValueError, also for one that is too long."""
    digits = sum(map(str.isdigit, text))
    if digits > LONGEST_INTEGER:
        what = f"an integer of {digits} digits is longer than the {LONGEST_INTEGER} that Python reads"
        raise ValueError(what)
    return int(text)


def _without_outer_blanks(tokens: list[Token]) -> list[Token]:
    first = 1 if tokens[0].kind == lexer.BLANK else 0
    last = len(tokens) - (1 if tokens[-1].kind == lexer.BLANK else 0)
    return tokens[first:last]


def _is_filled_in_later(token: Token) -> bool:
    return token.kind == lexer.VARIABLE or (token.kind == lexer.INTERPOLATION and is_template(token.text))


def _typed(token: Token, source: Place) -> Scalar:
    if token.kind == lexer.INT:
        return _integer(token, source)
    if token.kind == lexer.FLOAT:
        return float(token.text)
    if token.kind == lexer.BOOL:
        return token.text.lower() == "true"
    return None if token.kind == lexer.NULL else _unescaped(token)


def _integer(token: Token, source: Place) -> int:
    try:
        return integer(token.text)
    except ValueError as error:
        raise UsageError(str(error), source.at(token.start), "quote it, if it is text") from None


def _unescaped(token: Token) -> str:
    return token.text[1::2] if token.kind == lexer.ESCAPE else token.text
