"""The patterns of ``--output`` and ``--error``: their parts, and the names of files that Slurm makes of them.

sbatch(1), "filename pattern"; what it leaves open is from src/slurmd/common/fname.c (to Slurm 25.05) and
``expand_stdio_fields`` in src/common/print_fields.c (since 25.11).
"""

from __future__ import annotations

from functools import lru_cache

from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from typing import Union

    Value = Union[int, str, None]
    """What stands for a letter: a number, which may be padded, a word, or None where nobody knows."""

DIGITS = "0123456789"
WIDEST = 10
LETTERS = frozenset("AaJjNnstux")
LETTERS_OF_24_11 = LETTERS | {"b"}
LETTERS_OF_25_11 = LETTERS_OF_24_11 | {"r", "S"}
PATTERNS_OF_A_LAUNCH = 8


class Part(NamedTuple):
    """Constant text, and the replacement behind it: its digits and its letter, both "" where there is none."""

    text: str
    digits: str = ""
    letter: str = ""


def parts(pattern: str) -> Iterator[Part]:
    """The parts of a pattern as it stands; whether Slurm knows their letters is not asked."""
    text, percent, rest = pattern.partition("%")
    while percent:
        behind = rest.lstrip(DIGITS)
        yield Part(text, rest[: len(rest) - len(behind)], behind[:1])
        text, percent, rest = behind[1:].partition("%")
    yield Part(text)


def letters(pattern: str) -> frozenset[str]:
    """The letters of the replacements in a pattern; with a backslash anywhere, nothing is replaced."""
    return frozenset() if "\\" in pattern else frozenset(part.letter for part in parts(pattern) if part.letter)


def without_backslashes(pattern: str) -> str:
    """What Slurm makes of a pattern with a backslash anywhere: no replacement, and the backslashes gone."""
    kept = iter(pattern)
    return "".join(next(kept, "") if character == "\\" else character for character in kept)


@lru_cache(PATTERNS_OF_A_LAUNCH)
def readings(pattern: str) -> tuple[tuple[Part, ...], ...]:
    """How versions of Slurm since 22.05 read a pattern, the newest one's way first: in parts with letters they know.

    Nearly every pattern has one reading. Versions differ in doubled backslashes, and in replacements they do not know.
    """
    ways = (_since_25_11(pattern), _to_25_05(pattern, LETTERS_OF_24_11), _to_25_05(pattern, LETTERS))
    return tuple(dict.fromkeys(tuple(_joined(way)) for way in ways))


def name(reading: Iterable[Part], values: Mapping[str, Value]) -> str | None:
    """The name with what stands for the letters of a pattern, or None where nobody knows what does."""
    made = []
    for text, digits, letter in reading:
        value = values[letter] if letter else ""
        if value is None:
            return None
        made.append(text + (_padded(value, digits) if isinstance(value, int) else value))
    return "".join(made)


def _padded(value: int, digits: str) -> str:
    return str(value).zfill(min(int(digits or 0), WIDEST))


def _since_25_11(pattern: str) -> Iterator[Part]:
    """A percent sign at the end is dropped; what else is not known stays."""
    if "\\" in pattern:
        yield Part(pattern.replace("\\", ""))
        return
    for part in parts(pattern):
        if part.letter in LETTERS_OF_25_11:
            yield part
        elif part.letter == "%" and not part.digits:
            yield Part(part.text + "%")
        else:
            yield Part(f"{part.text}%{part.digits}{part.letter}" if part.digits or part.letter else part.text)


def _to_25_05(pattern: str, known: Collection[str]) -> Iterator[Part]:
    """Of a replacement that is not known, one character stays, and what stands behind its digits is read as text."""
    if "\\" in pattern:
        yield Part(without_backslashes(pattern))
        return
    text, percent, rest = pattern.partition("%")
    while percent:
        behind = rest.lstrip(DIGITS)
        digits, letter = rest[: len(rest) - len(behind)], behind[:1]
        if letter in known:
            yield Part(text, digits, letter)
        elif letter == "%" and not digits:
            yield Part(text + "%")
        else:
            yield Part(text + (digits[-1:] or "%"))
            letter = ""
        text, percent, rest = behind[len(letter) :].partition("%")
    yield Part(text)


def _joined(found: Iterable[Part]) -> Iterator[Part]:
    """The same in as few parts as there can be."""
    text = ""
    for part in found:
        text += part.text
        if part.letter:
            yield part._replace(text=text)
            text = ""
    if text:
        yield Part(text)
