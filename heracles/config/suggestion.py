"""What a word that is not known was probably meant to be."""

from __future__ import annotations

from heracles.errors import nearest
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def of_key(word: str, known: Sequence[str]) -> str:
    """The nearest of a table's keys, or else all of them."""
    likely = nearest(word, known)
    return f"did you mean {likely}?" if likely else f"known here: {', '.join(known)}"


def of_name(word: str, known: Sequence[str]) -> str:
    """The nearest of the names that the user gave, and all of them."""
    likely = nearest(word, known)
    return " ".join(([f"did you mean {likely}?"] if likely else []) + [f"there is: {', '.join(known) or 'none'}"])
