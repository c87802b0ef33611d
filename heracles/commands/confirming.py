"""Asking whether something that cannot be taken back is meant."""

from __future__ import annotations

from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from heracles.terminal import Terminal


def confirm(question: str, refused: str, terminal: Terminal) -> None:
    """Raises a UsageError where the answer is no, which says that it was ``refused``, and where nobody can be asked."""
    if not terminal.is_interactive:
        raise UsageError(f"nobody is here to be asked: {question}?", cure="say --yes to do so")
    if not terminal.confirm(f"{question}? [y/N] "):
        raise UsageError(refused)
