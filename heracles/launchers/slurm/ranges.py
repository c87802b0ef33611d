"""Tasks of an array as Slurm writes them: ``[0-3,7,9-13:2%5]``."""

from __future__ import annotations

from itertools import groupby

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def of(tasks: str) -> tuple[int | None, ...]:
    """The tasks behind the underscore of a job id, or in a column: ``3``, ``[0-9%2]``; one None for no array."""
    if tasks.isdecimal():
        return (int(tasks),)
    return tuple(_expanded(tasks)) or (None,)


def _expanded(tasks: str) -> Iterator[int]:
    """The indices in ``0-3,7,9-13:2``, with or without brackets and a limit; what an ellipsis cuts is passed over."""
    for part in tasks.strip("[]").partition("%")[0].split(","):
        ends, _, step = part.partition(":")
        first, _, last = ends.partition("-")
        if all(map(str.isdecimal, (first, last or first, step or "1"))):
            yield from range(int(first), int(last or first) + 1, int(step or 1))


def texts(tasks: Sequence[int], longest: int) -> Iterator[str]:
    """Ascending numbers as Slurm writes them, without brackets, in texts of at most so many bytes."""
    text = ""
    for first, last in _runs(tasks):
        word = str(first) if first == last else f"{first}-{last}"
        if text and len(text) + 1 + len(word) > longest:
            yield text
            text = ""
        text = f"{text},{word}" if text else word
    if text:
        yield text


def _runs(tasks: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Numbers that follow one another, as the first and the last of them."""
    for _, run in groupby(enumerate(tasks), key=lambda each: each[1] - each[0]):
        places = [task for _, task in run]
        yield places[0], places[-1]
