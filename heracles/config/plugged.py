"""The tables of launchers that other packages bring: only their package knows what these may hold."""

from __future__ import annotations

from typing import Any

from heracles.config.tables import KINDS
from heracles.launchers import plugins

STANDS_IN = {"kind": "local"}
"""What the models are shown instead of such a table."""


def options_of_plugin(data: dict[str, Any], name: str) -> dict[str, Any] | None:
    """The table of a launcher that another package brings, its kind too; None for any other."""
    table = data["launchers"][name]
    return dict(table) if _is_of_plugin(table) else None


def without_plugins(data: dict[str, Any]) -> dict[str, Any]:
    """What a file holds, with something that fits the models in the place of such tables."""
    tables = data.get("launchers")
    if not isinstance(tables, dict):
        return data
    shown = {name: STANDS_IN if _is_of_plugin(table) else table for name, table in tables.items()}
    return {**data, "launchers": shown}


def _is_of_plugin(table: object) -> bool:
    kind = table.get("kind") if isinstance(table, dict) else None
    return isinstance(kind, str) and kind not in KINDS and kind in plugins.names()
