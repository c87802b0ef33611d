"""Reads the value of an override, as Hydra's OverrideParser.g4 defines it; functions are evaluated on the way."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.grammar import complaints, lexer
from heracles.grammar.dress import refuse_within_a_value
from heracles.grammar.elements import DEEPEST, ONLY_WHOLE, Choice, Given, Template
from heracles.grammar.keys import key_end
from heracles.grammar.quoting import unquoted
from heracles.grammar.scalars import DICT_KEY_KINDS, PRIMITIVE_KINDS, scalar
from heracles.grammar.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from heracles.errors import Place, UsageError
    from heracles.grammar.elements import Element
    from heracles.grammar.lexer import Token
    from heracles.grammar.scalars import Scalar

    T = TypeVar("T")
    Noted = TypeVar("Noted")


def read_value(source: Place, start: int) -> Element:
    """The value ``source.text[start:]``; ``a,b`` is a simple Choice, nothing at all empty text; raises UsageError."""
    reader = _Reader(source, tokenize(source, start))
    values = reader.separated(lexer.END, reader.given)
    if len(values) < 2:  # noqa: PLR2004 one value is no sweep
        return values[0].value if values else ""
    return Choice([_value_inside("a list of choices", given, source) for given in values], is_simple=True)


def templates(source: Place) -> list[tuple[int, Template]]:
    """The values of the word ``source.text`` of which something is filled in later, and their offsets in it."""
    reader = _Reader(source, tokenize(source, key_end(source.text) + 1))
    reader.separated(lexer.END, reader.given)
    return reader.templates


class _Reader:
    """Recursive descent over the tokens of one value."""

    def __init__(self, source: Place, tokens: list[Token]) -> None:
        self._source = source
        self._tokens = tokens
        self._at = 0
        self._openings: list[Token | None] = [None]
        self.templates: list[tuple[int, Template]] = []

    def separated(self, close: str, read: Callable[[], T]) -> list[T]:
        """What ``read`` reads up to ``close``, with commas between."""
        items: list[T] = []
        if self._kind == close:
            self._take()
            return items
        while True:
            items.append(read())
            token = self._take()
            if token.kind == close:
                return items
            if token.kind != ",":
                raise complaints.unexpected(token, self._tokens[self._at - 2], self._openings[-1], self._source)

    def given(self) -> Given:
        """An element and where it begins."""
        start = self._tokens[self._at].start
        return Given(None, self._element(), start)

    def _element(self) -> Element:
        if self._kind == "[":
            return self._bracketed("]", lambda: self._inner("a list"))
        if self._kind == "{":
            return dict(self._bracketed("}", self._pair))
        if self._kind == lexer.QUOTED:
            return self._noted(unquoted(self._tokens[self._at].text), self._take().start)
        if self._kind == lexer.ID and self._tokens[self._at + 1].kind == "(":
            return self._call()
        return self._scalar(PRIMITIVE_KINDS, complaints.no_value)

    def _inner(self, container: str) -> Element:
        return _value_inside(container, self.given(), self._source)

    def _pair(self) -> tuple[Scalar | Template, Element]:
        key, colon = self._scalar(DICT_KEY_KINDS, complaints.no_key_in_braces), self._take()
        if colon.kind != ":":
            raise complaints.no_colon(colon, self._openings[-1], self._source)
        return key, self._inner("a dict")

    def _call(self) -> Element:
        from heracles.grammar.functions import call  # noqa: PLC0415 most sweeps call nothing

        name = self._take()
        refuse_within_a_value(f"{name.text}(", name.start, self._source)
        given = self._bracketed(")", self._member if name.text == "zip" else self._argument)
        if name.text.startswith("__"):
            self._end_of_dress(name)
        return call(name, given, self._source)

    def _end_of_dress(self, name: Token) -> None:
        token = self._take()
        if token.text != "__":
            raise complaints.no_end_of_dress(name, token, self._source)

    def _member(self) -> Given:
        """``key=value`` with any key of an override, where other functions have plain names."""
        first = self._at
        while self._kind not in ("=", ",", ")", lexer.END):
            self._at += 1
        if self._kind != "=":
            self._at = first
            return self.given()
        start, stop = self._tokens[first].start, self._take().start
        return Given(self._source.text[start:stop], self._element(), start)

    def _argument(self) -> Given:
        if self._kind != lexer.ID or self._tokens[self._at + 1].kind != "=":
            return self.given()
        name = self._take()
        self._take()
        return Given(name.text, self._element(), name.start)

    def _bracketed(self, close: str, read: Callable[[], T]) -> list[T]:
        opening = self._take()
        if len(self._openings) > DEEPEST:
            raise complaints.too_deep(DEEPEST, opening.start, self._source)
        self._openings.append(opening)
        items = self.separated(close, read)
        self._openings.pop()
        return items

    def _scalar(self, kinds: frozenset[str], complain: Callable[..., UsageError]) -> Scalar | Template:
        first = self._at
        while self._kind in kinds:
            self._at += 1
        if first == self._at:
            raise complain(self._tokens[first], self._tokens[first - 1], self._openings[-1], self._source)
        value = scalar(self._tokens[first : self._at], self._source)
        if isinstance(value, str) and value.startswith("__"):
            refuse_within_a_value(value, self._tokens[first].start, self._source)
        first += self._tokens[first].kind == lexer.BLANK
        return self._noted(value, self._tokens[first].start)

    def _noted(self, value: Noted, start: int) -> Noted:
        if isinstance(value, Template):
            self.templates.append((start, value))
        return value

    @property
    def _kind(self) -> str:
        return self._tokens[self._at].kind

    def _take(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]


def _value_inside(container: str, given: Given, source: Place) -> Element:
    if isinstance(given.value, ONLY_WHOLE):
        raise complaints.sweep_inside(container, given.start, source)
    return given.value
