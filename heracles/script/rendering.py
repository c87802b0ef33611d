"""Rendering copies: overrides as shell words, in their place; and what the copies are called."""

from __future__ import annotations

import os

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.script.values import Placement

UNQUOTED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-")
COPY = "_hydra"


def quote(word: str) -> str:
    """The word as shell text that any of the five shells passes on byte for byte; as it is where that is enough.

    A leading ``=`` is quoted for zsh, which would look up a command.
    """
    if word and UNQUOTED.issuperset(word) and word[0] != "=":
        return word
    return "'" + word.replace("'", "'\\''") + "'"


def copy_text(placement: Placement, words: Sequence[str]) -> str:
    """The text of a copy of the script in which ``words`` reach the program."""
    return placement.before + "".join([" " + quote(word) for word in words]) + placement.after


def copy_name(script_path: str, index: int) -> str:
    """The path of a copy, beside the script: ``sbatch_hydra0.sh`` for ``sbatch.sh``."""
    stem, suffix = os.path.splitext(script_path)
    return f"{stem}{COPY}{index}{suffix}"


def copy_index(script_path: str, file_name: str) -> int | None:
    """The index of a copy of that script by its name (with or without the directory); None for any other file."""
    stem, suffix = os.path.splitext(os.path.basename(script_path))
    name = os.path.basename(file_name)
    start = stem + COPY
    if not (name.startswith(start) and name.endswith(suffix)):
        return None
    number = name[len(start) : len(name) - len(suffix)]
    if not (number.isascii() and number.isdigit()) or (number[0] == "0" and number != "0"):
        return None
    return int(number)
