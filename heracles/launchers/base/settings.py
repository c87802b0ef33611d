"""What is declared of a launcher."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any, Union


class LocalSettings(NamedTuple):
    """Runs copies on this machine, ``workers`` at a time (default: as many as there are CPUs)."""

    workers: int | None = None


class SlurmSettings(NamedTuple):
    """Submits with sbatch; ``args`` go to sbatch before the file.

    ``array``: products are tasks of job arrays, as many in one as the site allows; ``hold``: jobs wait until they are
    recorded; at most ``max_running`` tasks of a launch run at once, at most ``max_queued`` of a sweep are in the queue.
    """

    args: tuple[str, ...] = ()
    sbatch: str = "sbatch"
    array: bool = True
    hold: bool = True
    max_running: int | None = None
    max_queued: int | None = None


class CommandSettings(NamedTuple):
    """Calls ``command FILE`` for each copy; ``keep`` leaves the files for a command that reads them later."""

    command: tuple[str, ...]
    keep: bool = False


class PluginSettings(NamedTuple):
    """The launcher of another package; ``name`` is that of its entry point, ``options`` a table as JSON."""

    name: str
    options: str = "{}"

    @property
    def values(self) -> dict[str, Any]:
        """The options as they were declared."""
        import json  # noqa: PLC0415  # only such launchers need it

        values: dict[str, Any] = json.loads(self.options)
        return values


if TYPE_CHECKING:
    Settings = Union[LocalSettings, SlurmSettings, CommandSettings, PluginSettings]

BUILT_IN: dict[str, Settings] = {"local": LocalSettings(), "slurm": SlurmSettings()}
"""The launchers that need no declaration, by name."""
