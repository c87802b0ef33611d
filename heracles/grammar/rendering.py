"""Values as the text of overrides: what Hydra reads back as the same value of the same type."""

from __future__ import annotations

from heracles.errors import Place, UsageError
from heracles.frozen import TYPE_CHECKING
from heracles.grammar import lexer
from heracles.grammar.dress import is_dress
from heracles.grammar.elements import DEEPEST, AsTyped
from heracles.grammar.quoting import quote
from heracles.grammar.scalars import LONGEST_INTEGER, PRIMITIVE_KINDS
from heracles.grammar.templates import check, is_template
from heracles.grammar.tokens import tokenize
from heracles.grammar.values import Override

if TYPE_CHECKING:
    from heracles.grammar.elements import Element
    from heracles.grammar.values import Value

_UNQUOTED = lexer.ID_CHARS | lexer.PLAIN_CHARS | lexer.ESCAPABLE
_LITERAL = PRIMITIVE_KINDS - {lexer.ESCAPE, lexer.VARIABLE}
_ESCAPES = str.maketrans({character: f"\\{character}" for character in lexer.ESCAPABLE})


def swept(element: Element) -> str:
    """The text of a swept element, as Hydra's own BasicSweeper renders it wherever that reads back as the same value.

    So ``True`` for true, quoted text as it was typed, other text with backslashes or else in quotes.
    """
    return "" if element == "" else _swept(element)


def _swept(element: Element) -> str:
    if isinstance(element, str):
        return _escaped(element) if _can_be_escaped(element) else quote(element)
    if isinstance(element, AsTyped):
        return element.typed
    if isinstance(element, list):
        return "[" + ",".join(map(_swept, element)) + "]"
    if isinstance(element, dict):
        return "{" + ",".join(f"{_swept(key)}:{_swept(item)}" for key, item in element.items()) + "}"
    return "null" if element is None else str(element)


def render(key: str, value: Value, source: Place) -> Override:
    """The override that sets ``key`` to the typed ``value``; raises UsageError for what Hydra has no text for."""
    return Override(f"{key}={typed(value, source)}", key, value, source)


def typed(value: Value, source: Place, depth: int = 0) -> str:
    """The text of a typed value, with quotes only where the text alone would read as something else.

    Text of which something is filled in later stands in quotes, so that it stays text. Raises UsageError for what no
    text stands for, and for what would be filled in later but cannot be.
    """
    if depth > DEEPEST:
        raise _no_text(f"brackets nest more than {DEEPEST} deep", source)
    if isinstance(value, str):
        return _text(value, source) if value or depth else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ",".join(typed(item, source, depth + 1) for item in value) + "]"
    if isinstance(value, dict):
        pairs = (f"{_key(key, source)}:{typed(item, source, depth + 1)}" for key, item in value.items())
        return "{" + ",".join(pairs) + "}"
    if value is None or isinstance(value, float) or (isinstance(value, int) and _can_be_read(value)):
        return _swept(value)
    raise _no_text(f"a value of type {type(value).__name__} has no text that Hydra reads", source)


def _text(text: str, source: Place) -> str:
    if is_template(text):
        check(text, source)
        return quote(text)
    return text if _reads_as_itself(text) else quote(text)


def _key(key: Value, source: Place) -> str:
    if isinstance(key, str) and not _can_be_escaped(key):
        raise _no_text(f"Hydra cannot read the key {key!r} as text within braces", source)
    return _swept(key)


def _can_be_read(integer: int) -> bool:
    return integer.bit_length() < 3 * LONGEST_INTEGER or abs(integer) < 10**LONGEST_INTEGER


def _can_be_escaped(text: str) -> bool:
    return bool(text) and _UNQUOTED.issuperset(text) and not lexer.is_typed(text)


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)


def _reads_as_itself(text: str) -> bool:
    if not text or text != text.strip(" \t") or text.endswith("\\") or lexer.is_typed(text) or is_dress(text):
        return False
    try:
        tokens = tokenize(Place("", text), 0)
    except UsageError:
        return False
    return all(token.kind in _LITERAL for token in tokens[:-1])


def _no_text(what: str, source: Place) -> UsageError:
    return UsageError(what, source, "write numbers, texts, booleans, or lists and dicts of these")
