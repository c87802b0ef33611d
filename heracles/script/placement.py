"""Deciding where overrides go in a script: behind a command, or in its arguments."""

from __future__ import annotations

import os

from heracles.errors import Place, UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.script.analysis import Analysis, Candidate, analyse, examine
from heracles.script.location import end_of_line, line_number, place_of, shown_end, start_of_line
from heracles.script.programs.arguments import GIVEN
from heracles.script.programs.files import Files, files_around
from heracles.script.programs.verdicts import PASSES_OVER, Scene
from heracles.script.reading import shell_of
from heracles.script.shell import read_program
from heracles.script.shell.cursor import Unreadable
from heracles.script.shell.syntax import Command
from heracles.script.shell.walking import names_in, nodes, words_of
from heracles.script.values import Placement

if TYPE_CHECKING:
    from heracles.script.shell.syntax import Node, Program, Statement
    from heracles.script.values import Script

ARGS = "args"
APPEND = "append"
SOURCING = frozenset({"source", "."})
ARGUMENTS_IN_TEXT = ("$@", "${@", "$*", "$argv")
BEFORE_REDIRECTIONS = ("<", ">", "\\\n")


class LinesOfOurs(NamedTuple):
    """Offsets at which lines can be put in: before all commands, and where arguments may be set."""

    first: int
    arguments: int


def place(script: Script, wish: str | None) -> Placement:
    """Where overrides go in the script: decided by reading it, or as the user wishes (``append``, ``args``).

    Raises UsageError where the script cannot be read, and without a wish where overrides might not reach the program.
    """
    if wish == ARGS:
        return _by_wish(script)
    scene = _scene(script)
    analysis = analyse(scene.program, GIVEN, scene)
    if wish == APPEND:
        return _appended(script, scene.program, _last_of_its_own(script, analysis))
    if analysis.is_clear_by_arguments:
        return _as_arguments(script, scene.program, analysis.places)
    if analysis.is_clear_by_appending:
        return _appended(script, scene.program, analysis.candidates[0])
    if utilities := _utilities(analysis, scene):
        return _as_arguments(script, scene.program, utilities)
    from heracles.script.refusals import refusal  # noqa: PLC0415

    raise refusal(script, analysis)


def _utilities(analysis: Analysis, scene: Scene) -> tuple[Candidate, ...]:
    given = analysis.utilities_given_arguments
    return tuple(c for c in given if c.command.words[0].value not in scene.names.functions)


def _scene(script: Script) -> Scene:
    try:
        program = read_program(script.text, shell_of(script))
    except Unreadable as error:
        raise _unreadable(script, error) from None
    directories = (os.path.dirname(script.path) or os.curdir, os.curdir)
    files = files_around(program, Files(directories, {}))
    return Scene(program, names_in(program.statements), files, frozenset(), {}, examine)


def _unreadable(script: Script, error: Unreadable) -> UsageError:
    what = f"the script cannot be followed: {error.what}"
    cure = 'if it is right, write "$@" where the overrides go, and say --placement args'
    return UsageError(what, place_of(script, error.offset), cure)


def _last_of_its_own(script: Script, analysis: Analysis) -> Candidate:
    """The last command that runs a program and stands in no pipe, list or structure, whatever speaks against it."""
    alone = [c for c in analysis.commands if not c.inside and c.verdict.kind != PASSES_OVER]
    if not alone:
        from heracles.script.refusals import silence  # noqa: PLC0415

        raise silence(script)
    return alone[-1]


def _appended(script: Script, program: Program, candidate: Candidate) -> Placement:
    text, end = script.text, candidate.command.words[-1].end
    after = text[end:]
    return Placement(
        kind=APPEND,
        line=line_number(text, end),
        command=shown_end(text, candidate.statement.start, end),
        before=text[:end],
        after=" " + after if after.startswith(BEFORE_REDIRECTIONS) else after,
        other_lines=(),
        first_offset=_offset_of_first(text, program),
    )


