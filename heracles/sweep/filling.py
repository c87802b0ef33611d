"""``${heracles:id}``, ``:index``, ``:sweep`` and ``:launch`` in the words of a product, replaced by their values."""

from __future__ import annotations

from heracles.errors import Place
from heracles.frozen import TYPE_CHECKING
from heracles.grammar.lexer import ID_CHARS, is_typed
from heracles.grammar.templates import PRODUCT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from heracles.grammar.elements import Template

_TEXT_IN_ANY_CASE = frozenset("bcdgjkmopqvwxyzBCDGJKMOPQVWXYZ")
"""Letters of no number, bool or null."""
_PLAIN = ID_CHARS | frozenset("./")


def filled(words: tuple[str, ...], id: str, index: int, sweep: str, launch: str) -> tuple[str, ...]:  # noqa: A002 its name
    """The words of a product as the application receives them; those that ask for nothing stay as they are.

    What is filled in is text, and quoted for Hydra where it would read as something else (an id such as ``12e4...``, a
    sweep named ``a,b``); only a value that is nothing but an index is a number. Other interpolations are not touched.
    """
    if PRODUCT not in "".join(words):
        return words
    values = {"id": id, "index": str(index), "sweep": sweep, "launch": launch}
    return tuple(_filled(word, values) if PRODUCT in word else word for word in words)


def _filled(word: str, values: Mapping[str, str]) -> str:
    asked = _asked(word, values)
    if all(_is_plain(values[name]) for name in asked if name != "index"):
        return _replaced(word, values)
    return _filled_as_hydra_reads(word, values)


def _asked(text: str, values: Iterable[str]) -> list[str]:
    return [name for name in values if f"{PRODUCT}{name}}}" in text]


def _is_plain(value: str) -> bool:
    return _PLAIN.issuperset(value) and not _TEXT_IN_ANY_CASE.isdisjoint(value)


def _replaced(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{PRODUCT}{name}}}", value)
    return text


def _filled_as_hydra_reads(word: str, values: Mapping[str, str]) -> str:
    from heracles.grammar.parser import templates  # noqa: PLC0415 for few values

    for start, template in reversed(templates(Place("", word))):
        word = word[:start] + _text(template, values) + word[start + len(template.typed) :]
    return word


def _text(template: Template, values: Mapping[str, str]) -> str:
    from heracles.grammar.quoting import quote  # noqa: PLC0415 for few values

    asked = _asked(template.typed, values)
    text = _replaced(template.text, values)
    if template.typed[0] in "'\"" or not all(_PLAIN.issuperset(values[name]) for name in asked):
        return quote(text)
    return quote(text) if is_typed(text) and asked != ["index"] else _replaced(template.typed, values)
