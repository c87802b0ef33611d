"""Commands as words, which are called without a shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heracles.errors import Place, UsageError
from heracles.launchers import command_line

if TYPE_CHECKING:
    from heracles.config.document import Entry


def command_words(command: str, entry: Entry, cure: str) -> tuple[str, ...]:
    """The words of the command at ``entry``; raises a UsageError, whose cure is ``cure``, where a shell is needed."""
    try:
        return command_line.words(command, Place(entry.value.label, command))
    except UsageError as error:
        raise UsageError.of(fault._replace(cure=cure) for fault in error.faults) from None
