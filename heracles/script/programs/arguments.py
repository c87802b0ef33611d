"""The words of a command as far as they can be known: variables of the script filled in, overrides marked."""

from __future__ import annotations

from itertools import chain

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.script.shell.expansions import DIGITS, NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heracles.script.shell.syntax import Word
    from heracles.script.shell.walking import Names

EVERY_ARGUMENT = frozenset({'"$@"', '"${@}"', '${1+"$@"}', '${1:+"$@"}', '${@+"$@"}', '"${@-}"', '"${@:-}"'})
REQUOTED_FOR_EVAL = "'\"$@\"'"
REQUOTED = {"eval": (REQUOTED_FOR_EVAL, '"${@@Q}"'), "ssh": ('"${@@Q}"',)}
"""The overrides as text, for commands whose arguments are read by a shell again."""
ARRAY_ENDS = ("[@]", "[*]")


class Argument(NamedTuple):
    """One word of a command: its ``text`` without quotes (expansions as written) and ``raw``, as the script has it.

    ``known`` says that nothing in it is expanded, ``single`` that it is surely one word, ``overrides`` that it stands
    for all overrides, each a word.
    """

    text: str
    raw: str
    known: bool = True
    single: bool = True
    overrides: bool = False


APPENDED = Argument('"$@"', "", known=False, single=False, overrides=True)
"""The overrides behind a command that does not say ``"$@"``; where it does, ``raw`` is how."""


def arguments_of(words: Sequence[Word], names: Names, leading: int) -> tuple[Argument, ...]:
    """The arguments that these words are, where ``leading`` arguments stand before the overrides in ``$@``."""
    requoted = requoted_by(words)
    resolved = (
        [APPENDED._replace(raw=word.raw)] if word.raw in requoted else _resolved(word, names, leading, frozenset())
        for word in words
    )
    return tuple(chain.from_iterable(resolved))


def requoted_by(words: Sequence[Word]) -> tuple[str, ...]:
    """The spellings of the overrides as text that the command of these words takes."""
    return REQUOTED.get(words[0].value, ()) if words else ()


def _resolved(word: Word, names: Names, leading: int, seen: frozenset[str]) -> Iterator[Argument]:
    name = variable_of(word.raw)
    assignments = () if name in seen else names.variables.get(name, ())
    if stands_for_every_argument(word.raw, leading):
        yield APPENDED._replace(raw=word.raw)
    elif not assignments:
        yield Argument(word.value, word.raw, not word.expands, word.quoted or not word.expands)
    elif assignments[0].elements is None:
        yield from _split(word, assignments)
    else:
        for element in chain.from_iterable(assignment.elements or () for assignment in assignments):
            yield from _resolved(element, names, leading, seen | {name})


def _split(word: Word, assignments: Sequence[Word]) -> Iterator[Argument]:
    """What a variable of text becomes: several words, unless it is quoted."""
    text = "".join(assignment.value.partition("=")[2] for assignment in assignments)
    parts = [text] if word.quoted else text.split()
    for part in parts:
        expands = "$" in part or "`" in part
        yield Argument(part, word.raw, not expands, word.quoted or not expands)


def variable_of(raw: str) -> str:
    """The variable that a word consists of: of ``$NAME``, ``"${NAME}"`` or ``"${NAME[@]}"``; empty for another word."""
    inner = raw[1:-1] if raw.startswith('"') and raw.endswith('"') and len(raw) > 1 else raw
    if inner.startswith("${") and inner.endswith("}"):
        inner = inner[2:-1]
        inner = inner[: -len(ARRAY_ENDS[0])] if inner.endswith(ARRAY_ENDS) else inner
    else:
        inner = inner[1:] if inner.startswith("$") else ""
    return inner if inner and NAME.issuperset(inner) and inner[0] not in DIGITS else ""


def stands_for_every_argument(raw: str, leading: int) -> bool:
    """Whether the word is ``"$@"`` in one of its spellings, or ``"${@:N}"`` that drops leading arguments only."""
    if raw in EVERY_ARGUMENT:
        return True
    start = raw[5:-2] if raw.startswith('"${@:') and raw.endswith('}"') else ""
    return start.isascii() and start.isdigit() and 1 <= int(start) <= leading + 1
