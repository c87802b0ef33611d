"""The words of a command as far as they can be known: variables of the script filled in, overrides marked."""

from __future__ import annotations

from itertools import chain, islice

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.script.shell.pieces import DIGITS, NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heracles.script.shell.syntax import Word
    from heracles.script.shell.walking import Names

EVERY_ARGUMENT = frozenset({'"$@"', '"${@}"', '${1+"$@"}', '${1:+"$@"}', '${@+"$@"}', '"${@-}"', '"${@:-}"'})
REQUOTED_FOR_EVAL = "'\"$@\"'"
REQUOTED = {"eval": (REQUOTED_FOR_EVAL, '"${@@Q}"'), "ssh": ('"${@@Q}"',)}
"""The overrides as text, for commands whose arguments are read by a shell again."""
MOST_ARGUMENTS = 1000
"""How many are looked at: arrays that hold others twice would double their number with each."""
MOST_DIGITS = 9
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
GIVEN = (APPENDED,)
"""The arguments of a script that is given the overrides only."""


def arguments_of(words: Sequence[Word], names: Names, given: tuple[Argument, ...]) -> tuple[Argument, ...]:
    """The arguments that these words are, in a script (or function) that was given ``given`` for its ``$@``."""
    requoted = requoted_by(words)
    resolved = (
        _as_said(word, given) if word.raw in requoted else _resolved(word, names, given, frozenset()) for word in words
    )
    return tuple(islice(chain.from_iterable(resolved), MOST_ARGUMENTS))


def requoted_by(words: Sequence[Word]) -> tuple[str, ...]:
    """The spellings of the overrides as text that the command of these words takes."""
    return REQUOTED.get(words[0].value, ()) if words else ()


def _resolved(word: Word, names: Names, given: tuple[Argument, ...], seen: frozenset[str]) -> Iterator[Argument]:
    name = variable_of(word.raw)
    assignments = () if name in seen else names.variables.get(name, ())
    if stands_for_overrides(word.raw, given):
        yield from _as_said(word, given[_first_argument(word.raw) - 1 :])
    elif not assignments:
        yield Argument(word.value, word.raw, not word.expands, word.quoted or not word.expands)
    elif assignments[0].elements is None:
        yield from _split(word, assignments)
    else:
        keeps_words = word.raw == f'"${{{name}[@]}}"'
        for element in chain.from_iterable(assignment.elements or () for assignment in assignments):
            for argument in _resolved(element, names, given, seen | {name}):
                yield argument if keeps_words else argument._replace(overrides=False)


def _as_said(word: Word, given: tuple[Argument, ...]) -> Iterator[Argument]:
    """What a word like ``"$@"`` becomes; the overrides remember how it is written."""
    return (argument._replace(raw=word.raw) if argument.overrides else argument for argument in given)


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


def stands_for_overrides(raw: str, given: tuple[Argument, ...]) -> bool:
    """Whether the word is ``"$@"`` in one of its spellings, or ``"${@:N}"`` that leaves out no override."""
    return 1 <= _first_argument(raw) <= certain(given) + 1


def _first_argument(raw: str) -> int:
    """The number of the first argument that a word like ``"$@"`` stands for; 0 for another word."""
    if raw in EVERY_ARGUMENT:
        return 1
    return max(natural(raw[5:-2]), 0) if raw.startswith('"${@:') and raw.endswith('}"') else 0


def natural(text: str) -> int:
    """The number that digits stand for; -1 for any other text, and for more digits than make sense."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else -1


def certain(given: tuple[Argument, ...]) -> int:
    """How many arguments surely stand before the overrides: ``$1`` up to this number is none of them."""
    return next((place for place, argument in enumerate(given) if not argument.single), len(given))
