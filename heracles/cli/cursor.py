"""What kind of word belongs where the cursor is, by the same tables by which the command line is read."""

from __future__ import annotations

import os

from heracles.cli.arguments import first_word, form
from heracles.cli.scanner import Unclear, scan
from heracles.commands.completing.questions import Question
from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import SimpleNamespace

    from heracles.cli.syntax import Option, Syntax

NOTHING = Question("", "")


class Cursor(NamedTuple):
    """The question at the cursor; ``before`` is what stands in the same word before the answer (``--only=``).

    ``directory`` is where the answer is to be looked for; ``choices`` are all answers, if they are always the same;
    ``may_be_verb``: a verb may stand there as well.
    """

    question: Question
    before: str = ""
    directory: str = os.curdir
    choices: tuple[str, ...] = ()
    may_be_verb: bool = False


def cursor(words: Sequence[str], last: str) -> Cursor:
    """Where the cursor is behind these words in ``last``; options are not what is asked for."""
    if "--" in words:
        return Cursor(NOTHING)
    syntax, rest = form(words)
    try:
        return _cursor(syntax, rest, last)._replace(may_be_verb=first_word([*words, last]) == len(words))
    except Unclear:
        return Cursor(NOTHING)


def _cursor(syntax: Syntax, words: Sequence[str], last: str) -> Cursor:
    options = {name: option for option in syntax.options for name in option.names if option.metavar}
    name, is_joined, value = last.partition("=")
    if is_joined and name in options:
        return _of_option(options[name], scan(syntax, words), value)._replace(before=f"{name}=")
    if words and words[-1] in options:
        return _of_option(options[words[-1]], scan(syntax, words[:-1]), last)
    return _of_word(syntax, scan(syntax, words), last)


def _of_option(option: Option, found: SimpleNamespace, text: str) -> Cursor:
    return _asked(option.completes, found, text)._replace(choices=option.choices)


def _of_word(syntax: Syntax, found: SimpleNamespace, text: str) -> Cursor:
    for place in syntax.words:
        if place.is_many or getattr(found, place.dest) is None:
            return _asked(place.completes, found, text)
    return Cursor(NOTHING)


def _asked(kind: str, found: SimpleNamespace, text: str) -> Cursor:
    given = vars(found)
    name = next((given[each] for each in ("name", "target", "script") if given.get(each) is not None), None)
    question = Question(kind, text, found.config, name, tuple(given.get("sweep", ())))
    return Cursor(question, directory=found.directory or os.curdir)
