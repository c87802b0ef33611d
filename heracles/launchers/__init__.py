"""The launchers that heracles comes with, and those of other packages."""

from __future__ import annotations

import os

from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launchers.base import (
    Agreement,
    CommandSettings,
    Cost,
    Finds,
    Holds,
    LocalSettings,
    PluginSettings,
    SlurmSettings,
    Terms,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from heracles.launchers.base import Launcher, Settings
    from heracles.script import Script


class Surroundings(NamedTuple):
    """What launchers are told of where they work.

    How copies are interpreted, where logs go and how runs ended, the descriptor that commands write results to (None:
    ours), and who is shown what a scheduler's programs say.
    """

    interpreter: tuple[str, ...]
    logs: str
    exits: str
    stdout: int | None
    show: Callable[[str], object]


NOWHERE = Surroundings((), os.devnull, os.devnull, None, str)
"""For launchers that are only looked at."""


def agree(settings: Settings, script: Script, products: int, directory: str, copied: str = "") -> Agreement:
    """On what terms a launcher takes so many products of a script; raises a UsageError where it cannot.

    The products are launched from ``directory``, or from a copy of the folder ``copied`` that it is in.
    """
    if isinstance(settings, PluginSettings):
        return _agree_with_plugin(settings, products)
    if not isinstance(settings, SlurmSettings):
        return Agreement(Terms(), Cost(products, gpu_hours=0.0))
    from heracles.launchers.slurm.agreeing import agree  # noqa: PLC0415

    agreement = agree(settings, script, products, directory, copied=copied)
    _refuse_too_small_queue(settings, agreement.terms)
    terms = agreement.terms._replace(spools=True, most_queued=settings.max_queued or 0)
    return agreement._replace(terms=terms)


def _agree_with_plugin(settings: PluginSettings, products: int) -> Agreement:
    """Products one by one; they are held where they can be found and released again."""
    launcher = make(settings, Terms(), NOWHERE)
    held = isinstance(launcher, Holds) and isinstance(launcher, Finds)
    return Agreement(Terms(held=held), Cost(products))


def require(settings: Settings) -> None:
    """Raises a UsageError where the package of a launcher is not there, or cannot be used."""
    if isinstance(settings, PluginSettings):
        make(settings, Terms(), NOWHERE)


def _refuse_too_small_queue(settings: SlurmSettings, terms: Terms) -> None:
    if settings.max_queued and terms.own_tasks > settings.max_queued:
        what = f"each product has {terms.own_tasks} tasks, by the script's own array, and max_queued is less"
        raise UsageError(what, cure=f"in the launcher: max_queued = {terms.own_tasks} or more")


def make(settings: Settings, terms: Terms, surroundings: Surroundings) -> Launcher:
    """The launcher that goes by these settings, on terms that were agreed; raises as ``require`` does."""
    if isinstance(settings, PluginSettings):
        from heracles.launchers.plugins import made  # noqa: PLC0415

        return made(settings, surroundings)
    if isinstance(settings, LocalSettings):
        from heracles.launchers.local import LocalLauncher  # noqa: PLC0415
        from heracles.process import cpus  # noqa: PLC0415

        workers = settings.workers or cpus()
        return LocalLauncher(surroundings.interpreter, workers, surroundings.logs, surroundings.exits)
    if isinstance(settings, CommandSettings):
        from heracles.launchers.command import CommandLauncher  # noqa: PLC0415

        return CommandLauncher(settings.command, surroundings.stdout)
    from heracles.launchers.slurm import SlurmLauncher  # noqa: PLC0415

    return SlurmLauncher(settings.sbatch, terms, surroundings.show)


def recorded(settings: Settings, terms: Terms, surroundings: Surroundings) -> Launcher:
    """The same for a launch that was recorded; where its package is gone, one that can do nothing stands for it."""
    try:
        return make(settings, terms, surroundings)
    except UsageError:
        if not isinstance(settings, PluginSettings):
            raise
        from heracles.launchers.plugins import absent  # noqa: PLC0415

        return absent(settings)
