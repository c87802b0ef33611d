"""On what terms Slurm takes a launch: what script, launcher and site ask for, as one."""

from __future__ import annotations

import math
import os

from heracles.errors import Faults, UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launchers.base import Agreement, Terms
from heracles.launchers.slurm import objections, outputs, ranges
from heracles.launchers.slurm.cost import cost_of
from heracles.launchers.slurm.environment import CLUSTERS, misleading
from heracles.launchers.slurm.options import ENVIRONMENT, components, demands, without
from heracles.launchers.slurm.site import DEFAULT_SCRIPT_BYTES, ask_site
from heracles.script import shell_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from heracles.launchers.base import SlurmSettings
    from heracles.launchers.slurm.options import Demands
    from heracles.launchers.slurm.outputs import Logs
    from heracles.launchers.slurm.values import Site
    from heracles.script import Script

CARRIED_BY_TERMS = ("comment", "dependency")
SAID = {"ignore-pbs": "--ignore-pbs", "job-name": "--job-name="}
"""What decides the names of logs: said to sbatch, whatever is set where somebody goes on or looks for a log."""

NO_ARRAYS = "this site has no job arrays: each product is a job of its own"


MARGIN_BYTES = 1024
"""By which a copy stays below the largest script that Slurm takes."""

SLOW_WITH_LONG_TABLES, LONGEST_TABLE = "zsh", 1001
"""A shell whose time grows with the square of a case table: 0.1 s for 1,000 products, 12 s for 10,000."""


class _Size(NamedTuple):
    per_copy: int
    copy_bytes: int


PLAIN = _Size(1, DEFAULT_SCRIPT_BYTES)


def agree(  # noqa: PLR0913  # all that a launch depends on
    settings: SlurmSettings,
    script: Script,
    products: int,
    directory: str,
    environment: Mapping[str, str] = os.environ,
    *,
    copied: str = "",
) -> Agreement:
    """The terms for so many products of a script, for which sbatch is called in ``directory``.

    Where it is called in a copy of the folder ``copied`` instead, logs go where they would without. The site is asked
    only where arrays are to be made. Raises a UsageError with all that speaks against the launch, and a LaunchError
    where the site does not answer.
    """
    asked = demands(script, settings.args, environment)
    wants_arrays = settings.array and products > 1 and not asked.last("array")
    tasks = products * _own_tasks(asked)
    notes = _check(settings, script, asked, wants_arrays, directory)
    size = _size(ask_site(asked.value("clusters")), script, products) if wants_arrays else PLAIN
    logs = _logs(asked, tasks, wants_arrays)
    if copied:
        objections.refuse_leaving(asked, directory, copied)
        logs = outputs.anchored(logs, asked, _in_array(asked, wants_arrays), os.path.abspath(directory))
    terms = _terms(settings, asked, size, logs, products)
    refused = (NO_ARRAYS,) if wants_arrays and size.per_copy == 1 else ()
    return Agreement(terms, cost_of(asked, tasks), (*_overruled(environment), *refused, *logs.notes, *notes))


def _check(
    settings: SlurmSettings, script: Script, asked: Demands, wants_arrays: bool, directory: str
) -> tuple[str, ...]:
    """Raises all that speaks against the launch as one error; returns what a user is told."""
    faults = Faults()
    objections.add_to_all(asked, faults)
    array = asked.last("array")
    if array:
        objections.add_to_own_array(settings.max_running, array, faults)
    if wants_arrays:
        objections.add_to_arrays(script, asked, faults)
    missing = outputs.check_folders(asked, directory, faults)
    faults.raise_any()
    return (*_held(asked), *missing)


def _held(asked: Demands) -> Iterator[str]:
    hold = asked.last("hold")
    if hold:
        yield f"{hold.by} asks for --hold: its jobs stay held until you release them"


def _overruled(environment: Mapping[str, str]) -> Iterator[str]:
    for name in misleading(environment):
        yield f"{name} is set and would overrule the script: it is not passed on"
    clusters = [name for name in CLUSTERS if environment.get(name)]
    if clusters:
        yield f"jobs do not inherit {' and '.join(clusters)}: all of a launch goes to one cluster"


def _own_tasks(asked: Demands) -> int:
    return len(set(ranges.of(asked.value("array"))))


def _size(site: Site, script: Script, products: int) -> _Size:
    """How much one array carries: its indices, from 0, stay below MaxArraySize."""
    per_copy = min(site.max_array_size, products)
    if shell_of(script) == SLOW_WITH_LONG_TABLES:
        per_copy = min(per_copy, LONGEST_TABLE)
    return _Size(max(1, per_copy), site.max_script_bytes - MARGIN_BYTES)


def _logs(asked: Demands, tasks: int, wants_arrays: bool) -> Logs:
    if tasks <= 1:
        return outputs.Logs((), ())
    return outputs.separate(asked, _in_array(asked, wants_arrays))


def _in_array(asked: Demands, wants_arrays: bool) -> bool:
    return wants_arrays or asked.last("array") is not None


def _terms(settings: SlurmSettings, asked: Demands, size: _Size, logs: Logs, products: int) -> Terms:
    first, further = components(settings.args)
    return Terms(
        per_copy=size.per_copy,
        copy_bytes=size.copy_bytes,
        own_tasks=_own_tasks(asked),
        args=(*without(CARRIED_BY_TERMS, first), *_said(asked), *logs.args, *further),
        comment=asked.value("comment"),
        dependency=asked.value("dependency"),
        cluster=asked.value("clusters"),
        lanes=_lanes(settings.max_running, asked, math.ceil(products / size.per_copy)),
        held=settings.hold,
        stays_held=asked.last("hold") is not None,
    )


def _said(asked: Demands) -> Iterator[str]:
    """The arguments for what else the environment alone would say."""
    for name, argument in SAID.items():
        found = asked.last(name)
        if found and found.by == ENVIRONMENT:
            yield argument + (found.value if argument.endswith("=") else "")


def _lanes(max_running: int | None, asked: Demands, copies: int) -> tuple[int, ...]:
    """How many tasks run at once in each lane, so that there are ``max_running`` in all."""
    if max_running is None:
        return ()
    lanes = max(1, min(max_running, copies))
    if copies > 1:
        _refuse_alternatives(asked)
    return tuple(max_running // lanes + (lane < max_running % lanes) for lane in range(lanes))


def _refuse_alternatives(asked: Demands) -> None:
    """A dependency on any of several jobs cannot be one on the job before in the lane as well."""
    dependency = asked.last("dependency")
    if dependency and "?" in dependency.value:
        what = "max_running makes jobs wait for each other, which cannot be joined to a dependency with a ?"
        raise UsageError(what, dependency.place, "leave max_running out, or wait for all of the jobs: , in place of ?")
