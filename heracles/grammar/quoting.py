"""Quoted text, in and out: in quotes Hydra takes a backslash for an escape only where it stands before that quote."""

from __future__ import annotations

from heracles.grammar.elements import Quoted


def unquoted(typed: str) -> Quoted:
    """What a quoted value stands for; ``typed`` has its quotes."""
    if "\\" not in typed:
        return Quoted(typed[1:-1], typed)
    quote = typed[0]
    *inner, last = typed[1:-1].split(quote)
    escaped = [body + "\\" * (count // 2) for body, count in map(_backslashes_at_end, inner)]
    body, count = _backslashes_at_end(last)
    return Quoted(quote.join([*escaped, body + "\\" * (count // 2)]), typed)


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
