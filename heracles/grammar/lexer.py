"""Cuts the value of an override (what stands behind ``=``) into tokens, as Hydra's OverrideLexer.g4 defines them."""

from __future__ import annotations

from heracles.errors import Place, UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.grammar import templates

if TYPE_CHECKING:
    from collections.abc import Callable

ID = "id"
INT = "int"
FLOAT = "float"
BOOL = "bool"
NULL = "null"
CHAR = "char"
ESCAPE = "escape"
BLANK = "blank"
QUOTED = "quoted"
INTERPOLATION = "interpolation"
VARIABLE = "variable"
END = "end"

BLANKS = frozenset(" \t")
DIGITS = frozenset("0123456789")
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
ID_CHARS = LETTERS | DIGITS | {"-"}
ESCAPABLE = frozenset("\\()[]{}:=, \t")
PLAIN_CHARS = frozenset("/-\\+.$%*@?|")
PUNCTUATION = frozenset("()[]{},:=")
RESERVED_WORDS = {"true": BOOL, "false": BOOL, "null": NULL, "inf": FLOAT, "nan": FLOAT}
LONGEST_RESERVED = 5


class Token(NamedTuple):
    """A piece of the value: its kind (punctuation is its own kind), its text with blanks, its offset in the word."""

    kind: str
    text: str
    start: int


def scan(source: Place, start: int) -> list[Token]:
    """The tokens of ``source.text`` from ``start`` on, the last of kind END; ``__env(NAME)__`` is one of kind VARIABLE.

    Raises UsageError for a quote or interpolation that is never closed, for a character that needs quotes, for
    ``$NAME``, and for what would be filled in later but cannot be (see ``templates``).
    """
    text, end, tokens = source.text, len(source.text), []
    while start < end:
        kind, stop = _SCANNERS.get(text[start], _foreign)(source, start)
        tokens.append(Token(kind, text[start:stop], start))
        start = stop
    tokens.append(Token(END, "", end))
    return tokens


def is_typed(text: str) -> bool:
    """Whether ``text``, unquoted, is a number, a bool or null."""
    if text[:1] in LETTERS:
        return text.lower() in RESERVED_WORDS
    if text[:1] in _NUMBER_STARTS:
        kind, stop = _number(Place("", text), 0)
        return kind in (INT, FLOAT) and stop == len(text)
    return False


def skip(text: str, start: int, characters: frozenset[str]) -> int:
    """The offset of the first character from ``start`` on that is none of ``characters``."""
    end = len(text)
    while start < end and text[start] in characters:
        start += 1
    return start


def _word(source: Place, start: int) -> tuple[str, int]:
    text, stop = source.text, skip(source.text, start, ID_CHARS)
    if text.startswith(_BEHIND_OPENING, stop) and text.endswith(templates.OPENING, start, stop):
        variable = stop - len(templates.OPENING)
        return (ID, variable) if variable > start else _variable(source, start)
    if stop - start > LONGEST_RESERVED:
        return ID, stop
    return RESERVED_WORDS.get(text[start:stop].lower(), ID), stop


def _variable(source: Place, start: int) -> tuple[str, int]:
    return VARIABLE, templates.variable_end(source.text, start, source.at(start))


def _punctuation(source: Place, start: int) -> tuple[str, int]:
    kind = source.text[start]
    return kind, start + 1 if kind in ")]}" else skip(source.text, start + 1, BLANKS)


def _blanks(source: Place, start: int) -> tuple[str, int]:
    """Blanks belong to the punctuation behind them, unless that opens a list or dict."""
    stop = skip(source.text, start, BLANKS)
    if source.text[stop : stop + 1] in PUNCTUATION - {"[", "{"}:
        return _punctuation(source, stop)
    return BLANK, stop


def _quoted(source: Place, start: int) -> tuple[str, int]:
    text, quote = source.text, source.text[start]
    stop = text.find(quote, start + 1)
    while stop != -1 and _backslashes_before(text, stop, start) % 2:
        stop = text.find(quote, stop + 1)
    if stop == -1:
        cure = f"end it with {quote}; {quote} as text needs quotes of the other kind around it"
        what = "the quote is never closed"
        raise UsageError(what, source.at(start), cure)
    templates.check(text[start:stop], source, start)
    return QUOTED, stop + 1


