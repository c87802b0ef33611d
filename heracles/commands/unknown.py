"""What a first word was meant to be, where it is neither a verb nor a script."""

from __future__ import annotations

import os

from heracles.errors import HeraclesError, UsageError, nearest
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def unknown_word(word: str, verbs: Iterable[str], config_file: str | None) -> UsageError:
    """Names the nearest verb, sweep and file."""
    guesses = [guess for guess in (_verb(word, verbs), _sweep(word, config_file), _file(word)) if guess]
    cure = f"did you mean {' or '.join(guesses)}?" if guesses else "heracles --help shows both ways"
    if "=" in word:
        cure = f"the script comes first: heracles sbatch.sh {word}"
    return UsageError(f"{word} is neither a verb nor a script", cure=cure)


def _verb(word: str, verbs: Iterable[str]) -> str | None:
    verb = nearest(word, verbs)
    return verb and f"the verb `heracles {verb}`"


def _sweep(word: str, config_file: str | None) -> str | None:
    from heracles import config  # noqa: PLC0415

    try:
        project = config.load(config_file or config.find(os.curdir))
    except HeraclesError:
        return None
    sweep = nearest(word, [sweep.name for sweep in project.sweeps])
    return sweep and f"the sweep `heracles run {sweep}`"


def _file(word: str) -> str | None:
    directory, name = os.path.split(word)
    try:
        file = nearest(name, os.listdir(directory or os.curdir))
    except OSError:
        return None
    return file and f"the file {os.path.join(directory, file)}"
