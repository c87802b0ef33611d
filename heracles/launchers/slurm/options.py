"""What sbatch is asked for: by the script's directives, by the environment and by the launcher's arguments."""

from __future__ import annotations

from heracles.errors import Place
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.script.header import options
from heracles.script.slurm_options import options_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from heracles.script import Script
    from heracles.script.slurm_options import Option

SCRIPT, ENVIRONMENT, ARGUMENTS = "the script", "the environment", "the launcher"
COMPONENTS = ("hetjob", "packjob")
"""The directives behind which those of a further component of a heterogeneous job begin."""

NEXT_COMPONENT = ":"
"""The word of sbatch's command line behind which those of a further component begin."""

OPTIONS_OF_PBS = "resources of PBS"

VARIABLES = {
    "SBATCH_CLUSTERS": "clusters",
    "SLURM_CLUSTERS": "clusters",
    "SBATCH_CORE_SPEC": "core-spec",
    "SBATCH_CPUS_PER_GPU": "cpus-per-gpu",
    "SBATCH_EXCLUSIVE": "exclusive",
    "SLURM_HINT": "hint",
    "SBATCH_HINT": "hint",
    "SBATCH_GRES": "gres",
    "SBATCH_GPUS": "gpus",
    "SBATCH_GPUS_PER_NODE": "gpus-per-node",
    "SBATCH_GPUS_PER_SOCKET": "gpus-per-socket",
    "SBATCH_GPUS_PER_TASK": "gpus-per-task",
    "SBATCH_IGNORE_PBS": "ignore-pbs",
    "SBATCH_JOB_NAME": "job-name",
    "SBATCH_OPEN_MODE": "open-mode",
    "SBATCH_OVERCOMMIT": "overcommit",
    "SBATCH_THREAD_SPEC": "thread-spec",
    "SBATCH_THREADS_PER_CORE": "threads-per-core",
    "SBATCH_TIMELIMIT": "time",
    "SBATCH_TRES_PER_TASK": "tres-per-task",
}
"""The input variables of sbatch(1) that matter here and reach it, in its order."""


class Asked(NamedTuple):
    """One option: its long name, its value, who asks for it, and where."""

    name: str
    value: str
    by: str
    place: Place


class Demands(NamedTuple):
    """The options of a job, each overruling those before it; of a heterogeneous job, those of its first component.

    ``heterogeneous`` is what makes it that: None where it is not.
    """

    options: tuple[Asked, ...]
    heterogeneous: Asked | None

    def last(self, name: str) -> Asked | None:
        """The option that counts, or None where nobody asks for it."""
        return next((each for each in reversed(self.options) if each.name == name), None)

    def value(self, name: str) -> str:
        """What is asked for, or "" where nothing is."""
        found = self.last(name)
        return found.value if found else ""

    def any_of(self, names: Collection[str]) -> bool:
        return any(each.name in names for each in self.options)


def demands(script: Script, args: Sequence[str], environment: Mapping[str, str]) -> Demands:
    """What sbatch(1) goes by: the script's directives, overruled by its environment, overruled by its arguments.

    Raises a UsageError where a directive cannot be read.
    """
    first, further = components(args)
    header = tuple(Asked(option.name, option.value, SCRIPT, place) for option, place in options(script))
    end = next((at for at, each in enumerate(header) if not each.name and each.value in COMPONENTS), len(header))
    asked = (*header[:end], *_set(environment), *map(_typed, options_in(first)))
    marks = (*header[end : end + 1], *map(_typed, options_in(further[:1])))
    return Demands(_less_ignored(asked), marks[0] if marks else None)


def components(args: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The launcher's arguments for the first component of a job, and the rest, which begins with a colon."""
    end = args.index(NEXT_COMPONENT) if NEXT_COMPONENT in args else len(args)
    return tuple(args[:end]), tuple(args[end:])


def without(names: Collection[str], args: Sequence[str]) -> tuple[str, ...]:
    """The arguments less some options; letters that stood together stand alone then."""
    found = tuple(options_in(args))
    if not any(option.name in names for option in found):
        return tuple(args)
    return tuple(word for option in found if option.name not in names for word in option.words)


def _set(environment: Mapping[str, str]) -> Iterator[Asked]:
    for variable, name in VARIABLES.items():
        value = environment.get(variable, "")
        if value:
            yield Asked(name, value, ENVIRONMENT, Place("environment", f"{variable}={value}"))


def _typed(option: Option) -> Asked:
    return Asked(option.name, option.value, ARGUMENTS, Place("launcher arguments", " ".join(option.words)))


def _less_ignored(asked: Iterable[Asked]) -> tuple[Asked, ...]:
    """The options less those of ``#PBS`` lines where sbatch is told to ignore them."""
    asked = tuple(asked)
    ignores = any(each.name == "ignore-pbs" for each in asked)
    return tuple(each for each in asked if not (ignores and each.place.text.startswith("#PBS")))
