"""What speaks against launching a script by these settings: all that sbatch would take otherwise than it is meant."""

from __future__ import annotations

import os

from heracles.errors import Place, UsageError
from heracles.frozen import TYPE_CHECKING
from heracles.launchers.slurm.options import ARGUMENTS
from heracles.script import reading
from heracles.script.header import directives
from heracles.script.shell import read_program
from heracles.script.shell.cursor import Unreadable
from heracles.script.shell.syntax import Function
from heracles.script.shell.walking import nodes, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from heracles.errors import Faults
    from heracles.launchers.slurm.options import Asked, Demands
    from heracles.script import Script
    from heracles.script.shell.syntax import Program, Statement

NEVER_SUBMITS = "sbatch would print something and submit nothing"
ANYWHERE = {
    "wait": ("sbatch would not return before the job has ended", "leave it out"),
    "test-only": ("sbatch would submit nothing", "leave it out: `--dry-run` shows what would be launched"),
}
AMONG_ARGUMENTS = {
    "help": (NEVER_SUBMITS, "leave it out"),
    "quiet": ("sbatch would not say which job it made", "leave it out"),
    "usage": (NEVER_SUBMITS, "leave it out"),
    "version": (NEVER_SUBMITS, "leave it out"),
    "wrap": ("sbatch would run this command in place of the script", "leave it out"),
}
"""In directives, sbatch passes over these."""

ARRAYS_OWN_VARIABLES = "SLURM_ARRAY_"
WITHOUT_ARRAYS = "array = false in the launcher, or -r=sbatch"


def add_to_all(demands: Demands, faults: Faults) -> None:
    """Adds what speaks against any launch."""
    for asked in demands.options:
        reason, cure = ANYWHERE.get(asked.name, ("", ""))
        if asked.by == ARGUMENTS:
            reason, cure = _against_argument(asked) or (reason, cure)
        if reason:
            faults.add(reason, asked.place, cure)
    clusters = demands.last("clusters")
    if clusters and ("," in clusters.value or clusters.value == "all"):
        what = "jobs that may go to any of several clusters could not be found again"
        faults.add(what, clusters.place, "name one cluster")


def add_to_own_array(max_running: int | None, array: Asked, faults: Faults) -> None:
    """Adds what speaks against a script with an array of its own: ``max_running`` holds over a launch."""
    if max_running is not None:
        what = "max_running cannot hold over the arrays of a script's own"
        limited = f"--array={array.value.partition('%')[0]}%{max_running}"
        cure = f"limit each array, as in {limited}, and leave max_running out"
        faults.add(what, array.place, cure)


def add_to_arrays(script: Script, demands: Demands, faults: Faults) -> None:
    """Adds what speaks against making the products tasks of arrays."""
    if demands.heterogeneous:
        faults.add("a heterogeneous job cannot be an array", demands.heterogeneous.place, WITHOUT_ARRAYS)
    place = _mention(script)
    if place:
        what = "the script reads the index of an array of its own, which it does not declare"
        faults.add(what, place, f"{WITHOUT_ARRAYS}; or declare the array, as in #SBATCH --array=1-10")
    for line in _directives_behind_commands(script):
        what = "this directive stands behind commands, and Slurm would not find it behind the table of an array"
        faults.add(what, line, "move it up to the other directives")


def refuse_leaving(demands: Demands, directory: str, copied: str) -> None:
    """Raises a UsageError where --chdir would lead from a copy of the folder ``copied`` to something else than meant.

    ``directory`` is where sbatch would be called but for the copy.
    """
    asked = demands.last("chdir")
    if asked is None:
        return
    inside = os.path.relpath(os.path.realpath(os.path.join(directory, asked.value)), os.path.realpath(copied))
    is_outside = inside.split(os.sep)[0] == os.pardir
    if os.path.isabs(asked.value) and not is_outside:
        what = "--chdir would lead out of the snapshot, to the code as it is when the job runs"
        relative = os.path.relpath(os.path.realpath(asked.value), os.path.realpath(directory))
        raise UsageError(what, asked.place, f"write it as a relative path: --chdir={relative}")
    if is_outside and not os.path.isabs(asked.value):
        what = "--chdir leads out of the project, and would lead elsewhere from the snapshot"
        raise UsageError(
            what, asked.place, f"write the whole path: {os.path.abspath(os.path.join(directory, asked.value))}"
        )


def _against_argument(asked: Asked) -> tuple[str, str] | None:
    if not asked.name:
        return "sbatch would take this word for the script", "write an option and its value as one word: --option=value"
    return AMONG_ARGUMENTS.get(asked.name)


def _mention(script: Script) -> Place | None:
    """Where the script reads an array's variables, comments and directives aside."""
    try:
        program = read_program(script.text, reading.shell_of(script))
    except Unreadable:
        return _mention_in_lines(script)
    offset = next(_mentions(program), None)
    return None if offset is None else _place(script, offset)


def _mention_in_lines(script: Script) -> Place | None:
    for number, line in enumerate(script.text.split("\n"), start=1):
        if ARRAYS_OWN_VARIABLES in line and not line.lstrip().startswith("#"):
            return Place(f"{script.path}:{number}", line, line.index(ARRAYS_OWN_VARIABLES))
    return None


def _directives_behind_commands(script: Script) -> Iterator[Place]:
    """The lines of ``#PBS``, which sbatch reads up to the hundredth line that is no comment."""
    lines = script.text.split("\n")
    first = next(
        number for number, line in enumerate(lines, start=1) if line.strip() and not line.lstrip().startswith("#")
    )
    for directive in directives(script):
        if directive.line > first:
            yield Place(f"{script.path}:{directive.line}", lines[directive.line - 1])


def _mentions(program: Program) -> Iterator[int]:
    for start, text in _texts(program):
        if ARRAYS_OWN_VARIABLES in text:
            yield start + text.index(ARRAYS_OWN_VARIABLES)


def _texts(program: Program) -> Iterator[tuple[int, str]]:
    """All that is no comment, with where it begins."""
    yield from _words(program.statements)
    for document in program.documents:
        yield program.text.find(document.text), document.text


def _words(statements: Iterable[Statement]) -> Iterator[tuple[int, str]]:
    for node, _ in nodes(statements):
        if isinstance(node, Function):
            yield from _words((node.body,))
        yield from ((word.start, word.raw) for word in words_of(node))


def _place(script: Script, offset: int) -> Place:
    start = script.text.rfind("\n", 0, offset) + 1
    line = script.text[start:].partition("\n")[0]
    return Place(f"{script.path}:{script.text.count(chr(10), 0, offset) + 1}", line, offset - start)
