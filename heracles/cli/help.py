"""What ``--help`` prints of a form of the command line: one screen of 80 columns, which ends in two examples."""

from __future__ import annotations

from itertools import groupby
from textwrap import wrap

from heracles.cli.syntax import ANYWHERE, COMMON, Option
from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heracles.cli.syntax import Syntax, Words

WIDTH = 80
HEIGHT = 23
"""How many lines leave room for the prompt on a terminal of 24."""
MARGIN = 10
"""How wide the names of groups are, with the space behind them."""
WIDEST = 25
"""How wide the names of options are, with the space behind them; longer ones push their explanation aside."""
ASKING = (Option(("--version",), "", "print the version"), Option(("-h", "--help"), "", "print this"))


class _Row(NamedTuple):
    """What is explained, in which group, and the explanation."""

    group: str
    name: str
    help: str


def help_page(syntax: Syntax) -> str:
    """The page; where it would be too long, what every verb takes is only named."""
    words = [_of_words(each) for each in syntax.words if each.help]
    own = [*words, *(_of_option(option) for option in syntax.options if option not in COMMON)]
    anywhere = [_of_option(option._replace(group=ANYWHERE)) for option in (*COMMON, *ASKING)]
    page = _page(syntax, ["", *_lines([*own, *anywhere])])
    if len(page) > HEIGHT:
        page = _page(
            syntax, [*_lines(own), *_beside(ANYWHERE, [", ".join(row.name.rpartition(", ")[2] for row in anywhere)])]
        )
    return "\n".join(page)


def _page(syntax: Syntax, rows: Sequence[str]) -> list[str]:
    return [
        *syntax.usage.splitlines(),
        *syntax.description.splitlines(),
        *rows,
        *_beside("examples", syntax.examples),
    ]


def _of_words(words: Words) -> _Row:
    return _Row("", words.metavar, words.help)


def _of_option(option: Option) -> _Row:
    value = "|".join(option.choices) or option.metavar
    return _Row(option.group, f"{', '.join(option.names)} {value}".rstrip(), option.help)


def _lines(rows: Sequence[_Row]) -> Iterator[str]:
    column = min(max(len(row.name) for row in rows) + 2, WIDEST)
    for group, members in groupby(rows, key=lambda row: row.group):
        yield from _beside(group, [line for row in members for line in _explained(row, column)])


def _explained(row: _Row, column: int) -> Iterator[str]:
    name = f"{row.name}  ".ljust(column)
    first, *others = wrap(row.help, WIDTH - MARGIN - len(name))
    yield f"{name}{first}"
    yield from (" " * column + other for other in others)


def _beside(group: str, lines: Sequence[str]) -> Iterator[str]:
    """The lines with the name of their group to the left of the first."""
    for label, line in zip((group, *("" for _ in lines[1:])), lines):
        yield f"{label:{MARGIN}}{line}"
