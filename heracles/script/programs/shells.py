"""Shells that a script starts: ``bash -c '...'``, ``bash main.sh``, ``bash -s <<'EOF'``."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.script.programs.arguments import variable_of
from heracles.script.programs.scripts import examine_text, judge_file
from heracles.script.programs.verdicts import LOST, PASSED, PASSES_OVER, REACHED, REACHES, UNKNOWN, Verdict, shown
from heracles.script.shebang import SHELLS

if TYPE_CHECKING:
    from heracles.script.programs.arguments import Argument
    from heracles.script.programs.verdicts import Call, Scene

OPTIONS_WITH_FILE = frozenset({"--rcfile", "--init-file"})
LONGEST_SHOWN = 100
WORDS_SHOWN = 4
IN_DOUBLE_QUOTES = '\\"\\$@\\"'
IDIOM = '{shell} -c \'python main.py "$@"\' {shell} "$@"'


class Options(NamedTuple):
    """A shell's own options: ``-c``, ``-s``, whether ``--`` ends them, and where what follows them is."""

    runs_string: bool
    reads_input: bool
    closed: bool
    operand: int


def judge_shell(call: Call, scene: Scene) -> Verdict:
    """Judges a call of a shell by what it runs: a string, a file, or its input."""
    options = _options(call)
    if options.runs_string:
        return _judge_string(call, options.operand, scene)
    if options.reads_input or options.operand >= call.overrides_at:
        return _judge_input(call, options, scene)
    return judge_file(call.from_(options.operand), scene, _shell(call))


def _shell(call: Call) -> str:
    return call.name if call.name in SHELLS else "sh"


def _options(call: Call) -> Options:
    letters = ""
    place, end = 1, call.overrides_at
    while place < end:
        text = call.arguments[place].text
        if text in {"-", "--"}:
            return Options("c" in letters, "s" in letters, closed=True, operand=place + 1)
        if not text.startswith(("-", "+")) or len(text) == 1:
            break
        place += 1 + (text in OPTIONS_WITH_FILE if text.startswith("--") else text.count("o") + text.count("O"))
        letters += "" if text.startswith("--") else text[1:]
    return Options("c" in letters, "s" in letters, closed=False, operand=place)


def _judge_string(call: Call, place: int, scene: Scene) -> Verdict:
    if place >= call.overrides_at:
        return Verdict(LOST, f"{call.name} -c takes its commands from one string, and there is none", _idiom(call))
    string, named = call.arguments[place], call.overrides_at > place + 1
    given = call.arguments[place + 1 + named :]
    verdict = examine_text(string.text, _shell(call), given, scene)
    if verdict == PASSED:
        return PASSED
    if verdict.kind == UNKNOWN:
        return verdict._replace(reason=f"the string of {call.name} -c {verdict.reason}")
    if verdict.kind != LOST and named:
        return REACHED
    if verdict.kind != LOST:
        reason = f"{call.name} -c takes the first argument after the string for a name, not for $1"
        command = shown(call.arguments[: place + 1])
        return Verdict(LOST, reason, f'write: {command} {call.name} "$@"')
    reason = f"{call.name} -c runs one string, and the string {verdict.reason}"
    return Verdict(LOST, reason, _cure(call, place, verdict))


def _idiom(call: Call) -> str:
    return "write: " + IDIOM.format(shell=call.name)


def _cure(call: Call, place: int, verdict: Verdict) -> str:
    """The command with ``"$@"`` in its string and behind it; only the end of the program's part if it is long."""
    string = _with_arguments(call.arguments[place], verdict.offset)
    name = [argument.raw for argument in call.arguments[place + 1 : call.overrides_at]] or [call.name]
    command = " ".join([*(argument.raw for argument in call.arguments[:place]), string, *name, '"$@"'])
    if string and "\n" not in command and len(command) <= LONGEST_SHOWN:
        return f"write: {command}"
    if verdict.offset < 0:
        return _idiom(call)
    return f'write: {call.name} -c {_shortened(call.arguments[place], verdict.offset)} {call.name} "$@"'


def _with_arguments(string: Argument, offset: int) -> str:
    """The string as written, with ``"$@"`` at an offset of its text; nothing if the two do not correspond."""
    raw = string.raw
    if variable_of(raw):
        return f'"{raw.strip(chr(34))} {IN_DOUBLE_QUOTES}"'
    if offset < 0 or raw[1:-1] != string.text:
        return ""
    return f"{raw[: offset + 1]} {_arguments_in(raw)}{raw[offset + 1 :]}"


def _arguments_in(raw: str) -> str:
    return IN_DOUBLE_QUOTES if raw.startswith('"') else '"$@"'


def _shortened(string: Argument, offset: int) -> str:
    quote = string.raw[0]
    line = string.text[:offset].rpartition("\n")[2].split()
    return f"{quote}... {' '.join(line[-WORDS_SHOWN:])} {_arguments_in(string.raw)} ...{quote}"


def _judge_input(call: Call, options: Options, scene: Scene) -> Verdict:
    cure = f'write: {call.name} -s -- "$@" <<\'EOF\', and "$@" where the program in it takes its arguments'
    if call.document is None:
        return Verdict(LOST, f"{call.name} reads its commands from its input, which gets no arguments", cure)
    given = call.arguments[options.operand :]
    verdict = examine_text(call.document.text, _shell(call), given, scene)
    if verdict.kind == PASSES_OVER:
        return PASSED
    if verdict.kind == REACHES and options.reads_input and options.closed and call.document.quoted:
        return verdict
    if verdict.kind == REACHES and not call.document.quoted:
        return Verdict(LOST, "the here-document is expanded before the shell in it reads it", cure)
    return Verdict(LOST, f"{call.name} reads its commands from a here-document", cure)
