"""``heracles list``: the sweeps that heracles.toml declares."""

from __future__ import annotations

import json
import os

from heracles import config, sweep as sweeps
from heracles.commands import wording
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.sweep import Sweep
    from heracles.terminal import Terminal


def list_sweeps(file: str | None, terminal: Terminal) -> int:
    """Prints a line a sweep: its name, how many products it has, and its description."""
    project = config.load(file or config.find(os.curdir))
    terminal.results(_table(project.sweeps))
    if not project.sweeps:
        terminal.note(f"no sweep is declared in {project.path}; heracles init --stdout shows how one is")
    return 0


def list_sweeps_json(file: str | None, terminal: Terminal) -> int:
    """Prints the sweeps as JSON Lines: ``name``, ``script``, ``launcher``, ``products`` (a number), ``description``."""
    project = config.load(file or config.find(os.curdir))
    terminal.results(map(_json, project.sweeps))
    return 0


def _table(declared: Sequence[Sweep]) -> list[str]:
    rows = [(sweep.name, wording.counted(sweeps.count(sweep), "product", "products"), sweep) for sweep in declared]
    names = max((len(name) for name, _, _ in rows), default=0)
    counts = max((len(count) for _, count, _ in rows), default=0)
    return [f"{name:{names}}  {count:>{counts}}  {sweep.description or sweep.script}" for name, count, sweep in rows]


def _json(sweep: Sweep) -> str:
    fields = {
        "name": sweep.name,
        "script": sweep.script,
        "launcher": sweep.launcher,
        "products": sweeps.count(sweep),
        "description": sweep.description,
    }
    return json.dumps(fields)
