"""Judging a command: would arguments at its end, or where it says ``"$@"``, reach a program?"""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.script.programs.interpreters import judge_evaluator, judge_python
from heracles.script.programs.names import (
    EVALUATORS,
    RUNNING_AN_IMAGE,
    SCRIPT_SUFFIXES,
    SHELLS,
    SPECIAL,
    STRING_RUNNERS,
    SUBCOMMANDS,
    UTILITIES,
    WRAPPERS,
    is_python,
)
from heracles.script.programs.verdicts import (
    LOST,
    PASSED,
    PASSES_OVER,
    REACHED,
    REACHES,
    WHEN_SAID,
    Verdict,
    shown,
)
from heracles.script.programs.wrappers import names_an_image, runs_a_program, started_by, subcommand_of
from heracles.script.shell.words import assigned_name

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from heracles.script.programs.verdicts import Call, Scene

    Rule = Callable[[Call, Scene], Verdict]

STARTERS = frozenset({"apptainer", "ch-run", "docker", "enroot", "podman", "shifter", "singularity", "srun"})
FIND_ACTIONS = frozenset({"-exec", "-execdir", "-ok", "-okdir"})
QUOTING_PARALLEL = frozenset({"-q", "--quote"})


def judge(call: Call, scene: Scene) -> Verdict:
    """Judges a command, its variables filled in and the overrides among its arguments (or at the end of them)."""
    if not call.overrides_at:
        return Verdict(LOST, "the first override would be the program itself", 'write the program before "$@"')
    if call.arguments[0].text in scene.names.functions:
        from heracles.script.programs.scripts import judge_function  # noqa: PLC0415

        return judge_function(call, scene)
    if call.arguments[0].text in scene.names.aliases:
        return _judge_alias(call)
    return _rule_for(call.name)(call, scene)


def _rule_for(name: str) -> Rule:
    if is_python(name):
        return judge_python
    return next((rule for names, rule in RULES if name in names), _judge_program)


def _judge_alias(call: Call) -> Verdict:
    reason = f"{call.name} is an alias, which not every shell expands in a script"
    return Verdict(WHEN_SAID, reason, f'write the command in its place, or: {shown(call.arguments)} "$@"')


def _judge_shell(call: Call, scene: Scene) -> Verdict:
    from heracles.script.programs.shells import judge_shell  # noqa: PLC0415

    return judge_shell(call, scene)


def _judge_special(call: Call, scene: Scene) -> Verdict:
    from heracles.script.programs.special import RULES_BY_NAME  # noqa: PLC0415

    return RULES_BY_NAME[call.name](call, scene)


def _judge_string_runner(call: Call, _: Scene) -> Verdict:
    reason = f"{call.name} does not run its arguments as a command of their own"
    return Verdict(LOST, reason, f"run the program itself rather than through {call.name}")


def _pass_over(_call: Call, _scene: Scene) -> Verdict:
    return PASSED


def _judge_subcommand(call: Call, scene: Scene) -> Verdict:
    return _judge_started(call, scene) if runs_a_program(call) else PASSED


def _judge_started(call: Call, scene: Scene) -> Verdict:
    """Judges what a wrapper starts."""
    place = subcommand_of(call) if call.name in SUBCOMMANDS else 0
    if place and call.arguments[place].text == "shell":
        return Verdict(LOST, f"{call.name} shell reads commands from its input", f"use {call.name} exec")
    started = started_by(call, place + 1)
    if place and call.arguments[place].text in RUNNING_AN_IMAGE and names_an_image(call):
        return _judge_program(call.from_(len(call.arguments) - len(started.arguments) - 1), scene)
    if not started.overrides_at and call.is_appended and call.name not in STARTERS:
        return PASSED
    return judge(started, scene)


def _judge_program(call: Call, scene: Scene) -> Verdict:
    """Judges a program that is known by its suffix only, or not at all; words after it may name another one."""
    words = ["", *(argument.text for argument in call.arguments[: call.overrides_at])]
    if words[1].endswith(SCRIPT_SUFFIXES) or "/" in words[1]:
        from heracles.script.programs.scripts import is_shell_script, judge_file  # noqa: PLC0415

        if is_shell_script(call.arguments[0], scene):
            return judge_file(call, scene, "sh")
    for place, (before, word) in enumerate(zip(words, words[1:])):
        if _is_command_line(word, before):
            reason = f"{shown(call.arguments[:1])} gets a command as one string"
            return Verdict(LOST, reason, "write the command as words of its own, or give the string to bash -c")
        if word.endswith(".py"):
            return REACHED
        if place and _names_program(word):
            return judge(call.from_(place), scene)
    return REACHED


