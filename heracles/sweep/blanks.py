"""The values of a word in which something is filled in, and what Hydra reads of them then."""

from __future__ import annotations

from functools import lru_cache

from heracles.errors import Place, UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.grammar.lexer import ID_CHARS, is_typed
from heracles.grammar.parser import templates
from heracles.grammar.quoting import quote
from heracles.grammar.templates import KNOWN, PRODUCT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from heracles.grammar.elements import Template

_PLAIN = ID_CHARS | frozenset("./")


class _Blank(NamedTuple):
    """A value that asks for something: the word's text before it, how it was written, and which names it asks for."""

    before: str
    template: Template
    asked: tuple[str, ...]


class _Form(NamedTuple):
    """A word: its values that ask for something, and the text behind the last of them."""

    blanks: tuple[_Blank, ...]
    rest: str


def filled_word(word: str, values: Mapping[str, str]) -> str:
    """The word with those of the values that it asks for; as text to Hydra, but for a value that is just an index."""
    blanks, rest = _form(word)
    return "".join([blank.before + _text(blank, values) for blank in blanks]) + rest


@lru_cache(maxsize=1)
def words_among(arguments: tuple[str, ...]) -> tuple[str, ...]:
    """Those arguments that are words, or in which nothing is to be filled in."""
    return tuple(argument for argument in arguments if PRODUCT not in argument or _is_word(argument))


def _is_word(argument: str) -> bool:
    try:
        _form(argument)
    except UsageError:
        return False
    return True


def replaced(text: str, asked: Iterable[str], values: Mapping[str, str]) -> str:
    """The text with the values of the names that are asked for; those that have none stay."""
    for name in asked:
        if name in values:
            text = text.replace(f"{PRODUCT}{name}}}", values[name])
    return text


@lru_cache(maxsize=1024)
def _form(word: str) -> _Form:
    """A word is read once for all products that have it."""
    blanks, behind = [], 0
    for start, template in templates(Place("", word)):
        asked = tuple(name for name in KNOWN if f"{PRODUCT}{name}}}" in template.typed)
        blanks.append(_Blank(word[behind:start], template, asked))
        behind = start + len(template.typed)
    return _Form(tuple(blanks), word[behind:])


def _text(blank: _Blank, values: Mapping[str, str]) -> str:
    _, template, asked = blank
    if all(_PLAIN.issuperset(values.get(name, "")) for name in asked):
        typed = replaced(template.typed, asked, values)
        if typed[0] in "'\"" or asked == ("index",) or not is_typed(typed):
            return typed
    return quote(replaced(template.text, asked, values))
