"""The range of a job array, as sbatch's ``--array`` takes it: ``1-90``, ``0-15:4``, ``1,3,5-7%2`` (sbatch(1))."""

from __future__ import annotations

from heracles.errors import Place, UsageError

CURE = "write: 1-90   or, every fourth: 0-15:4   or: 1,3,5-7   or, two at a time: 1-90%2"

MOST_DIGITS = 9
"""Of an index: Slurm's own limit is far below."""


def checked(text: str, place: Place) -> str:
    """``text``, which stands at ``place``; raises a UsageError at the part of it that is no range of indices."""
    place = Place(place.label, text)
    ranges, limited, limit = text.partition("%")
    at = 0
    for part in ranges.split(","):
        _refuse_other_than_range(part, place.at(at))
        at += len(part) + 1
    if limited and not _is_positive(limit):
        raise UsageError(f"{limit or 'nothing'} cannot be how many tasks run at a time", place.at(at), CURE)
    return text


def _refuse_other_than_range(part: str, place: Place) -> None:
    ends, stepped, step = part.partition(":")
    first, ranging, last = ends.partition("-")
    if not _is_index(first) or (ranging and not _is_index(last)) or (stepped and not (ranging and _is_positive(step))):
        raise UsageError(f"{part or 'nothing'} is no range of indices of a job array", place, CURE)
    if ranging and int(last) < int(first):
        raise UsageError(f"a range of indices goes up, and {part} does not", place, CURE)


def _is_index(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS


def _is_positive(text: str) -> bool:
    return _is_index(text) and int(text) > 0
