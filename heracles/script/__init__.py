"""The user's script: reading it, deciding where overrides go, rendering copies (those of job arrays: ``arrays``)."""

from __future__ import annotations

from heracles.script.placement import describe, place
from heracles.script.reading import read, shell_of, syntax_check_command
from heracles.script.rendering import (
    array_copy_name,
    copy_index,
    copy_name,
    copy_range,
    copy_text,
    is_copy,
    quote,
    single_copy,
)
from heracles.script.values import Directive, Origin, Placement, Row, Script

__all__ = [
    "Directive",
    "Origin",
    "Placement",
    "Row",
    "Script",
    "array_copy_name",
    "copy_index",
    "copy_name",
    "copy_range",
    "copy_text",
    "describe",
    "is_copy",
    "place",
    "quote",
    "read",
    "shell_of",
    "single_copy",
    "syntax_check_command",
]
