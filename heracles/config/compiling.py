"""From the text of a heracles.toml to frozen values."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from heracles.config.arguments import arguments
from heracles.config.launchers import launchers, refuse_unknown
from heracles.config.project import ConfirmAbove, Project
from heracles.config.validation import sound_part
from heracles.config.version import require_version
from heracles.errors import Faults, UsageError
from heracles.grammar.groups import ConfigDirectory
from heracles.sweep.values import Sweep

if TYPE_CHECKING:
    from heracles.config.document import Document
    from heracles.config.models import File
    from heracles.errors import Fault


def compiled(document: Document, path: str) -> Project:
    """What the file at the absolute ``path`` declares; raises a UsageError with every fault that it has."""
    require_version(document)
    faults = Faults()
    project = _project(document, path, faults)
    try:
        faults.raise_any()
    except UsageError as error:
        raise UsageError.of(sorted(error.faults, key=lambda fault: _line(fault, document))) from None
    return project


def _project(document: Document, path: str, faults: Faults) -> Project:
    file = sound_part(document, faults)
    refuse_unknown(file, document, faults)
    return Project(
        path=path,
        directory=os.path.dirname(path),
        sweeps=_sweeps(file, document, os.path.dirname(path), faults),
        launchers=launchers(file, document, faults),
        default_launcher=file.default_launcher,
        confirm_above=ConfirmAbove(file.confirm_above.tasks, file.confirm_above.gpu_hours),
    )


def _sweeps(file: File, document: Document, directory: str, faults: Faults) -> tuple[Sweep, ...]:
    return tuple(
        Sweep(
            name=name,
            script=table.script,
            directory=directory,
            variants=(arguments(table, document.entry("sweeps", name), _groups(config_dir, directory), faults),),
            entropy=name if table.entropy is None else str(table.entropy),
            launcher=table.launcher or file.default_launcher,
            placement=table.placement,
            description=table.description,
            config_dir=config_dir,
        )
        for name, table in file.sweeps.items()
        for config_dir in (table.config_dir or file.defaults.config_dir,)
    )


def _groups(config_dir: str | None, directory: str) -> ConfigDirectory | None:
    return None if config_dir is None else ConfigDirectory(os.path.join(directory, config_dir))


def _line(fault: Fault, document: Document) -> int:
    """The line of which a fault is told; every place in the file begins with its name and the line."""
    label = fault.place.label if fault.place else ""
    number, _, _ = label[len(document.name) + 1 :].partition(":")
    return int(number or 0)
