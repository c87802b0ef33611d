"""Scripts within scripts: files, functions, and what is sourced."""

from __future__ import annotations

import os
import stat

from heracles.frozen import TYPE_CHECKING
from heracles.script.programs.names import SCRIPT_SUFFIXES
from heracles.script.programs.verdicts import LOST, PASSED, REACHED, REACHES, WHEN_SAID, Verdict
from heracles.script.programs.written import written_files
from heracles.script.shebang import SHELLS, interpreter_of, shell_named
from heracles.script.shell import read_program
from heracles.script.shell.cursor import Unreadable
from heracles.script.shell.walking import names_in
from heracles.script.word_lists import word_set

if TYPE_CHECKING:
    from heracles.script.programs.arguments import Argument
    from heracles.script.programs.verdicts import Call, Scene

LARGEST = 1 << 20
"""Bytes of a file that is taken for a script at all."""

ENVIRONMENTS = word_set(
    """
    activate deactivate .bashrc .bash_profile .profile .zshrc .zprofile .env bashrc profile conda.sh mamba.sh
    micromamba.sh modules.sh lmod.sh setvars.sh setup-env.sh compilervars.sh mpivars.sh init.sh
    """
)
"""Files that are sourced to set up an environment."""

IGNORES_SOURCED_ARGUMENTS = frozenset({"sh", "dash"})


def judge_file(call: Call, scene: Scene, shell: str) -> Verdict:
    """Judges a script that is run as the first argument of the call; ``shell`` runs it if it has no shebang."""
    name = call.arguments[0]
    if name.text in {"$0", "${0}"}:
        return PASSED
    texts = _texts(name, scene)
    if not texts:
        return _unreadable(name)
    verdicts = [_judge_text(call, scene, text, shell) for text in texts]
    return next((verdict for verdict in verdicts if verdict.kind != REACHES), REACHED)


def _unreadable(name: Argument) -> Verdict:
    reason = f"{name.raw} cannot be read here, so whether it passes its arguments on is not known"
    return Verdict(WHEN_SAID, reason, 'if it does, say so by "$@" at the end of this command')


def _texts(name: Argument, scene: Scene) -> list[str]:
    """What the file contains: as the script writes it, or as it is found."""
    path = os.path.normpath(name.text)
    written = [files[path] for files in map(written_files, scene.around) if path in files]
    if written:
        return written
    if not name.known:
        return []
    return [text for text in map(_text_of, _paths(name.text, scene)) if text is not None]


def _paths(name: str, scene: Scene) -> list[str]:
    """Where a file may be that a script names: from its own directory or the one in which heracles runs."""
    name = os.path.expanduser(name)
    paths = {os.path.realpath(os.path.join(directory, name)): None for directory in scene.directories}
    return list(paths)


def _text_of(path: str) -> str | None:
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
            return None
        with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
            return file.read()
    except OSError:
        return None


def is_shell_script(name: Argument, scene: Scene) -> bool:
    """Whether a path names a shell script, by its suffix or, if it can be read here, by its first line."""
    return name.text.endswith(SCRIPT_SUFFIXES) or any(
        shell_named(interpreter_of(text)) in SHELLS for text in _texts(name, scene)
    )


def _judge_text(call: Call, scene: Scene, text: str, shell: str) -> Verdict:
    name = call.arguments[0].text
    interpreter = interpreter_of(text)
    if "\0" in text or (interpreter and shell_named(interpreter) not in SHELLS):
        return REACHED
    verdict = examine_text(text, shell_named(interpreter) or shell, call.overrides_at - 1, scene, name)
    if verdict.kind != LOST:
        return verdict
    return verdict._replace(reason=f"{name} {verdict.reason}", cure=f"in {name}, {verdict.cure}")


def examine_text(text: str, shell: str, leading: int, scene: Scene, name: str) -> Verdict:
    """What becomes of arguments to a script with this text; ``name`` tells it from those that are looked into."""
    if name in scene.seen:
        return PASSED
    try:
        program = read_program(text, shell)
    except Unreadable as error:
        return Verdict(LOST, f"cannot be followed: {error.what}", "mend it")
    names = names_in(program.statements)
    names = names._replace(variables={**scene.names.variables, **names.variables})
    around = (*scene.around, program)
    inner = scene._replace(program=program, names=names, around=around, seen=scene.seen | {name})
    return scene.examine(program, leading, inner)


def judge_function(call: Call, scene: Scene) -> Verdict:
    """Judges a call of a function of the script."""
    function = scene.names.functions[call.arguments[0].text]
    name = f"{function.name}()"
    if name in scene.seen:
        return PASSED
    program = scene.program._replace(statements=(function.body,))
    verdict = scene.examine(program, call.overrides_at - 1, scene._replace(seen=scene.seen | {name}))
    if verdict.kind != LOST:
        return verdict
    return verdict._replace(reason=f"the function {function.name} {verdict.reason}", cure=f"in it, {verdict.cure}")


def judge_sourced(call: Call, scene: Scene) -> Verdict:
    """Judges ``source FILE``: most such files set up an environment, some run the program."""
    if call.overrides_at < 2:  # noqa: PLR2004
        return PASSED
    if call.arguments[1].text.rpartition("/")[2] in ENVIRONMENTS:
        return PASSED
    verdict = judge_file(call.from_(1), scene, scene.program.shell)
    if verdict.kind == REACHES and scene.program.shell in IGNORES_SOURCED_ARGUMENTS:
        reason = f"{scene.program.shell} does not pass arguments to a file that it sources"
        return Verdict(
            WHEN_SAID, reason, f'write "$@" for it to find: {call.arguments[0].raw} {call.arguments[1].raw} "$@"'
        )
    return verdict._replace(prepares=verdict.kind == WHEN_SAID)
