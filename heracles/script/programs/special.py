"""Programs with rules of their own: eval, ssh, make, sbatch, R."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.script.programs.arguments import GIVEN, REQUOTED, REQUOTED_FOR_EVAL
from heracles.script.programs.names import BUILD_TARGETS, Wrapper
from heracles.script.programs.scripts import examine_text, judge_file, judge_sourced
from heracles.script.programs.verdicts import LOST, PASSED, PASSES_OVER, REACHED, Verdict, shown
from heracles.script.programs.wrappers import started_by, takes_next_word
from heracles.script.shell import read_program
from heracles.script.shell.cursor import Unreadable
from heracles.script.shell.walking import words_of
from heracles.script.shell.words import assigned_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from heracles.script.programs.verdicts import Call, Scene

MAKE = Wrapper("CfIjloW", frozenset({"directory", "file", "makefile", "jobs"}))


def judge_eval(call: Call, scene: Scene) -> Verdict:
    """Judges ``eval``: of a command's output it sets up an environment; of text it may run the program."""
    overrides = call.arguments[call.overrides_at].raw
    words = [argument.text for argument in call.arguments[1 : call.overrides_at]]
    text = " ".join(words)
    if _is_output(text, scene) or _only_prepares(text, scene):
        return PASSED
    if overrides in REQUOTED["eval"]:
        return REACHED
    reason = "eval reads its words again as shell text, which may take the overrides apart"
    command = shown(call.arguments[: call.overrides_at])
    return Verdict(LOST, reason, f"write: {command} {REQUOTED_FOR_EVAL}")


def _is_output(text: str, scene: Scene) -> bool:
    """Whether shell text is no more than what a command prints: ``$(conda shell.bash hook)``."""
    try:
        statements = read_program(text, scene.program.shell).statements
    except Unreadable:
        return False
    words = [word for statement in statements for word in words_of(statement.node)]
    return len(words) == 1 and words[0].raw == text.strip() and bool(words[0].substitutions)


def judge_ssh(call: Call, scene: Scene) -> Verdict:
    started = started_by(call, 1)
    words = [argument.text for argument in started.arguments[: started.overrides_at]]
    if not words or _only_prepares(" ".join(words), scene):
        return PASSED
    if call.arguments[call.overrides_at].raw in REQUOTED["ssh"]:
        return REACHED
    reason = "ssh hands its words to a shell on the other side, which may take the overrides apart"
    if scene.program.shell != "bash":
        return Verdict(LOST, reason, "let the script run on the other side, under bash")
    return Verdict(LOST, reason, f'write: {shown(call.arguments[: call.overrides_at])} "${{@@Q}}"')


def _only_prepares(text: str, scene: Scene) -> bool:
    """Whether shell text runs utilities only."""
    return examine_text(text, scene.program.shell, GIVEN, scene).kind == PASSES_OVER


def judge_make(call: Call, _: Scene) -> Verdict:
    """Judges ``make``: a build is passed over; a target of another name may well be the experiment."""
    rest = iter(argument.text for argument in call.arguments[1 : call.overrides_at])
    targets = [word for word in rest if not (takes_next_word(word, MAKE) and next(rest, "")) and _is_target(word)]
    if BUILD_TARGETS.issuperset(targets):
        return PASSED
    return Verdict(LOST, "make would take the overrides for variables of its own", "write the command that it runs")


def _is_target(word: str) -> bool:
    return not word.startswith("-") and not assigned_name(word)


def judge_submission(call: Call, scene: Scene) -> Verdict:
    """Judges ``sbatch job.sh``, which gives its arguments to another script."""
    started = started_by(call, 1)
    if not started.overrides_at:
        return Verdict(LOST, f"{call.name} submits another job here", "give heracles that job's script")
    return judge_file(started, scene, "sh")


def judge_r(call: Call, _: Scene) -> Verdict:
    words = [argument.text for argument in call.arguments[: call.overrides_at]]
    if "--args" in words:
        return REACHED
    return Verdict(LOST, "R takes arguments for a program after --args only", 'write: Rscript main.R "$@"')


RULES_BY_NAME: dict[str, Callable[[Call, Scene], Verdict]] = {
    ".": judge_sourced,
    "R": judge_r,
    "eval": judge_eval,
    "gmake": judge_make,
    "make": judge_make,
    "qsub": judge_submission,
    "sbatch": judge_submission,
    "source": judge_sourced,
    "ssh": judge_ssh,
}
"""The rules of the programs in ``names.SPECIAL``."""
