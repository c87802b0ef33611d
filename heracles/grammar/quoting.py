"""Quoted text, in and out: in quotes Hydra takes a backslash for an escape only where it stands before that quote."""

from __future__ import annotations

from heracles.grammar.elements import Quoted, Template
from heracles.grammar.templates import is_template


def unquoted(typed: str) -> Quoted | Template:
    """What a quoted value stands for; ``typed`` has its quotes."""
    text = typed[1:-1] if "\\" not in typed else _unescaped(typed[1:-1], typed[0])
    return Template(text, typed) if is_template(typed) else Quoted(text, typed)


def _unescaped(text: str, quote: str) -> str:
    *inner, last = text.split(quote)
    escaped = [body + "\\" * (count // 2) for body, count in map(_backslashes_at_end, inner)]
    body, count = _backslashes_at_end(last)
    return quote.join([*escaped, body + "\\" * (count // 2)])


def quote(text: str) -> str:
    """``text`` in single quotes, or in double ones where that spares escapes."""
    mark = '"' if "'" in text and '"' not in text else "'"
    *inner, last = text.split(mark)
    escaped = [body + "\\" * (2 * count + 1) for body, count in map(_backslashes_at_end, inner)]
    body, count = _backslashes_at_end(last)
    return mark + mark.join([*escaped, body + "\\" * (2 * count)]) + mark


def _backslashes_at_end(text: str) -> tuple[str, int]:
    body = text.rstrip("\\")
    return body, len(text) - len(body)