def _backslashes_before(text: str, stop: int, start: int) -> int:
    at = stop - 1
    while at > start and text[at] == "\\":
        at -= 1
    return stop - 1 - at


def _number(source: Place, start: int) -> tuple[str, int]:
    text = source.text
    unsigned = start + (text[start] in "+-")
    kind, stop = _fraction(text, unsigned, _integer(text, unsigned))
    if stop > unsigned:
        return _exponent(text, kind, stop)
    if unsigned > start and text[unsigned : unsigned + 3].lower() in ("inf", "nan"):
        return FLOAT, unsigned + 3
    return CHAR, start + 1


def _integer(text: str, start: int) -> int:
    return start + 1 if text[start : start + 1] == "0" else _digits(text, start)


def _fraction(text: str, start: int, point: int) -> tuple[str, int]:
    if text[point : point + 1] != ".":
        return INT, point
    stop = _digits(text, point + 1)
    is_only_a_point = stop == point + 1 and point == start
    return (INT, point) if is_only_a_point else (FLOAT, stop)


def _exponent(text: str, kind: str, stop: int) -> tuple[str, int]:
    if text[stop : stop + 1] not in ("e", "E"):
        return kind, stop
    digits = stop + 1 + (text[stop + 1 : stop + 2] in ("+", "-"))
    behind = _digits(text, digits)
    return (FLOAT, behind) if behind > digits else (kind, stop)


def _digits(text: str, start: int) -> int:
    """Behind the digits, which may have single underscores between them."""
    stop = skip(text, start, DIGITS)
    while stop > start and text[stop : stop + 1] == "_" and text[stop + 1 : stop + 2] in DIGITS:
        stop = skip(text, stop + 1, DIGITS)
    return stop


def _backslash(source: Place, start: int) -> tuple[str, int]:
    text, stop = source.text, start
    while text[stop : stop + 1] == "\\" and text[stop + 1 : stop + 2] in ESCAPABLE:
        stop += 2
    return (ESCAPE, stop) if stop > start else (CHAR, start + 1)


def _dollar(source: Place, start: int) -> tuple[str, int]:
    text, place = source.text, source.at(start)
    behind = text[start + 1 : start + 2]
    if behind in LETTERS:
        name = text[start : skip(text, start + 1, LETTERS | DIGITS)]
        what = f"{name} would not be expanded"
        raise UsageError(what, place, f"__env({name[1:]})__ is its value in the job, '{name}' in quotes the text")
    if behind != "{":
        return CHAR, start + 1
    close = text.find("}", start + 2)
    if close < start + 3:
        what = "the interpolation is never closed" if close == -1 else "the interpolation is empty"
        raise UsageError(what, place, "write ${key}, or quote the value if it is text")
    templates.check(text[start : close + 1], source, start)
    return INTERPOLATION, close + 1


def _character(_: Place, start: int) -> tuple[str, int]:
    return CHAR, start + 1


def _foreign(source: Place, start: int) -> tuple[str, int]:
    what = f"{source.text[start]!r} must stand in quotes"
    raise UsageError(what, source.at(start), "write the text in quotes: \"key='text'\" for the shell")


_BEHIND_OPENING = tuple(templates.CLOSING)
_NUMBER_STARTS = DIGITS | frozenset("+-.")
_SCANNERS: dict[str, Callable[[Place, int], tuple[str, int]]] = {
    **dict.fromkeys(LETTERS, _word),
    **dict.fromkeys(PLAIN_CHARS, _character),
    **dict.fromkeys(_NUMBER_STARTS, _number),
    **dict.fromkeys(PUNCTUATION, _punctuation),
    **dict.fromkeys(BLANKS, _blanks),
    **dict.fromkeys("\"'", _quoted),
    "\\": _backslash,
    "$": _dollar,
}
