"""The launchers that heracles comes with."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from heracles.launchers.base import CommandSettings, LocalSettings

if TYPE_CHECKING:
    from heracles.launchers.base import Launcher, Settings


class Surroundings(NamedTuple):
    """How copies are interpreted, where logs go, and the descriptor that commands write results to (None: ours)."""

    interpreter: tuple[str, ...]
    logs: str
    stdout: int | None


def make(settings: Settings, surroundings: Surroundings) -> Launcher:
    """The launcher that goes by these settings."""
    if isinstance(settings, LocalSettings):
        from heracles.launchers.local import LocalLauncher  # noqa: PLC0415

        return LocalLauncher(surroundings.interpreter, settings.workers or _cpus(), surroundings.logs)
    if isinstance(settings, CommandSettings):
        from heracles.launchers.command import CommandLauncher  # noqa: PLC0415

        return CommandLauncher(settings.command, surroundings.stdout)
    from heracles.launchers.slurm import SlurmLauncher  # noqa: PLC0415

    return SlurmLauncher(settings.args, settings.sbatch)


def _cpus() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