def _names_program(text: str) -> bool:
    """Whether a word somewhere in a command names a program that this command may start."""
    name = text.rpartition("/")[2]
    if text.startswith("-") or assigned_name(text):
        return False
    return name in SHELLS or name in STARTERS or is_python(name) or text.endswith(SCRIPT_SUFFIXES)


def _is_command_line(word: str, before: str) -> bool:
    """Whether a word of several words is a command: it follows ``-c``, or its first word names a program."""
    first, _, more = word.strip().partition(" ")
    return bool(more) and (before == "-c" or first.endswith(".py") or _names_program(first))


def _judge_command(call: Call, scene: Scene) -> Verdict:
    return PASSED if call.arguments[1].text in {"-v", "-V"} else _judge_started(call, scene)


def _judge_srun(call: Call, scene: Scene) -> Verdict:
    if any(argument.text == "--multi-prog" for argument in call.arguments[: call.overrides_at]):
        cure = "start the program itself with srun: a file of programs gets no arguments"
        return Verdict(LOST, "srun --multi-prog reads its programs from a file", cure)
    return _judge_launcher(call, scene)


def _judge_launcher(call: Call, scene: Scene) -> Verdict:
    """Judges a launcher of parallel programs, which may start several: ``mpirun python a.py : python b.py``."""
    verdict = _judge_started(call, scene)
    if verdict.kind == REACHES and any(argument.text == ":" for argument in call.arguments):
        cure = 'write "$@" after each program that takes the overrides'
        return Verdict(WHEN_SAID, f"{call.name} starts several programs here (:)", cure)
    return verdict


def _judge_find(call: Call, scene: Scene) -> Verdict:
    """Judges ``find``, which only looks for files unless it runs something for each."""
    words = [argument.text for argument in call.arguments[: call.overrides_at]]
    place = next((place for place, word in enumerate(words) if word in FIND_ACTIONS), -1)
    if place < 0 or judge(call.from_(place + 1), scene).kind == PASSES_OVER:
        return PASSED
    return Verdict(WHEN_SAID, "find runs it with words of its own", 'write "$@" where the program takes its arguments')


def _judge_xargs(call: Call, scene: Scene) -> Verdict:
    verdict = _judge_started(call, scene)
    if verdict.kind != REACHES:
        return verdict
    return Verdict(WHEN_SAID, "xargs adds words of its own at the end", f'write: {shown(call.arguments)} "$@"')


def _judge_parallel(call: Call, scene: Scene) -> Verdict:
    if _judge_started(call, scene).kind == PASSES_OVER:
        return PASSED
    words = [argument.text for argument in call.arguments[: call.overrides_at]]
    if not call.is_appended and not QUOTING_PARALLEL.isdisjoint(words):
        return REACHED
    reason = "parallel joins its words to text that a shell reads again"
    return Verdict(LOST, reason, 'write: parallel -q PROGRAM "$@" ::: ...')


def _judge_starting(call: Call, scene: Scene) -> Verdict:
    return STARTING[call.name](call, scene)


STARTING: dict[str, Rule] = {
    "aprun": _judge_launcher,
    "command": _judge_command,
    "find": _judge_find,
    "mpiexec": _judge_launcher,
    "mpiexec.hydra": _judge_launcher,
    "mpirun": _judge_launcher,
    "orterun": _judge_launcher,
    "parallel": _judge_parallel,
    "srun": _judge_srun,
    "xargs": _judge_xargs,
}
"""Programs that start another one in a way of their own."""

RULES: tuple[tuple[Container[str], Rule], ...] = (
    (STARTING, _judge_starting),
    (SPECIAL, _judge_special),
    (SHELLS, _judge_shell),
    (EVALUATORS, judge_evaluator),
    (STRING_RUNNERS, _judge_string_runner),
    (UTILITIES, _pass_over),
    (SUBCOMMANDS, _judge_subcommand),
    (WRAPPERS, _judge_started),
)
"""Kinds of programs by name, and the rule for each; the first that applies."""
