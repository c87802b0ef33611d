"""What a word was meant to be, where it is neither a verb nor a script, and which sweeps there are to name."""

from __future__ import annotations

import os

from heracles import config
from heracles.config.outline import outline
from heracles.errors import UsageError, nearest, shown
from heracles.frozen import TYPE_CHECKING
from heracles.script import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_NAMES = 6
FOR_SCRIPTS = {"run": "-r=sbatch", "show": "-p", "write": "-w", "delete": "-d"}
"""What stands behind a script instead of a verb before a sweep."""


def unknown_word(word: str, verbs: Iterable[str], config_file: str | None) -> UsageError:
    """Names the nearest verb, sweep and file."""
    guesses = [guess for guess in (_verb(word, verbs), _sweep(word, config_file), _file(word)) if guess]
    cure = f"did you mean {' or '.join(guesses)}?" if guesses else "heracles --help shows both ways"
    if "=" in word:
        cure = f"the script comes first: heracles sbatch.sh {shown(word)}"
    if word == "help":
        cure = "write: heracles --help   or: heracles VERB --help"
    return UsageError(f"{shown(word)} is neither a verb nor a script", cure=cure)


def no_name(verb: str, after_dashes: Sequence[str], config_file: str | None) -> UsageError:
    """What is said to a verb without the name of a sweep: which there are, as far as heracles.toml can be read."""
    names = _sweeps(config_file)
    cure = f"name one of: {', '.join(names[:MOST_NAMES])}{', ...' if len(names) > MOST_NAMES else ''}"
    if not names:
        cure = "heracles list prints those of heracles.toml; heracles init writes one"
    if after_dashes:
        cure = f"what follows -- is for the launcher; the name comes before it: heracles {verb} NAME -- ..."
    return UsageError(f"heracles {verb} needs the name of a sweep", cure=cure)


def script_as_name(verb: str, name: str, words: Sequence[str], config_file: str | None) -> UsageError | None:
    """What is said where a script is given to a verb that takes a sweep, and no sweep has its name."""
    if not os.path.isfile(name) or name in _sweeps(config_file):
        return None
    cure = f'declare a sweep of it in heracles.toml: script = "{name}"'
    if verb in FOR_SCRIPTS:
        cure = f"write: heracles {' '.join(map(quote, (name, FOR_SCRIPTS[verb], *words)))}"
    return UsageError(f"{shown(name)} is a script, and heracles {verb} takes a sweep of heracles.toml", cure=cure)


def second_name(verb: str, names: Sequence[str], config_file: str | None) -> UsageError | None:
    """What is said where a further word is the name of a sweep as well."""
    name, *words = names
    other = next((word for word in words if word in _sweeps(config_file)), None)
    if other is None:
        return None
    cure = f"write: heracles {verb} {name} && heracles {verb} {other}"
    return UsageError(f"heracles {verb} takes one sweep at a time; {other} is another", cure=cure)


def _verb(word: str, verbs: Iterable[str]) -> str | None:
    verb = nearest(word.lower(), verbs)
    return verb and f"the verb `heracles {verb}`"


def _sweep(word: str, config_file: str | None) -> str | None:
    sweep = nearest(word, _sweeps(config_file))
    return sweep and f"the sweep `heracles run {sweep}`"


def _sweeps(config_file: str | None) -> list[str]:
    return [sweep.name for sweep in outline(config_file or config.nearest(os.curdir)).sweeps]


def _file(word: str) -> str | None:
    directory, name = os.path.split(word)
    try:
        file = nearest(name, os.listdir(directory or os.curdir))
    except OSError:
        return None
    return file and f"the file {os.path.join(directory, file)}"
