"""Reads the value of an override, as Hydra's OverrideParser.g4 defines it; functions are evaluated on the way."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.grammar import complaints, lexer
from heracles.grammar.dress import refuse_within_a_value
from heracles.grammar.elements import DEEPEST, Choice, Given, Whole
from heracles.grammar.quoting import unquoted
from heracles.grammar.scalars import DICT_KEY_KINDS, PRIMITIVE_KINDS, scalar

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from heracles.errors import Place, UsageError
    from heracles.grammar.elements import Element
    from heracles.grammar.lexer import Token
    from heracles.grammar.scalars import Scalar

    T = TypeVar("T")


def read_value(source: Place, start: int) -> Element:
    """The value ``source.text[start:]``; ``a,b`` is a simple Choice, nothing at all empty text; raises UsageError."""
    reader = _Reader(source, lexer.tokenize(source, start))
    elements = reader.separated(lexer.END, reader.element)
    if len(elements) < 2:  # noqa: PLR2004 one value is no sweep
        return elements[0].value if elements else ""
    return Choice([_inner("a list of choices", element, source) for element in elements], is_simple=True)


class _Reader:
    """Recursive descent over the tokens of one value."""

    def __init__(self, source: Place, tokens: list[Token]) -> None:
        self._source = source
        self._tokens = tokens
        self._at = 0
        self._openings: list[Token | None] = [None]

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

    def element(self) -> Given:
        start = self._tokens[self._at].start
        if self._kind == "[":
            return Given(None, self._list(), start)
        if self._kind == "{":
            return Given(None, self._dict(), start)
        if self._kind == lexer.ID and self._tokens[self._at + 1].kind == "(":
            return Given(None, self._call(), start)
        if self._kind == lexer.QUOTED:
            return Given(None, unquoted(self._take().text), start)
        return Given(None, self._scalar(PRIMITIVE_KINDS, complaints.no_value), start)

    def _list(self) -> list[Element]:
        return self._bracketed("]", lambda: _inner("a list", self.element(), self._source))

    def _dict(self) -> dict[Scalar, Element]:
        return dict(self._bracketed("}", self._pair))

    def _pair(self) -> tuple[Scalar, Element]:
        key, colon = self._scalar(DICT_KEY_KINDS, complaints.no_key_in_braces), self._take()
        if colon.kind != ":":
            raise complaints.no_colon(colon, self._openings[-1], self._source)
        return key, _inner("a dict", self.element(), self._source)

    def _call(self) -> Element:
        from heracles.grammar.functions import call  # noqa: PLC0415 most sweeps call nothing

        name = self._take()
        refuse_within_a_value(f"{name.text}(", name.start, self._source)
        return call(name, self._bracketed(")", self._argument), self._source)

    def _argument(self) -> Given:
        if self._kind != lexer.ID or self._tokens[self._at + 1].kind != "=":
            return self.element()
        name = self._take()
        self._take()
        return self.element()._replace(name=name.text, start=name.start)

    def _bracketed(self, close: str, read: Callable[[], T]) -> list[T]:
        opening = self._take()
        if len(self._openings) > DEEPEST:
            raise complaints.too_deep(DEEPEST, opening.start, self._source)
        self._openings.append(opening)
        items = self.separated(close, read)
        self._openings.pop()
        return items

    def _scalar(self, kinds: frozenset[str], complain: Callable[..., UsageError]) -> Scalar:
        first = self._at
        while self._kind in kinds:
            self._at += 1
        if first == self._at:
            raise complain(self._tokens[first], self._tokens[first - 1], self._openings[-1], self._source)
        value = scalar(self._tokens[first : self._at], self._source)
        if isinstance(value, str) and value.startswith("__"):
            refuse_within_a_value(value, self._tokens[first].start, self._source)
        return value

    @property
    def _kind(self) -> str:
        return self._tokens[self._at].kind

    def _take(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]


def _inner(container: str, given: Given, source: Place) -> Element:
    if isinstance(given.value, Whole):
        raise complaints.sweep_inside(container, given.start, source)
    return given.value
