"""The keys of a sweep, their values, and the keys of its results."""

from __future__ import annotations

import os
from itertools import islice

from heracles import config
from heracles.config.outline import arguments_of, outline
from heracles.errors import HeraclesError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.grammar import RandomSeeds, Zip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from heracles.commands.completing.questions import Question
    from heracles.config.outline import OutlinedSweep
    from heracles.grammar import Argument

MOST = 1000
"""How many values of a key a person may want to see."""


class _Key(NamedTuple):
    name: str
    values: tuple[str, ...]


def words(question: Question) -> Iterator[str]:
    """``key=`` and, where that is typed, ``key=value``: what replaces an axis of the sweep, and is not there yet."""
    given = {key.name for key in _keys(arguments_of(question.words))}
    known = _keys(_declared(question) or arguments_of(_launched(question)))
    return _assignments(question.text, [key for key in known if key.name not in given])


def conditions(question: Question) -> Iterator[str]:
    """The same for ``--only``, which calls a key without the ``+`` before it."""
    return _assignments(question.text, _keys_meant(question))


def keys(question: Question) -> Iterator[str]:
    return (key.name for key in _keys_meant(question))


def results(question: Question) -> Iterator[str]:
    return (key for sweep in _sweeps(question) for key in sweep.results)


def columns(question: Question) -> Iterator[str]:
    """What can be sorted by, with a ``-`` before it where that is typed."""
    sign = "-" if question.text.startswith("-") else ""
    return (f"{sign}{key}" for key in (*results(question), *keys(question), "index"))


def _assignments(text: str, known: Sequence[_Key]) -> Iterator[str]:
    name, is_assigned, _ = text.partition("=")
    if not is_assigned:
        yield from (f"{key.name}=" for key in known)
    for key in known:
        if is_assigned and key.name == name:
            yield from (f"{name}={value}" for value in key.values)
            yield from _further(text, key)


def _further(text: str, key: _Key) -> Iterator[str]:
    """The values that may follow a comma: those that do not stand before it."""
    before, has_comma, _ = text.rpartition(",")
    given = before.partition("=")[2].split(",")
    return (f"{before},{value}" for value in key.values if has_comma and value not in given)


def _keys_meant(question: Question) -> list[_Key]:
    """The keys of what the line names and, ad hoc, of its words; else of what was launched of it."""
    arguments = (*arguments_of(question.words), *_declared(question)) or arguments_of(_launched(question))
    return [key._replace(name=key.name.lstrip("+")) for key in _keys(arguments)]


def _keys(arguments: Iterable[Argument]) -> list[_Key]:
    return [key for argument in arguments for key in _of_argument(argument)]


def _of_argument(argument: Argument) -> Iterator[_Key]:
    if isinstance(argument, RandomSeeds):
        yield _Key(argument.key, ())
    elif isinstance(argument, Zip):
        for place, name in enumerate(argument.keys):
            yield _Key(name, _values(row[place].text for row in argument.rows))
    else:
        yield _Key(argument.key, _values(override.text for override in argument.overrides))


def _values(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text.partition("=")[2] for text in islice(texts, MOST))


def _declared(question: Question) -> tuple[Argument, ...]:
    return tuple(argument for sweep in _sweeps(question) for argument in sweep.arguments)


def _sweeps(question: Question) -> Sequence[OutlinedSweep]:
    """The sweep of that name; all sweeps where the line names nothing."""
    sweeps = outline(question.config or config.nearest(os.curdir)).sweeps
    return [sweep for sweep in sweeps if question.name in (None, sweep.name)]


def _launched(question: Question) -> tuple[str, ...]:
    """The words of the launch whose id begins so, or of the newest of a script."""
    from heracles.commands.targets import launch_meant  # noqa: PLC0415

    try:
        return launch_meant(question.name, question.config).launch.arguments if question.name else ()
    except HeraclesError:
        return ()
