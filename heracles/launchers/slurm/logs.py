"""Where the tasks of a launch write: the files that Slurm makes of what sbatch was told."""

from __future__ import annotations

import os

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launchers.base.logs import Written
from heracles.launchers.slurm.options import ARGUMENTS, demands
from heracles.launchers.slurm.patterns import name, readings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from heracles.launchers.base.logs import Launched
    from heracles.launchers.slurm.options import Asked, Demands
    from heracles.launchers.slurm.patterns import Value
    from heracles.script import Script

DEFAULT, DEFAULT_IN_ARRAYS = "slurm-%j.out", "slurm-%A_%a.out"
OUTSIDE_OF_AN_ARRAY = 0xFFFFFFFE
"""The number that Slurm has for a task's where there is none (NO_VAL in slurm.h)."""

NAMES = ("job-name", "N")
"""What --job-name is called, and ``#PBS -N``."""

WHAT_LETTERS_STAND_FOR = {
    "A": "the job id",
    "j": "the job id of each task",
    "J": "the job id of each task",
    "N": "the node",
    "r": "how often the job was requeued",
    "S": "the unique id of the job",
}
"""What only Slurm can tell, and not for ever."""


class Patterns(NamedTuple):
    """Where sbatch was told to write: absolute patterns, or "" for Slurm's default in ``directory``.

    ``name`` is the job's ("": its copy's), ``sure_of_name``: nothing could have overruled it; ``user`` submits it.
    """

    stdout: str
    stderr: str
    directory: str
    name: str
    sure_of_name: bool
    user: str


class Whereabouts(NamedTuple):
    """What only Slurm knows of a task that began: its own job id, its first node, its name, how often it ran again."""

    job: int | None = None
    node: str = ""
    name: str = ""
    restarts: int | None = None


UNKNOWN = Whereabouts()


def patterns_of(
    script: Script, args: Sequence[str], environment: Mapping[str, str], directory: str, user: str
) -> Patterns:
    """What sbatch makes of directives, environment and arguments, when it is called in ``directory``.

    Raises a UsageError where a directive cannot be read.
    """
    asked = demands(script, args, environment)
    chdir = asked.last("chdir")
    folder = os.path.join(directory, chdir.value) if chdir else directory
    named = _last_of(asked, NAMES)
    stdout, stderr = (_absolute(asked.last(option), folder) for option in ("output", "error"))
    is_argument = named is not None and named.by == ARGUMENTS
    return Patterns(stdout, stderr or stdout, folder, named.value if named else "", is_argument, user)


def _last_of(asked: Demands, names: Iterable[str]) -> Asked | None:
    return next((each for each in reversed(asked.options) if each.name in names), None)


def _absolute(asked: Asked | None, folder: str) -> str:
    """The pattern with the folder before it, in which Slurm replaces as well."""
    if asked is None:
        return ""
    if asked.value.lower() == "none":
        return os.devnull
    return asked.value if asked.value.startswith("/") else f"{folder}/{asked.value}"


def unknown_letters(told: Patterns, in_arrays: bool) -> frozenset[str]:
    """The letters in the patterns of a launch for which Slurm has to be asked."""
    asked = {"N", "r"} | ({"j", "J"} if in_arrays else set()) | (set() if told.sure_of_name else {"x"})
    return (_letters(told.stdout) | _letters(told.stderr)) & asked


def _letters(pattern: str) -> frozenset[str]:
    return frozenset(part.letter for reading in readings(pattern) for part in reading)


def written(
    told: Patterns, task: Launched, known: Whereabouts, exists: Callable[[str], bool] = os.path.exists
) -> Written:
    """Where a task writes, by what Slurm knows of it.

    Where versions of Slurm make different names of a pattern, the one counts of which there is a file.
    """
    values = _values(told, task, known)
    stdout, why = _path(told, told.stdout, values, exists)
    if told.stderr == told.stdout:
        return Written(stdout, stdout, why)
    stderr, why_of_errors = _path(told, told.stderr, values, exists)
    return Written(stdout, stderr, why or why_of_errors)


def _path(
    told: Patterns, pattern: str, values: Mapping[str, Value], exists: Callable[[str], bool]
) -> tuple[str | None, str]:
    """A path, or None and the reason."""
    if pattern.startswith("/dev/"):
        return None, f"what it writes goes to {pattern}: there is no log"
    made = _names(told, pattern, values)
    path = made[0] if len(made) == 1 else next(filter(exists, filter(None, made)), made[0])
    return path, "" if path else _not_known(told, pattern, values)


def _names(told: Patterns, pattern: str, values: Mapping[str, Value]) -> list[str | None]:
    if pattern:
        return [name(reading, values) for reading in readings(pattern)]
    default = DEFAULT if values["a"] == OUTSIDE_OF_AN_ARRAY else DEFAULT_IN_ARRAYS
    made = name(readings(default)[0], values)
    return [made and os.path.join(told.directory, made)]


def _not_known(told: Patterns, pattern: str, values: Mapping[str, Value]) -> str:
    starred = {letter: "*" if value is None else value for letter, value in values.items()}
    used = _letters(pattern or DEFAULT_IN_ARRAYS)
    letter = next(letter for letter, value in values.items() if value is None and letter in used)
    path = _names(told, pattern, starred)[0]
    return f"the log is {path}, and nobody knows {WHAT_LETTERS_STAND_FOR[letter]} (%{letter}, here *)"


def _values(told: Patterns, task: Launched, known: Whereabouts) -> dict[str, Value]:
    job = int(task.job) if task.job.isdecimal() else None
    own_job = job if task.task is None else known.job
    place = OUTSIDE_OF_AN_ARRAY if task.task is None else task.task
    job_name = known.name if known.name and not told.sure_of_name else told.name
    return {
        "A": job, "j": own_job, "J": own_job, "a": place, "b": place % 10, "N": known.node or None, "n": 0, "t": 0,
        "r": known.restarts, "s": "batch", "S": None, "u": told.user, "x": job_name or os.path.basename(task.copy),
    }  # fmt: skip
