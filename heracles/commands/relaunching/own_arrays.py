"""Some tasks of a script's own array, asked for in its place."""

from __future__ import annotations

import sys

from heracles.frozen import TYPE_CHECKING
from heracles.launchers.base import SlurmSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.launchers.base import Settings
    from heracles.script import Script


def with_tasks(settings: Settings, tasks: Sequence[int], script: Script) -> Settings:
    """The settings of a launcher that runs these tasks alone, at most as many at once as script or settings allow."""
    if not tasks or not isinstance(settings, SlurmSettings):
        return settings
    from heracles.launchers.slurm import ranges  # noqa: PLC0415  # few scripts have an array
    from heracles.launchers.slurm.options import components, demands, without  # noqa: PLC0415  # as above

    _, percent, limit = demands(script, settings.args, {}).value("array").partition("%")
    array = "".join((*ranges.texts(sorted(tasks), sys.maxsize), percent, limit))
    first, further = components(settings.args)
    return settings._replace(args=(*without(("array",), first), f"--array={array}", *further))
