"""The job array whose index every product takes as its seed: asked of Slurm, or declared in written copies."""

from __future__ import annotations

from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.commands.preparation import Template
    from heracles.launchers.base import Settings
    from heracles.script import Script
    from heracles.sweep import Sweep


def asked_for(settings: Settings, sweep: Sweep, script: Script) -> Settings:
    """The settings of a launcher that makes the sweep's array of each product.

    Raises a UsageError where the launcher makes no arrays, and where script or launcher ask for another one.
    """
    if not sweep.array:
        return settings
    from heracles.launchers.base import SlurmSettings  # noqa: PLC0415  # few sweeps ask for an array

    if not isinstance(settings, SlurmSettings):
        what = f"the seeds of {sweep.name} are the indices of a job array, which only Slurm makes"
        raise UsageError(what, cure=f"launch it by Slurm: -l slurm; or draw the seeds: seeds = {_number(sweep.array)}")
    if _is_declared(sweep, script, settings.args):
        return settings
    return settings._replace(args=(*settings.args, f"--array={sweep.array}"))


def declared_in(template: Template, sweep: Sweep) -> Template:
    """What copies that nobody launches are made by: the script with the sweep's array, directly behind its shebang."""
    script, placement = template
    if _is_declared(sweep, script, ()):
        return template
    line = f"#SBATCH --array={sweep.array}\n"
    at = script.text.find("\n") + 1 if script.text.startswith("#!") else 0
    before = placement.before[:at] + line + placement.before[at:]
    return template._replace(
        placement=placement._replace(before=before, first_offset=placement.first_offset + len(line))
    )


def _is_declared(sweep: Sweep, script: Script, args: Sequence[str]) -> bool:
    """Whether script or arguments ask for that array already; raises a UsageError where it is another one."""
    from heracles.launchers.slurm import ranges  # noqa: PLC0415  # as above
    from heracles.launchers.slurm.options import demands  # noqa: PLC0415

    array = demands(script, args, {}).last("array")
    if array is None:
        return False
    if set(ranges.of(array.value)) != set(ranges.of(sweep.array)):
        what = f"the seeds of {sweep.name} are the tasks {sweep.array}, and {array.by} asks for others"
        raise UsageError(what, array.place, f'leave this out, or write array = "{array.value}" in seeds')
    return True


def _number(array: str) -> int:
    from heracles.launchers.slurm import ranges  # noqa: PLC0415  # as above

    return len(ranges.of(array))
