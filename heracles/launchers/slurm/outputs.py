"""Where the logs of a launch's tasks go: each into a file of its own, in a folder that is there."""

from __future__ import annotations

import os

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launchers.slurm.logs import DEFAULT, DEFAULT_IN_ARRAYS
from heracles.launchers.slurm.patterns import letters, parts, without_backslashes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.errors import Faults
    from heracles.launchers.slurm.options import Asked, Demands

OPTIONS = ("output", "error")
UNIQUE_IN_ANY_JOB = frozenset({"j", "J"})
NEEDED = {True: ("A", "a"), False: ("A",)}
"""What makes the names different where no ``%j`` does, in arrays and outside."""


class Logs(NamedTuple):
    """The arguments by which logs get names of their own, and what a user is told about them."""

    args: tuple[str, ...]
    notes: tuple[str, ...]


def separate(demands: Demands, in_array: bool) -> Logs:
    """How the logs of several tasks are kept from overwriting each other; ``in_array``: the tasks are those of arrays.

    sbatch(1), "filename pattern": ``%j`` and ``%J`` differ for each task, ``%A`` for each job, ``%a`` in an array only.
    """
    if demands.value("open-mode")[:1].lower() == "a":
        return Logs((), ())
    shared = [asked for asked in _patterns(demands) if _is_shared(asked.value, in_array)]
    mended = [f"--{asked.name}={_mended(asked.value, in_array)}" for asked in shared]
    notes = [_told(asked, argument.partition("=")[2]) for asked, argument in zip(shared, mended)]
    return Logs(tuple(mended), tuple(notes))


def anchored(logs: Logs, demands: Demands, in_array: bool, directory: str) -> Logs:
    """The same, and the names of all logs lead to where they would if jobs ran in ``directory``, wherever they run."""
    folder = os.path.join(directory, demands.value("chdir"))
    asked = {each.name: each.value for each in _patterns(demands)}
    mended = (argument[len("--") :].partition("=") for argument in logs.args)
    names = {"output": DEFAULT_IN_ARRAYS if in_array else DEFAULT, **asked}
    names.update((name, pattern) for name, _, pattern in mended)
    return logs._replace(args=tuple(f"--{option}={_in_folder(folder, name)}" for option, name in names.items()))


def _in_folder(folder: str, pattern: str) -> str:
    """The pattern in a folder, of whose own name nothing is replaced."""
    if os.path.isabs(pattern) or pattern.lower() == "none":
        return pattern
    return os.path.join(folder if "\\" in pattern else folder.replace("%", "%%"), pattern)


def _told(asked: Asked, mended: str) -> str:
    return f"logs of the tasks would overwrite each other: --{asked.name}={asked.value} becomes {mended}"


def check_folders(demands: Demands, directory: str, faults: Faults) -> tuple[str, ...]:
    """Adds a fault for each folder of logs that is missing below ``directory``, where sbatch is called.

    One that is missing elsewhere may be there on the nodes: then a note is all.
    """
    base = os.path.join(directory, demands.value("chdir"))
    notes = []
    for asked, folder in _folders(demands):
        path = os.path.join(base, folder)
        if os.path.isdir(path):
            continue
        if os.path.isabs(folder) or not os.path.isdir(base):
            notes.append(f"{path}, where --{asked.name} goes, is not there on this machine: a job without it fails")
        else:
            what = f"the folder of --{asked.name} is missing: Slurm would fail the jobs, without a log"
            faults.add(what, asked.place, f"mkdir -p {os.path.join(demands.value('chdir'), folder)}")
    return tuple(notes)


def _patterns(demands: Demands) -> Iterator[Asked]:
    yield from filter(None, map(demands.last, OPTIONS))


def _folders(demands: Demands) -> Iterator[tuple[Asked, str]]:
    """The folders of the patterns as far as they are known, each once."""
    seen = set()
    for asked in _patterns(demands):
        folder = os.path.dirname(_constant_part(asked.value))
        if folder not in seen:
            seen.add(folder)
            yield asked, folder


def _is_shared(pattern: str, in_array: bool) -> bool:
    """Whether several tasks write into one file, and a device is not meant (``none`` is /dev/null)."""
    is_device = pattern.startswith("/dev/") or pattern.lower() == "none"
    return not is_device and bool(_missing(pattern, in_array))


def _constant_part(pattern: str) -> str:
    """The file's name up to the first part of it that each task has different."""
    if "\\" in pattern:
        return without_backslashes(pattern)
    name = ""
    for text, _, letter in parts(pattern):
        name += text
        if letter not in {"", "%"}:
            return name
        name += letter
    return name


def _missing(pattern: str, in_array: bool) -> tuple[str, ...]:
    """The letters that would make the names different."""
    present = letters(pattern)
    if present & UNIQUE_IN_ANY_JOB:
        return ()
    return tuple(letter for letter in NEEDED[in_array] if letter not in present)


def _mended(pattern: str, in_array: bool) -> str:
    """The pattern with what is missing before its suffix, and no backslash, with which nothing is replaced."""
    missing = _missing(pattern, in_array)
    if "\\" in pattern:
        pattern = pattern.replace("\\", "").replace("%", "%%")
    stem, suffix = os.path.splitext(pattern)
    addition = "".join(f"_%{letter}" for letter in missing) if in_array else "_%j"
    return f"{stem}{addition}{suffix}"
