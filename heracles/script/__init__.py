"""The user's script: reading it, deciding where overrides go, rendering copies."""

from __future__ import annotations

from heracles.script.placement import describe, place
from heracles.script.reading import read, syntax_check_command
from heracles.script.rendering import copy_index, copy_name, copy_text, quote
from heracles.script.values import Directive, Placement, Script

__all__ = [
    "Directive",
    "Placement",
    "Script",
    "copy_index",
    "copy_name",
    "copy_text",
    "describe",
    "place",
    "quote",
    "read",
    "syntax_check_command",
]
