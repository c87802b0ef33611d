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
    ``command_offset`` is where, in the script's text, the command begins before which a table of products would go.
    """

    kind: str
    line: int
    command: str
    before: str
    after: str
    other_lines: tuple[int, ...]
    command_offset: int


class Directive(NamedTuple):
    """A line of options for the scheduler: ``prefix`` is ``SBATCH`` or ``PBS``, ``line`` counts from 1."""

    line: int
    prefix: str
    words: tuple[str, ...]