def _as_arguments(script: Script, program: Program, places: tuple[Candidate, ...]) -> Placement:
    first, *others = places
    lines = [line_number(script.text, other.command.end) for other in others]
    lines_of_ours = _lines_of_ours(script.text, program)
    return _with_set(script, lines_of_ours, first.command.start, first.command.end, tuple(dict.fromkeys(lines)))


def _with_set(
    script: Script, lines_of_ours: LinesOfOurs, start: int, end: int, other_lines: tuple[int, ...] = ()
) -> Placement:
    """A placement by a ``set -- ...`` line, of which the command from ``start`` to ``end`` gets the words."""
    at = lines_of_ours.arguments
    return Placement(
        kind=ARGS,
        line=line_number(script.text, end),
        command=shown_end(script.text, start, end),
        before=script.text[:at] + "set --",
        after="\n" + script.text[at:],
        other_lines=other_lines,
        first_offset=lines_of_ours.first,
    )


def _lines_of_ours(text: str, program: Program) -> LinesOfOurs:
    return LinesOfOurs(_offset_of_first(text, program), _offset_of_arguments(text, program))


def _offset_of_first(text: str, program: Program) -> int:
    """Where the line of the first command begins; only comments and blanks are before it, all directives among them."""
    return start_of_line(text, program.statements[0].start)


def _offset_of_arguments(text: str, program: Program) -> int:
    """Where the ``set -- ...`` line goes: before the first command.

    A file that is sourced without arguments sees those of the script (conda's ``activate`` would take one for the name
    of an environment), so where there is one, it is as late as possible: before the first statement that uses them.
    """
    uses = next((place for place, statement in enumerate(program.statements) if _uses_arguments(statement)), 0)
    if not any(_sources_without_arguments(statement) for statement in program.statements[:uses]):
        uses = 0
    starts = [statement.start for statement in program.statements[: uses + 1]]
    return next(start_of_line(text, start) for start in reversed(starts) if _begins_line(text, start))


def _begins_line(text: str, offset: int) -> bool:
    return not text[start_of_line(text, offset) : offset].strip()


def _uses_arguments(statement: Statement) -> bool:
    return any(word.positionals for node, _ in nodes((statement,)) for word in words_of(node))


def _sources_without_arguments(statement: Statement) -> bool:
    return any(_sources(node) for node, _ in nodes((statement,)))


def _sources(node: Node) -> bool:
    """Whether the command sources a file without arguments, which is given those of the script."""
    return isinstance(node, Command) and len(node.words) == 2 and node.words[0].value in SOURCING  # noqa: PLR2004


def _by_wish(script: Script) -> Placement:
    """By arguments because the user says so; for a script that cannot be followed as well."""
    try:
        program = read_program(script.text, shell_of(script))
    except Unreadable as error:
        return _by_wish_unread(script, error)
    for node, _ in nodes(program.statements):
        if _sources(node) or any(word.positionals for word in words_of(node)):
            return _with_set(script, _lines_of_ours(script.text, program), node.start, node.end)
    what = "the script never looks at its arguments, so overrides would be lost in them"
    raise UsageError(what, Place(script.path), 'write "$@" where the program takes its arguments')


def _by_wish_unread(script: Script, error: Unreadable) -> Placement:
    text = script.text
    used = [text.find(form) for form in ARGUMENTS_IN_TEXT if form in text]
    if not used:
        raise _unreadable(script, error) from None
    lines = text.split("\n")
    first = next(place for place, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#"))
    at = sum(len(line) + 1 for line in lines[:first])
    return _with_set(script, LinesOfOurs(at, at), 0, end_of_line(text, min(used)))


def describe(script: Script, placement: Placement) -> str:
    """One sentence that says where overrides go: ``overrides go after sbatch.sh:11  apptainer.sif main.py``."""
    at = f"{script.path}:{placement.line}  {placement.command}"
    if placement.kind == APPEND:
        return f"overrides go after {at}"
    others = ", ".join(map(str, placement.other_lines))
    return f'overrides go in as "$@" at {at}' + (f" (and in line {others})" if others else "")
