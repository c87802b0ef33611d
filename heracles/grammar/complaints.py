"""The errors of the parser: what is wrong with a value, where, and what would be right."""

from __future__ import annotations

from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING
from heracles.grammar import lexer

if TYPE_CHECKING:
    from heracles.errors import Place
    from heracles.grammar.lexer import Token

CLOSING = {"[": "]", "{": "}", "(": ")"}
IF_TEXT = "quote the value if it is text: key='...'"


def unexpected(token: Token, before: Token, opening: Token | None, source: Place) -> UsageError:
    """``token`` stands behind a whole value, where only a comma or the end of what ``opening`` began can stand."""
    bracket = _wrong_bracket(token, opening, source)
    if bracket is not None:
        return bracket
    if token.kind == lexer.BLANK:
        return UsageError("a blank stands behind a closing quote or bracket", source.at(token.start), "remove it")
    place = source.at(_symbol(token))
    if lexer.QUOTED in (token.kind, before.kind):
        return UsageError("quotes must go round the whole value", place, "write 'all of it' in one pair of quotes")
    return UsageError(f"{token.text.strip()!r} cannot stand here", place, IF_TEXT)


def no_value(token: Token, before: Token, opening: Token | None, source: Place) -> UsageError:
    """``token`` stands where a value should begin."""
    bracket = _wrong_bracket(token, opening, source)
    if bracket is not None:
        return bracket
    place = source.at(_symbol(token))
    if before.kind == "," and token.kind != ",":
        what = "there is no value behind the last comma"
        return UsageError(what, place, "remove the comma, or write '' for an empty value")
    if token.kind in (",", *CLOSING.values()):
        what = f"there is no value before this {'comma' if token.kind == ',' else token.kind}"
        return UsageError(what, place, "write '' for an empty value")
    return UsageError(f"{token.text.strip()!r} cannot begin a value", place, IF_TEXT)


def no_key_in_braces(token: Token, before: Token, opening: Token | None, source: Place) -> UsageError:
    """``token`` stands where a key of a dict should begin."""
    if token.kind in (lexer.QUOTED, lexer.INTERPOLATION):
        what = f"a key in braces cannot be {'quoted' if token.kind == lexer.QUOTED else 'an interpolation'}"
        return UsageError(what, source.at(token.start), "write it as plain text: {key:value}")
    return no_value(token, before, opening, source)


def no_colon(token: Token, opening: Token | None, source: Place) -> UsageError:
    """``token`` stands behind a key of a dict."""
    what = "a key in braces has no value"
    return _wrong_bracket(token, opening, source) or UsageError(what, source.at(_symbol(token)), "write {key:value}")


def no_end_of_dress(name: Token, token: Token, source: Place) -> UsageError:
    """``token`` stands behind the call of a function whose name begins with two underscores."""
    what = f"{name.text}(...) does not end in )__"
    return UsageError(what, source.at(token.start), f"write {name.text}(...)__, with nothing behind it")


def too_deep(deepest: int, start: int, source: Place) -> UsageError:
    return UsageError(f"brackets nest more than {deepest} deep", source.at(start), "write a flatter value")


def sweep_inside(container: str, start: int, source: Place) -> UsageError:
    what = f"a function that sweeps cannot stand inside {container}"
    return UsageError(what, source.at(start), "sweep whole values: key=[1,x],[2,x] or key=choice(1,2,3)")


def _wrong_bracket(token: Token, opening: Token | None, source: Place) -> UsageError | None:
    if opening is not None and token.kind == lexer.END:
        cure = f"end it with {CLOSING[opening.kind]}, or {IF_TEXT}"
        return UsageError(f"the {opening.kind} is never closed", source.at(_symbol(opening)), cure)
    if token.kind not in CLOSING.values() or (opening is not None and token.kind == CLOSING[opening.kind]):
        return None
    place = source.at(_symbol(token))
    if opening is not None:
        what = f"the {opening.kind} is closed by {token.kind}"
        return UsageError(what, place, f"close it with {CLOSING[opening.kind]}")
    cure = (
        "quote a nested interpolation: '${a:${b}}'"
        if _nests_interpolations(source.text)
        else f"remove it, or {IF_TEXT}"
    )
    return UsageError(f"this {token.kind} closes nothing", place, cure)


def _nests_interpolations(text: str) -> bool:
    return any("}" not in piece for piece in text.split("${")[1:-1])


def _symbol(token: Token) -> int:
    return token.start + len(token.text) - len(token.text.lstrip(" \t"))
