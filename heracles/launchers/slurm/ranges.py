"""Tasks of an array as Slurm writes them: ``[0-3,7,9-13:2%5]``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


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
