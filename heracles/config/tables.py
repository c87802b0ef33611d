"""Which model describes which table of a heracles.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from heracles.config.launcher_models import CommandLauncher, LocalLauncher, SlurmLauncher
from heracles.config.models import ConfirmAbove, File
from heracles.config.sweep_models import Defaults, Placement, Results, Seeds, Sweep, Variant

if TYPE_CHECKING:
    from heracles.config.locator import KeyPath
    from heracles.config.table import Table

KINDS: dict[str, type[Table]] = {"local": LocalLauncher, "slurm": SlurmLauncher, "command": CommandLauncher}

CHOICES: dict[str | int, tuple[str, ...]] = {"kind": tuple(KINDS), "placement": get_args(Placement)}
"""The keys whose value is one of a few words."""

INSIDE: dict[str, type[Table]] = {"variants": Variant, "seeds": Seeds, "results": Results}
"""The tables within that of a sweep."""

SHORT: tuple[KeyPath, ...] = (("confirm_above",), ("defaults",))
"""The tables that may well stand in one line."""


def table_at(path: KeyPath, data: dict[str, Any]) -> type[Table]:
    """The model of the table at a path of a file that holds ``data``."""
    if not path:
        return File
    if path[0] == "confirm_above":
        return ConfirmAbove
    if path[0] == "launchers":
        return KINDS.get(str(data["launchers"][path[1]].get("kind")), LocalLauncher)
    return _inside(Defaults, path[1:]) if path[0] == "defaults" else _inside(Sweep, path[2:])


def _inside(sweep: type[Sweep], path: KeyPath) -> type[Table]:
    if not path:
        return sweep
    return INSIDE[str(path[0])]


def path_in_sweep(path: KeyPath) -> KeyPath:
    """What a path is from the table of a sweep, of the defaults or of a variant that holds it; empty for others."""
    inside = path[2:] if path[0] == "sweeps" else path[1:] if path[0] == "defaults" else ()
    return inside[2:] if inside[:1] == ("variants",) and inside[2:] else inside
