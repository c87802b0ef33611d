"""Rendering copies: overrides as shell words, in their place; and what the copies are called."""

from __future__ import annotations

import os

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.script.values import Origin, Placement, Row

UNQUOTED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-")
COPY = "_hydra"
VARIABLE = "__env"
UNSET = "not set where the job runs, and an override has it"
LONGEST_NAME = 255
EXPORT = "export HERACLES_SWEEP HERACLES_LAUNCH HERACLES_ID HERACLES_INDEX\n"


def quote(word: str) -> str:
    """The word as shell text that any of the five shells passes on byte for byte; as it is where that is enough.

    A leading ``=`` is quoted for zsh, which would look up a command.
    """
    if word and UNQUOTED.issuperset(word) and word[0] != "=":
        return word
    return in_quotes(word)


def in_quotes(text: str) -> str:
    """The text in single quotes: as one word, or as the value of a variable."""
    return f"'{within_quotes(text)}'"


def within_quotes(text: str) -> str:
    return text.replace("'", "'\\''")


def quote_override(word: str) -> str:
    """The override as shell text, as by ``quote``, but ``__env(NAME)__`` as a variable for the shell of the job.

    What the shell puts there is one word with the rest, and it interprets nothing in it.
    """
    texts, names = split_at_variables(word)
    if not names:
        return quote(word)
    quoted = [in_quotes(text) if text else "" for text in texts]
    return quoted[0] + "".join([f'"{expansion(name)}"{text}' for name, text in zip(names, quoted[1:])])


def expansion(name: str) -> str:
    """A variable, between double quotes; where it is not set, the shell says so and ends, rather than run without."""
    return f"${{{name}?{UNSET}}}"


def split_at_variables(word: str) -> tuple[list[str], list[str]]:
    """The texts around each ``__env(NAME)__`` or ``__env:NAME__`` of an override, one more than NAMEs, and these."""
    texts, names = [], []
    start, at = 0, word.find(VARIABLE)
    while at != -1:
        name, stop = _variable(word, at + len(VARIABLE))
        if name:
            texts.append(word[start:at])
            names.append(name)
            start = stop
        at = word.find(VARIABLE, stop)
    return [*texts, word[start:]], names


def _variable(word: str, opening: int) -> tuple[str, int]:
    """The name behind the bracket or colon at ``opening``, and where its form ends; no name if there is none."""
    closing = {"(": ")__", ":": "__"}.get(word[opening : opening + 1], "")
    stop = word.find(closing, opening + 2, opening + 1 + LONGEST_NAME + len(closing)) if closing else -1
    name = word[opening + 1 : stop]
    is_one = stop != -1 and name.isascii() and name.isidentifier()
    return (name, stop + len(closing)) if is_one else ("", opening)


def copy_text(placement: Placement, words: Sequence[str]) -> str:
    """The text of a copy of the script in which ``words`` reach the program."""
    return placement.before + "".join([" " + quote_override(word) for word in words]) + placement.after


def single_copy(placement: Placement, origin: Origin, row: Row) -> str:
    """The text of a copy that carries one product: as ``copy_text``, and the script's environment says which it is.

    The copy says so itself, since a scheduler may keep the environment of a submission from a job (``--export=NONE``).
    """
    text, at = copy_text(placement, row.words), placement.first_offset
    product = f"HERACLES_ID={in_quotes(row.id)} HERACLES_INDEX={row.index}"
    return f"{text[:at]}{assignments(origin)} {product}\n{EXPORT}{text[at:]}"


def assignments(origin: Origin) -> str:
    return f"HERACLES_SWEEP={in_quotes(origin.sweep)} HERACLES_LAUNCH={in_quotes(origin.launch)}"


def copy_name(script_path: str, index: int) -> str:
    """The path of a copy, beside the script: ``sbatch_hydra0.sh`` for ``sbatch.sh``."""
    return _name(script_path, str(index))


def array_copy_name(script_path: str, first_index: int, last_index: int) -> str:
    """The path of an array copy, by the indices of its products: ``sbatch_hydra0-999.sh`` for ``sbatch.sh``."""
    return _name(script_path, f"{first_index}-{last_index}")


def _name(script_path: str, numbers: str) -> str:
    stem, suffix = os.path.splitext(script_path)
    return f"{stem}{COPY}{numbers}{suffix}"


def copy_index(script_path: str, file_name: str) -> int | None:
    """The index of a copy of that script by its name (with or without the directory); None for any other file."""
    return _natural(_numbers(script_path, file_name))


def copy_range(script_path: str, file_name: str) -> tuple[int, int] | None:
    """The first and last index of an array copy of that script by its name; None for any other file."""
    first, _, last = map(_natural, _numbers(script_path, file_name).partition("-"))
    return None if first is None or last is None or first > last else (first, last)


def is_copy(script_path: str, file_name: str) -> bool:
    """Whether a file is a copy of that script by its name, of one product or of several."""
    return copy_index(script_path, file_name) is not None or copy_range(script_path, file_name) is not None


def _numbers(script_path: str, file_name: str) -> str:
    """What a copy's name has instead of its index; empty for any other file."""
    stem, suffix = os.path.splitext(os.path.basename(script_path))
    name = os.path.basename(file_name)
    start = stem + COPY
    return name[len(start) : len(name) - len(suffix)] if name.startswith(start) and name.endswith(suffix) else ""


def _natural(text: str) -> int | None:
    """The number that is written so, without leading zeros; None for any other text."""
    is_written_so = text.isascii() and text.isdigit() and (text[0] != "0" or text == "0")
    return int(text) if is_written_so else None
