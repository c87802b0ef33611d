"""From the words of the command line to what is to be run, and where."""

from __future__ import annotations

import os

from heracles.cli.ad_hoc import AD_HOC, VERB_NAMES
from heracles.cli.scanner import Unclear, scan
from heracles.cli.syntax import COMMON
from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import SimpleNamespace
    from typing import Callable

    from heracles.cli.syntax import Option, Syntax, Words
    from heracles.terminal import Terminal

ALWAYS = ("-h", "--help", "--version")
OPTIONS_WITH_VALUE = tuple(name for option in COMMON for name in option.names)


class Invocation(NamedTuple):
    """What is to be run, in which directory, in which colours."""

    directory: str
    color: str
    run: Callable[[Terminal], int]


def parse(argv: Sequence[str]) -> Invocation:
    """Reads a command line; a first word that is a verb is a verb, anything else is a script.

    Raises a UsageError for what cannot be read, and Asked for ``--help`` and ``--version``.
    """
    words, launcher_args = _split_at_dashes(argv)
    syntax, words = form(words)
    options = _options(syntax, words)
    _refuse_empty(syntax, options)
    options.launcher_args = launcher_args
    return Invocation(options.directory or os.curdir, options.color, lambda terminal: syntax.run(options, terminal))


def form(words: Sequence[str]) -> tuple[Syntax, list[str]]:
    """What kind of command line it is, and its words without the verb."""
    place = first_word(words)
    if place is not None and words[place] in VERB_NAMES.split():
        from heracles.cli.verbs import VERBS  # noqa: PLC0415  # the ad-hoc path needs none of them

        return VERBS[words[place]], [*words[:place], *words[place + 1 :]]
    return AD_HOC, list(words)


def _options(syntax: Syntax, words: Sequence[str]) -> SimpleNamespace:
    try:
        return scan(syntax, words)
    except Unclear:
        from heracles.cli.parser import parse as parse_closely  # noqa: PLC0415

        return parse_closely(syntax, words)


def _refuse_empty(syntax: Syntax, options: SimpleNamespace) -> None:
    """An empty value or target, of a variable that is not set, must not count as none: it would mean something else."""
    places: tuple[Option | Words, ...] = (*syntax.options, *syntax.words)
    for each in places:
        if getattr(options, each.dest) == "":
            from heracles.cli import refusals  # noqa: PLC0415

            raise refusals.empty(each)


def _split_at_dashes(argv: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """What stands before ``--``, and what stands after it for the launcher."""
    if "--" not in argv:
        return list(argv), ()
    place = list(argv).index("--")
    return list(argv[:place]), tuple(argv[place + 1 :])


def first_word(words: Sequence[str]) -> int | None:
    """The place of the first word, if none but the options that any verb takes stand before it."""
    place = 0
    while place < len(words) and words[place].startswith("-"):
        word = words[place]
        if word.partition("=")[0] not in OPTIONS_WITH_VALUE and word not in ALWAYS and not word.startswith("-C"):
            return None
        place += 2 if word in OPTIONS_WITH_VALUE else 1
    return place if place < len(words) else None
