"""Reads a command line that is plainly right; what is not, and whoever asks for help, is left to argparse.

argparse and what it imports take longer to load than writing the copies of a sweep does.
"""

from __future__ import annotations

from types import SimpleNamespace

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heracles.cli.syntax import Option, Syntax


class Unclear(Exception):
    """The command line needs a closer look."""


def scan(syntax: Syntax, argv: Sequence[str]) -> SimpleNamespace:
    """The value of every option and word by its ``dest``, as argparse would give them; raises Unclear."""
    options = {name: option for option in syntax.options for name in option.names}
    found = SimpleNamespace(**{option.dest: _default(option) for option in syntax.options})
    words, given = [], []
    rest = iter(argv)
    for word in rest:
        if word.startswith("-"):
            given.append(_read_option(word, rest, options, found))
        else:
            words.append(word)
    _refuse_exclusive(given)
    _distribute(syntax, words, found)
    return found


def _default(option: Option) -> object:
    if option.is_repeatable:
        return []
    return option.default if option.metavar else False


def _read_option(word: str, rest: Iterator[str], options: dict[str, Option], found: SimpleNamespace) -> Option:
    name, equals, value = word.partition("=")
    option = options.get(name)
    if option is None or (equals and not option.metavar):
        raise Unclear
    if option.metavar:
        _store(option, value if equals else next(rest, "-"), found, is_next=not equals)
    else:
        setattr(found, option.dest, True)
    return option


def _store(option: Option, value: str, found: SimpleNamespace, *, is_next: bool) -> None:
    if (is_next and value.startswith("-")) or (option.choices and value not in option.choices):
        raise Unclear
    if option.is_number and not (value.isdecimal() and int(value)):
        raise Unclear
    if option.is_repeatable:
        getattr(found, option.dest).append(value)
    else:
        setattr(found, option.dest, int(value) if option.is_number else value)


def _refuse_exclusive(given: Sequence[Option]) -> None:
    by_group: dict[str, Option] = {}
    for option in given:
        if option.exclusive and by_group.setdefault(option.exclusive, option) is not option:
            raise Unclear


def _distribute(syntax: Syntax, words: Sequence[str], found: SimpleNamespace) -> None:
    rest = list(words)
    for place in syntax.words:
        if place.is_many:
            setattr(found, place.dest, rest)
            rest = []
        else:
            setattr(found, place.dest, rest.pop(0) if rest else None)
    if rest:
        raise Unclear
