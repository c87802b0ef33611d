"""Recognizes one argument that a shell cut into several words, because it had no quotes of its own there."""

from __future__ import annotations

from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.grammar.keys import key_end
from heracles.grammar.parser import read_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.errors import Place

MOST_WORDS = 20
"""How many words one argument is looked for in."""


class _Open(NamedTuple):
    """What the text so far leaves open: how many brackets, which quote, whether a comma waits for its value."""

    brackets: int = 0
    quote: str = ""
    is_behind_comma: bool = False


def words_of_one(sources: Sequence[Place]) -> int:
    """How many of the words, from the first on, are one argument: more than one, if the shell split it.

    So ``a=[x`` and ``y]`` are, which stood as ``a=[x y]`` on the command line.
    """
    left = _Open()
    for count, source in enumerate(sources, 1):
        left = _behind(left, source.text)
        if left == _Open():
            return count if _is_argument(_joined(sources[:count])) else 1
    return 1


def split_by_shell(sources: Sequence[Place]) -> UsageError:
    """The error that says how to quote the argument whose words these are."""
    first = sources[0]
    what = f"the shell split this argument into {len(sources)} words"
    return UsageError(
        what, first.at(len(first.text)), f"quote it for the shell: {_for_the_shell(_joined(sources).text)}"
    )


def _joined(sources: Sequence[Place]) -> Place:
    return sources[0]._replace(text=" ".join(source.text for source in sources))


def _is_argument(source: Place) -> bool:
    try:
        read_value(source, key_end(source.text) + 1)
    except UsageError:
        return False
    return True


def _behind(left: _Open, text: str) -> _Open:
    brackets, quote, backslashes = left.brackets, left.quote, 0
    for character in text:
        if quote:
            quote = "" if character == quote and backslashes % 2 == 0 else quote
        elif character in "\"'":
            quote = character
        elif character in "[{(":
            brackets += backslashes % 2 == 0
        elif character in ")}]":
            brackets -= backslashes % 2 == 0
        backslashes = backslashes + 1 if character == "\\" else 0
    return _Open(brackets, quote, not quote and brackets == 0 and text.endswith(","))


def _for_the_shell(text: str) -> str:
    if "'" in text and not any(character in text for character in '"$`\\!'):
        return f'"{text}"'
    return "'" + text.replace("'", "'\\''") + "'"
