"""The words that may stand at the cursor, by their kind."""

from __future__ import annotations

import os

from heracles import config
from heracles.commands.completing import keys, paths
from heracles.config.outline import outline
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from heracles.commands.completing.questions import Question
    from heracles.config.outline import Outline


def candidates(question: Question) -> tuple[str, ...]:
    """All words that may stand there, whole, each once; of those that begin otherwise some may be missing."""
    return tuple(dict.fromkeys(KINDS[question.kind](question)))


def _sweeps(question: Question) -> Iterable[str]:
    return (sweep.name for sweep in _outline(question).sweeps)


def _targets(question: Question) -> Iterable[str]:
    from heracles import ledger  # noqa: PLC0415

    home = ledger.home(os.path.dirname(question.config) if question.config else os.curdir)
    return (*_sweeps(question), *ledger.names(home))


def _launchers(question: Question) -> Iterable[str]:
    from heracles.launchers import plugins  # noqa: PLC0415

    return (*_outline(question).launchers, *plugins.names())


def _outline(question: Question) -> Outline:
    return outline(question.config or config.nearest(os.curdir))


def _states(question: Question) -> Iterable[str]:
    from heracles.commands.relaunching.failure_lines import STATES  # noqa: PLC0415

    before, comma, _ = question.text.rpartition(",")
    return (f"{before}{comma}{state}" for state in STATES if state not in before.split(","))


KINDS: dict[str, Callable[[Question], Iterable[str]]] = {
    "sweep": _sweeps,
    "target": _targets,
    "launcher": _launchers,
    "state": _states,
    "word": keys.words,
    "condition": keys.conditions,
    "key": keys.keys,
    "column": keys.columns,
    "result": keys.results,
    "script": paths.scripts,
    "configuration": paths.configurations,
    "directory": paths.directories,
    "shell": lambda _: ("bash", "zsh"),
    "file": lambda _: (),
    "command": lambda _: (),
    "": lambda _: (),
}
