"""Why overrides have no sure place in a script, and what to write to give them one."""

from __future__ import annotations

from heracles.errors import Place, UsageError
from heracles.frozen import TYPE_CHECKING
from heracles.script.location import LONGEST_SHOWN, end_of_line, line_number, place_of, shown_beginning, start_of_line
from heracles.script.programs.verdicts import LOST, REACHES
from heracles.script.shell.syntax import STRUCTURES

if TYPE_CHECKING:
    from heracles.script.analysis import Analysis, Candidate
    from heracles.script.uses import Use
    from heracles.script.values import Script

CURE = 'write "$@" where the program takes its arguments'
AS_IT_SAYS = 'if its "$@" is where they are meant, say --placement args, or placement = "args" in heracles.toml'

WORDS_SHOWN = 4
COMMANDS_SHOWN = 4


def refusal(script: Script, analysis: Analysis) -> UsageError:
    """The first reason why overrides have no sure place in the script, and the cure for it."""
    for candidate in analysis.losing:
        return _of_verdict(script, candidate)
    if analysis.places:
        return _of_use(script, "the overrides would not all reach the program: the script", analysis.faults()[0])
    for use in analysis.faults_without_arguments():
        return _of_use(script, "the script is written to be given arguments: it", use)
    if not analysis.candidates:
        return silence(script)
    return _of_candidates(script, analysis.candidates)


def silence(script: Script) -> UsageError:
    """No command in the script could take overrides."""
    what = "no command in the script runs a program that could take overrides"
    return UsageError(what, Place(script.path), f'{CURE}: python main.py "$@"')


def _of_verdict(script: Script, candidate: Candidate) -> UsageError:
    verdict = candidate.verdict
    unsure = "would" if verdict.kind == LOST else "might"
    what = f"the overrides {unsure} not reach the program: {verdict.reason}"
    return UsageError(what, place_of(script, candidate.command.start), verdict.cure)


def _of_use(script: Script, subject: str, use: Use) -> UsageError:
    return UsageError(f"{subject} {use.reason}", place_of(script, use.offset), use.cure)


def _of_candidates(script: Script, candidates: tuple[Candidate, ...]) -> UsageError:
    """The last of them cannot take overrides at its end, or several could be meant."""
    last = candidates[-1]
    if last.verdict.kind != REACHES and not last.says_arguments:
        return _of_verdict(script, last)
    if last.inside and not last.says_arguments:
        what = f"overrides are not appended to a command in {STRUCTURES[last.inside[0]]}"
    else:
        listed = _listed(script.text, candidates)
        what = f"{len(candidates)} commands could be meant to take the overrides: {listed}"
    return UsageError(what, place_of(script, last.command.start), _cure(script, last))


def _listed(text: str, candidates: tuple[Candidate, ...]) -> str:
    dots = ", ..." if len(candidates) > COMMANDS_SHOWN else ""
    commands = [candidate.command for candidate in (*candidates[:-1][: COMMANDS_SHOWN - 1], candidates[-1])]
    *shown, last = (
        f"line {line_number(text, command.start)} ({shown_beginning(text, command.start, command.words[-1].end)})"
        for command in commands
    )
    return f"{', '.join(shown)}{dots} and {last}"


def _cure(script: Script, candidate: Candidate) -> str:
    """What to write: the line of the script with ``"$@"`` in it; or what to say where it has that."""
    if candidate.says_arguments:
        return AS_IT_SAYS
    text, word = script.text, candidate.command.words[-1]
    if not text.startswith(word.raw, word.start):
        return CURE
    before = text[start_of_line(text, word.end) : word.end].strip()
    after = text[word.end : end_of_line(text, word.end)].rstrip(" \t\\")
    if len(before) + len(after) > LONGEST_SHOWN:
        before, after = f"... {' '.join(before.split()[-WORDS_SHOWN:])}", ""
    return f'{CURE}: {before} "$@"{after}'
