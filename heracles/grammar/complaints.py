"""The errors of the grammar: what is wrong with a value, where, and what would be right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heracles.errors import UsageError
from heracles.grammar import lexer

if TYPE_CHECKING:
    from heracles.errors import Place
    from heracles.grammar.lexer import Token

CLOSING = {"[": "]", "{": "}", "(": ")"}


def unexpected(token: Token, opening: Token | None, before: Token, source: Place) -> UsageError:
    """``token`` stands behind a whole value, where only a comma or the end of what ``opening`` began can stand."""
    if token.kind == lexer.END and opening is not None:
        return never_closed(opening, source)
    place = source.at(_symbol(token))
    if token.kind in CLOSING.values():
        return _closes_the_wrong(token, opening, place)
    if token.kind == lexer.BLANK:
        return UsageError("a blank stands behind a closing quote or bracket", place, "remove it")
    if lexer.QUOTED in (token.kind, before.kind):
        return UsageError("quotes must go round the whole value", place, "write 'all of it' in one pair of quotes")
    return UsageError(f"{token.kind!r} cannot stand here", place, "quote the value if that is text: key='a=(b)'")


def no_value(token: Token, before: Token, source: Place) -> UsageError:
    """``token`` stands where a value should begin."""
    place = source.at(_symbol(token))
    if token.kind == ",":
        return UsageError(
            "there is no value before this comma", place, "remove the comma, or write '' for an empty value"
        )
    if before.kind == "," and token.kind in (lexer.END, *CLOSING.values()):
        return UsageError(
            "there is no value behind the last comma", place, "remove the comma, or write '' for an empty value"
        )
    if token.kind == lexer.END and before.kind in CLOSING:
        return never_closed(before, source)
    if token.kind == lexer.QUOTED:
        return UsageError("a key in braces cannot be quoted", place, "write it without quotes: {key:value}")
    if token.kind == lexer.END:
        return UsageError("there is no value at the end", place, "write '' for an empty value")
    return UsageError(
        f"{token.text.strip() or token.kind!r} cannot begin a value",
        place,
        "quote the value if that is text: key='(a)'",
    )


def never_closed(opening: Token, source: Place) -> UsageError:
    symbol = opening.kind
    return UsageError(
        f"the {symbol} is never closed",
        source.at(_symbol(opening)),
        f"end it with {CLOSING[symbol]}, or quote the value if it is text",
    )


def no_colon(token: Token, source: Place) -> UsageError:
    return UsageError("a key in braces has no value", source.at(_symbol(token)), "write {key:value}")


def too_deep(deepest: int, start: int, source: Place) -> UsageError:
    return UsageError(f"brackets nest more than {deepest} deep", source.at(start), "Hydra cannot read that either")


def sweep_inside(container: str, start: int, source: Place) -> UsageError:
    return UsageError(
        f"a function that sweeps cannot stand inside {container}",
        source.at(start),
        "sweep whole values: key=[1,x],[2,x] or key=choice(1,2,3)",
    )


def _closes_the_wrong(token: Token, opening: Token | None, place: Place) -> UsageError:
    if opening is None:
        return UsageError(f"this {token.kind} closes nothing", place, "remove it, or quote the value if it is text")
    closing = CLOSING[opening.kind]
    return UsageError(f"the {opening.kind} is closed by {token.kind}", place, f"close it with {closing}")


def _symbol(token: Token) -> int:
    return token.start + len(token.text) - len(token.text.lstrip(" \t"))
