"""What a launch costs at most: hours of CPUs and GPUs, as far as sbatch is told for certain."""

from __future__ import annotations

import math

from heracles.frozen import TYPE_CHECKING
from heracles.launchers.base import Cost
from heracles.launchers.slurm.options import OPTIONS_OF_PBS

if TYPE_CHECKING:
    from collections.abc import Callable

    from heracles.launchers.slurm.options import Demands

MINUTES_OF_A_DAY, MINUTES_OF_AN_HOUR = 24 * 60, 60

UNCERTAIN = frozenset({
    OPTIONS_OF_PBS, "core-spec", "cores-per-socket", "cpus-per-gpu", "exclusive", "extra-node-info", "hint", "mincpus",
    "nodefile", "ntasks-per-core", "ntasks-per-gpu", "ntasks-per-socket", "ntasks-per-tres", "overcommit",
    "sockets-per-node", "thread-spec", "threads-per-core", "tres-per-task",
})  # fmt: skip
"""Options with which a job's size depends on the nodes that it gets."""

GPU_OPTIONS = ("gpus", "gpus-per-node", "gpus-per-task", "gres")
UNCERTAIN_GPUS = frozenset({OPTIONS_OF_PBS, "gpus-per-socket", "tres-per-task"})
PARTS_OF_GPUS = frozenset({"mps", "shard"})


def cost_of(demands: Demands, tasks: int) -> Cost:
    """What so many tasks cost, each a job of this size that runs up to its time limit."""
    minutes = _known(_minutes, demands)
    return Cost(tasks, _hours(tasks, _known(_cpus, demands), minutes), _hours(tasks, _known(_gpus, demands), minutes))


def minutes_in(time: str) -> int:
    """A time limit of sbatch(1) in minutes, to which Slurm rounds it up.

    ``90``, ``90:00``, ``1:30:00``, ``1-2``, ``1-2:30`` or ``1-2:30:00``; raises ValueError for any other, and for those
    that are no limit: ``0``, ``UNLIMITED``, ``INFINITE``.
    """
    days, dash, clock = time.rpartition("-")
    hours, minutes, seconds = _clock([int(part) for part in clock.split(":")], bool(dash))
    total = hours * MINUTES_OF_AN_HOUR + minutes + math.ceil(seconds / 60)
    if dash:
        total += int(days) * MINUTES_OF_A_DAY
    if total == 0:
        raise ValueError(time)
    return total


def _clock(numbers: list[int], behind_days: bool) -> tuple[int, int, int]:
    """Hours, minutes and seconds; one number or two begin with minutes, but for those behind days."""
    begin_with_hours = behind_days or len(numbers) > 2  # noqa: PLR2004  # said above
    hours, minutes, seconds, *more = (*numbers, 0, 0) if begin_with_hours else (0, *numbers, 0)
    if any(more):
        raise ValueError(numbers)
    return hours, minutes, seconds


def _known(number: Callable[[Demands], int], demands: Demands) -> int | None:
    try:
        return number(demands)
    except ValueError:
        return None


def _hours(tasks: int, number: int | None, minutes: int | None) -> float | None:
    if number == 0:
        return 0.0
    return None if number is None or minutes is None else tasks * number * minutes / 60


def _minutes(demands: Demands) -> int:
    time = demands.value("time")
    if demands.heterogeneous or demands.any_of({OPTIONS_OF_PBS}):
        raise ValueError(time)
    return minutes_in(time)


def _count(demands: Demands, name: str, default: int) -> int:
    """The number that is asked for; raises ValueError where it is no plain one."""
    found = demands.last(name)
    return int(found.value) if found else default


def _nodes(demands: Demands) -> int:
    """The number of nodes where it is certain: it is asked for, or one will do."""
    least, _, most = demands.value("nodes").partition("-")
    tasks = _count(demands, "ntasks", 0)
    if (most and most != least) or any(sign in demands.value("nodelist") for sign in ",["):
        raise ValueError(demands)
    if least:
        return min(int(least), tasks or int(least))
    if tasks > 1 or _count_of_gpus(demands.value("gpus") or "0") > 1:
        raise ValueError(tasks)
    return 1


def _tasks(demands: Demands) -> int:
    """The number of processes that srun would start: sbatch's tasks."""
    return _count(demands, "ntasks", 0) or _nodes(demands) * _count(demands, "ntasks-per-node", 1)


def _cpus(demands: Demands) -> int:
    if demands.any_of(UNCERTAIN):
        raise ValueError(demands)
    return _tasks(demands) * _count(demands, "cpus-per-task", 1)


def _gpus(demands: Demands) -> int:
    """The GPUs of one job; 0 where nobody asks for any, and raises ValueError where several options do."""
    if demands.any_of(UNCERTAIN_GPUS) or demands.heterogeneous:
        raise ValueError(demands)
    asked = [name for name in GPU_OPTIONS if demands.any_of({name})]
    if not asked:
        return 0
    [name] = asked
    return _gpus_by(name, demands)


def _gpus_by(name: str, demands: Demands) -> int:
    value = demands.value(name)
    gpus = _gpus_among(value) if name == "gres" else _count_of_gpus(value)
    if gpus == 0 or name == "gpus":
        return gpus
    return gpus * (_tasks(demands) if name == "gpus-per-task" else _nodes(demands))


def _count_of_gpus(value: str) -> int:
    """Those in ``2``, ``a100:2`` or ``a100:1,v100:1``."""
    return sum(int(part.rpartition(":")[2]) for part in value.split(","))


def _gpus_among(gres: str) -> int:
    """Those in ``gpu``, ``gpu:2``, ``gpu:a100``, ``gpu:a100:2``, among whatever other generic resources."""
    return sum(map(_gpus_in, gres.split(",")))


def _gpus_in(resource: str) -> int:
    name, *rest = resource.removeprefix("gres/").replace("=", ":").split(":")
    if name in PARTS_OF_GPUS:
        raise ValueError(resource)
    if name != "gpu":
        return 0
    return int(rest[-1]) if rest and rest[-1][:1].isdecimal() else 1
