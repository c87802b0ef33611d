"""Which model describes which table of a heracles.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from heracles.config.models import (
    CommandLauncher,
    ConfirmAbove,
    Defaults,
    File,
    LocalLauncher,
    Placement,
    Seeds,
    SlurmLauncher,
    Sweep,
    Table,
)

if TYPE_CHECKING:
    from heracles.config.locator import KeyPath

KINDS: dict[str, type[Table]] = {"local": LocalLauncher, "slurm": SlurmLauncher, "command": CommandLauncher}
SINGLE: dict[str, type[Table]] = {"confirm_above": ConfirmAbove, "defaults": Defaults}
"""The tables of the file that hold keys, not tables with names."""

CHOICES: dict[str | int, tuple[str, ...]] = {"kind": tuple(KINDS), "placement": get_args(Placement)}
"""The keys whose value is one of a few words."""


def table_at(path: KeyPath, data: dict[str, Any]) -> type[Table]:
    """The model of the table at a path of a file that holds ``data``."""
    if not path:
        return File
    if path[0] in SINGLE:
        return SINGLE[str(path[0])]
    if path[0] == "launchers":
        return KINDS.get(str(data["launchers"][path[1]].get("kind")), LocalLauncher)
    return Sweep if path[2:] == () else Seeds
