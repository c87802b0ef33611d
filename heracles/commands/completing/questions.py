"""What a shell wants to know of the word at the cursor."""

from __future__ import annotations

from heracles.frozen import NamedTuple


class Question(NamedTuple):
    """The kind of word that belongs there, and what the line says before it.

    ``text`` is what is typed of the word; ``name`` the sweep, target or script that the line names, ``words`` those of
    its sweep, ``config`` its heracles.toml.
    """

    kind: str
    text: str
    config: str | None = None
    name: str | None = None
    words: tuple[str, ...] = ()
