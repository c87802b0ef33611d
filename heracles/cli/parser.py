"""argparse, built from a Syntax: says what is wrong with a command line, and prints help."""

from __future__ import annotations

import argparse
from types import SimpleNamespace

from heracles.cli import refusals
from heracles.cli.asked import Asked
from heracles.cli.help import help_page
from heracles.errors import UsageError, shown
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any, Callable, NoReturn

    from heracles.cli.syntax import Option, Syntax, Words


class Parser(argparse.ArgumentParser):
    """Takes options and words in any order, no abbreviated options; errors and help are raised."""

    page: str = ""
    """What help prints."""

    def format_help(self) -> str:
        return self.page

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, cure=f"see {self.prog} --help")


def parser(syntax: Syntax) -> Parser:
    """The parser of one form of the command line."""
    made = Parser(prog=syntax.program, usage=syntax.usage, add_help=False, allow_abbrev=False, exit_on_error=False)
    made.page = help_page(syntax)
    for words in syntax.words:
        _add_words(made, words)
    add_options(made, syntax)
    return made


def add_options(made: Parser, syntax: Syntax) -> None:
    """Adds the options of a form of the command line, and those that every form has."""
    exclusive: dict[str, Any] = {}
    for option in syntax.options:
        group: Any = made
        if option.exclusive:
            group = exclusive.setdefault(option.exclusive, made.add_mutually_exclusive_group())
        group.add_argument(*option.names, **_settings(option))
    made.add_argument("--version", action=_ShowVersion, nargs=0, default=argparse.SUPPRESS, help="print the version")
    made.add_argument("-h", "--help", action=_ShowHelp, nargs=0, default=argparse.SUPPRESS, help="print this")


def tree(form: Syntax, verbs: Iterable[Syntax]) -> Parser:
    """A parser of the options of a form and, below it, of those of each verb: what shells are told of."""
    made = Parser(prog="heracles", description=form.description, add_help=False)
    add_options(made, form)
    below = made.add_subparsers()
    for verb in verbs:
        [first, *_] = verb.description.splitlines()
        add_options(below.add_parser(verb.name, help=first, description=first, add_help=False), verb)
    return made


def parse(syntax: Syntax, argv: Sequence[str]) -> SimpleNamespace:
    """The value of every option and word by its ``dest``; raises a UsageError for what it does not know, or Asked."""
    made = parser(syntax)
    found = SimpleNamespace()
    try:
        _, unknown = made.parse_known_intermixed_args(argv, found)
    except argparse.ArgumentError as error:
        raise refusals.refusal(error, syntax, argv) from None
    if unknown:
        raise refusals.unknown(unknown[0], syntax)
    return found


def _add_words(made: Parser, words: Words) -> None:
    made.add_argument(words.dest, metavar=words.metavar, nargs="*" if words.is_many else "?", help=words.help)


def _settings(option: Option) -> dict[str, Any]:
    settings: dict[str, Any] = {"dest": option.dest, "help": option.help}
    if not option.metavar:
        return {**settings, "action": "store_true"}
    settings.update(metavar=option.metavar, default=option.default)
    if option.choices:
        settings["type"] = _one_of(option.choices)
    if option.is_number:
        settings["type"] = _positive
    if option.is_repeatable:
        settings.update(action="append", default=[])
    return settings


def _positive(text: str) -> int:
    if text.isdecimal() and int(text):
        return int(text)
    raise argparse.ArgumentTypeError(f"takes a whole number above zero, not {shown(text)}")


def _one_of(choices: Sequence[str]) -> Callable[[str], str]:
    def chosen(text: str) -> str:
        if text in choices:
            return text
        *others, last = choices
        raise argparse.ArgumentTypeError(f"is {', '.join(others)} or {last}, not {shown(text)}")

    return chosen


class _ShowHelp(argparse.Action):
    def __call__(
        self, parser: argparse.ArgumentParser, _namespace: object, _values: object, _option: str | None = None
    ) -> None:
        raise Asked(parser.format_help())


class _ShowVersion(argparse.Action):
    def __call__(
        self, _parser: argparse.ArgumentParser, _namespace: object, _values: object, _option: str | None = None
    ) -> None:
        from heracles import __version__  # noqa: PLC0415

        raise Asked(f"heracles {__version__}")
