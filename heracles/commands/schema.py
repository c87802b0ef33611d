"""``heracles schema``: what heracles.toml may hold, as a JSON Schema for editors."""

from __future__ import annotations

import json

from heracles import config
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from heracles.terminal import Terminal


def print_schema(terminal: Terminal) -> int:
    """Prints the schema; raises a UsageError where pydantic is missing."""
    terminal.results(json.dumps(config.schema(), indent=2, ensure_ascii=False).splitlines())
    return 0
