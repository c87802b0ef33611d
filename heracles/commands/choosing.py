"""Which launcher is meant, and whether it can be called at all."""

from __future__ import annotations

import os

from heracles import launchers, process
from heracles.errors import Place, UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launchers import command_line
from heracles.launchers.base import BUILT_IN, CommandSettings, LocalSettings, PluginSettings, SlurmSettings

if TYPE_CHECKING:
    from heracles.commands.preparation import Prepared
    from heracles.commands.requests import Launching
    from heracles.launchers.base import Settings


NEEDED_OF_SLURM = ("squeue", "scontrol")
"""What is called besides sbatch in every launch."""


class Chosen(NamedTuple):
    """A launcher: what the user calls it (a name, or a command), and its settings."""

    name: str
    settings: Settings


def choose(launching: Launching, prepared: Prepared) -> Chosen:
    """The launcher that the request, else the sweep, else the project names; without the request's arguments for it.

    Raises a UsageError where none is named or known, and where its program is not there.
    """
    chosen = _named(launching, prepared)
    _refuse_missing_program(chosen.settings, prepared.sweep.directory)
    return chosen


def _named(launching: Launching, prepared: Prepared) -> Chosen:
    if launching.command is not None:
        return Chosen(launching.command, _settings_of_command(launching.command))
    if prepared.project is None:
        name = launching.launcher or "local"
        return Chosen(name, _ad_hoc(name, prepared.sweep.script))
    declared = launching.launcher or prepared.sweep.launcher or prepared.project.default_launcher
    if declared is None:
        raise _no_launcher(prepared.sweep.name)
    return Chosen(declared, prepared.project.launcher(declared))


def _settings_of_command(command: str) -> Settings:
    program, *args = command_line.words(command, Place("-r", command))
    if os.path.basename(program) == "sbatch":
        return SlurmSettings(tuple(args), program, array=False)
    return CommandSettings((program, *args))


def _ad_hoc(name: str, script: str) -> Settings:
    """What heracles.toml above the script says of a launcher, else what is built in."""
    from heracles import config  # noqa: PLC0415

    above = config.nearest(os.path.dirname(script) or os.curdir)
    if above:
        return config.load(above).launcher(name)
    if name in BUILT_IN:
        return BUILT_IN[name]
    from heracles.launchers import plugins  # noqa: PLC0415  # few have any

    if name in plugins.names():
        return PluginSettings(name)
    raise UsageError(f"there is no launcher {name}", cure="without a heracles.toml there are local and slurm")


def _no_launcher(sweep: str) -> UsageError:
    cure = f'name one: heracles run {sweep} -l local, or launcher = "local" in its table, or default_launcher = "local"'
    return UsageError(f"the sweep {sweep} has no launcher", cure=cure)


def with_args(settings: Settings, args: tuple[str, ...]) -> Settings:
    """The settings with further arguments for the launcher's program; raises a UsageError where it has none."""
    if not args:
        return settings
    if isinstance(settings, SlurmSettings):
        return settings._replace(args=(*settings.args, *args))
    if isinstance(settings, CommandSettings):
        return settings._replace(command=(*settings.command, *args))
    name = settings.name if isinstance(settings, PluginSettings) else "local"
    raise UsageError(f"the {name} launcher takes no arguments of its own", Place("after --", " ".join(args)))


def _refuse_missing_program(settings: Settings, directory: str) -> None:
    launchers.require(settings)
    if isinstance(settings, (LocalSettings, PluginSettings)):
        return
    for program in _programs(settings):
        if process.find(program, directory) is None:
            raise UsageError(f"there is no command {program}", cure=_cure_for_missing(program))


def _programs(settings: SlurmSettings | CommandSettings) -> tuple[str, ...]:
    if isinstance(settings, SlurmSettings):
        return (settings.sbatch, *NEEDED_OF_SLURM)
    return settings.command[:1]


def _cure_for_missing(program: str) -> str:
    if "=" in program or program.startswith(("~", "+")):
        return f"is {program} part of the sweep? then name the command before it: -r=sbatch {program}"
    if program in {"sbatch", *NEEDED_OF_SLURM}:
        return "are you on a login node of the cluster? some need `module load slurm`; -l local runs the copies here"
    return "look whether it is installed and on PATH"
