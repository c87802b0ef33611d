"""The user's script: reading it, deciding where overrides go, rendering copies (those of job arrays: ``arrays``)."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
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

if TYPE_CHECKING:
    from heracles.script.placement import describe, place
    from heracles.script.reading import read, shell_of, syntax_check_command

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

_MODULES = {
    "describe": "placement",
    "place": "placement",
    "read": "reading",
    "shell_of": "reading",
    "syntax_check_command": "reading",
}
"""Where those are that read a script: whoever asks about a launch needs none of them, and they take long to load."""


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
