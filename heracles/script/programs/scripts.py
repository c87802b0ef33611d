"""Scripts within scripts: files, functions, and what is sourced."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.script.programs.files import files_around, texts_of
from heracles.script.programs.names import SCRIPT_SUFFIXES
from heracles.script.programs.verdicts import (
    LOST,
    MENTIONED,
    PASSED,
    REACHED,
    REACHES,
    UNKNOWN,
    WHEN_SAID,
    Verdict,
    shown,
)
from heracles.script.shebang import SHELLS, interpreter_of, shell_named
from heracles.script.shell import read_program
from heracles.script.shell.cursor import Unreadable
from heracles.script.shell.walking import names_in
from heracles.script.word_lists import word_set

if TYPE_CHECKING:
    from heracles.script.programs.arguments import Argument
    from heracles.script.programs.verdicts import Call, Scene

ENVIRONMENTS = word_set(
    """
    activate deactivate .bashrc .bash_profile .profile .zshrc .zprofile .env bashrc profile conda.sh mamba.sh
    micromamba.sh modules.sh lmod.sh setvars.sh setup-env.sh compilervars.sh mpivars.sh init.sh
    """
)
"""Files that are sourced to set up an environment."""

SAY_SO = 'if it passes its arguments on, say so by "$@" at the end of this command'
IGNORES_SOURCED_ARGUMENTS = frozenset({"sh", "dash"})


def judge_file(call: Call, scene: Scene, shell: str) -> Verdict:
    """Judges a script that is run as the first argument of the call; ``shell`` runs it if it has no shebang."""
    name = call.arguments[0]
    if name.text in {"$0", "${0}"}:
        return PASSED
    texts = texts_of(name, scene.files)
    if not texts:
        return _unreadable(name)
    verdicts = [_judge_text(call, scene, text, shell) for text in texts]
    return next((verdict for verdict in verdicts if verdict.kind != REACHES), REACHED)


def _unreadable(name: Argument) -> Verdict:
    reason = f"{name.raw} cannot be read here, so whether it passes its arguments on is not known"
    return Verdict(UNKNOWN, reason, SAY_SO)


def is_shell_script(name: Argument, scene: Scene) -> bool:
    """Whether a path names a shell script, by its suffix or, if it can be read here, by its first line."""
    return name.text.endswith(SCRIPT_SUFFIXES) or any(
        shell_named(interpreter_of(text)) in SHELLS for text in texts_of(name, scene.files)
    )


def _judge_text(call: Call, scene: Scene, text: str, shell: str) -> Verdict:
    name = call.arguments[0].text
    interpreter = interpreter_of(text)
    if "\0" in text or (interpreter and shell_named(interpreter) not in SHELLS):
        return REACHED
    verdict = examine_text(text, shell_named(interpreter) or shell, call.arguments[1:], scene)
    return REACHED if verdict == MENTIONED else _told_of(name, name, verdict)


def examine_text(text: str, shell: str, given: tuple[Argument, ...], scene: Scene) -> Verdict:
    """What becomes of arguments to a script with this text."""
    try:
        program = read_program(text, shell)
    except Unreadable as error:
        return Verdict(UNKNOWN, f"cannot be followed: {error.what}", SAY_SO)
    names = names_in(program.statements)
    names = names._replace(variables={**scene.names.variables, **names.variables})
    files = files_around(program, scene.files)
    return _examine(text, given, scene._replace(program=program, names=names, files=files))


def _examine(name: str, given: tuple[Argument, ...], scene: Scene) -> Verdict:
    """Examines the program of the scene, called ``name``, unless it is just being looked into, or has been."""
    if name in scene.seen:
        return PASSED
    known = scene.verdicts.get((name, given))
    if known is None:
        known = scene.examine(scene.program, given, scene._replace(seen=scene.seen | {name}))
        scene.verdicts[name, given] = known
    return known


def judge_function(call: Call, scene: Scene) -> Verdict:
    """Judges a call of a function of the script."""
    function = scene.names.functions[call.arguments[0].text]
    program = scene.program._replace(statements=(function.body,))
    name = f"{function.name}() at {function.start} of {hash(program.text)}"
    verdict = _examine(name, call.arguments[1:], scene._replace(program=program))
    return _told_of(f"the function {function.name}", "it", verdict)


def _told_of(name: str, inside: str, verdict: Verdict) -> Verdict:
    """The verdict with the name of the script that it is about; the cure is in there, but for a whole command."""
    is_inside = verdict.kind == LOST and not verdict.cure.startswith("write: ")
    cure = f"in {inside}, {verdict.cure}" if is_inside else verdict.cure
    return verdict._replace(reason=f"{name} {verdict.reason}", cure=cure) if verdict.reason else verdict


def judge_sourced(call: Call, scene: Scene) -> Verdict:
    """Judges ``source FILE``: most such files set up an environment, some run the program."""
    if call.overrides_at < 2:  # noqa: PLR2004
        return PASSED
    if call.arguments[1].text.rpartition("/")[2] in ENVIRONMENTS:
        return PASSED
    verdict = judge_file(call.from_(1), scene, scene.program.shell)
    if verdict.kind == REACHES and scene.program.shell in IGNORES_SOURCED_ARGUMENTS:
        reason = f"{scene.program.shell} does not pass arguments to a file that it sources"
        return Verdict(WHEN_SAID, reason, f'write "$@" for it to find: {shown(call.arguments[:2])} "$@"')
    return verdict._replace(prepares=verdict.kind == UNKNOWN)
