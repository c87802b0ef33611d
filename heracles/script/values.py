"""The user's script, its directives, and where overrides go in it: what the rest of heracles sees of a script."""

from __future__ import annotations

from heracles.frozen import NamedTuple


class Script(NamedTuple):
    """A batch script as it was read.

    ``path`` is as the user gave it, ``text`` is its bytes decoded with surrogateescape, ``mode`` its permission bits,
    ``interpreter`` the words with which the kernel starts it: ``("/bin/bash", "-l")``.
    """

    path: str
    text: str
    mode: int
    interpreter: tuple[str, ...]


class Placement(NamedTuple):
    """Where overrides go in a script: between ``before`` and ``after``.

    ``kind`` is ``append`` (after the last word of the command that takes them) or ``args`` (in a ``set -- ...`` line,
    for a script that says ``"$@"``). ``line`` (from 1) and ``command`` are what a user is shown: of the command that
    takes them, its last line up to where it ends; ``other_lines`` is where else the script says ``"$@"``.
    ``first_offset`` is where, in the script's text, the line of its first command begins, behind all directives.
    """

    kind: str
    line: int
    command: str
    before: str
    after: str
    other_lines: tuple[int, ...]
    first_offset: int


class Origin(NamedTuple):
    """What copies are made for: the script's path as a user knows it, the names of the sweep and of the launch."""

    script: str
    sweep: str
    launch: str


class Row(NamedTuple):
    """What a copy carries of a product; no word is empty.

    ``tasks`` are those of the script's own array that are meant (empty: all).
    """

    index: int  # type: ignore[assignment]  # hides tuple.index, as in Product
    id: str
    words: tuple[str, ...]
    tasks: tuple[int, ...] = ()


class Directive(NamedTuple):
    """A line of options for the scheduler: ``prefix`` is ``SBATCH`` or ``PBS``, ``line`` counts from 1."""

    line: int
    prefix: str
    words: tuple[str, ...]
