"""The tokens of a value, in which ``__linspace:0,1,5__`` is read as ``__linspace(0,1,5)__``."""

from __future__ import annotations

from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING
from heracles.grammar.lexer import END, ID, Token, scan

if TYPE_CHECKING:
    from heracles.errors import Place

NAMES = ("__linspace", "__logspace")
COLON_FORM = "space:"
CLOSING = "__"
BEFORE_A_VALUE = ("", "(", ",", "[", "=")


def tokenize(source: Place, start: int) -> list[Token]:
    """The tokens of ``source.text`` from ``start`` on, the last of kind END; raises UsageError as ``scan`` does."""
    tokens = scan(source, start)
    return _with_parentheses(tokens, source) if COLON_FORM in source.text else tokens


def _with_parentheses(tokens: list[Token], source: Place) -> list[Token]:
    read = [Token("", "", 0)]
    opening = None
    for token in tokens:
        if token.kind == ":" and read[-1].text in NAMES and read[-2].kind in BEFORE_A_VALUE:
            opening = read[-1]
            read.append(token._replace(kind="("))
        elif opening is not None and token.kind == ID and token.text.endswith(CLOSING):
            opening = None
            read += _closed(token)
        elif opening is not None and token.kind == END:
            raise _without_end(opening, source)
        else:
            read.append(token)
    return read[1:]


def _closed(token: Token) -> list[Token]:
    text = token.text[: -len(CLOSING)]
    last = token.start + len(text)
    inner = [token._replace(text=text)] if text else []
    return [*inner, Token(")", "", last), Token(ID, CLOSING, last)]


def _without_end(opening: Token, source: Place) -> UsageError:
    what = f"{opening.text}: does not end in {CLOSING}"
    return UsageError(what, source.at(opening.start), f"write {opening.text}:1,9,3__; quote it if it is text")
