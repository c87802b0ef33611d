"""The user's script: reading it, deciding where overrides go, rendering copies."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.script.placement import describe, place
from heracles.script.reading import read, syntax_check_command
from heracles.script.rendering import copy_index, copy_name, copy_text, quote
from heracles.script.values import Directive, Placement, Script

if TYPE_CHECKING:
    from heracles.script.header import asks_for_array, directives, has_own_array
else:

    def __getattr__(name):
        """Directives are read when someone asks for them: a sweep that is written only needs none."""
        from heracles.script import header  # noqa: PLC0415

        return getattr(header, name)


__all__ = [
    "Directive",
    "Placement",
    "Script",
    "asks_for_array",
    "copy_index",
    "copy_name",
    "copy_text",
    "describe",
    "directives",
    "has_own_array",
    "place",
    "quote",
    "read",
    "syntax_check_command",
]
