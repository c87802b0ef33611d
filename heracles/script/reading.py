"""Reading the user's script: from a path to its text, or to the reason why it cannot be one."""

from __future__ import annotations

import os
import stat

from heracles.errors import Place, UsageError
from heracles.script.rendering import quote
from heracles.script.shebang import SHELLS, interpreter_of, shell_named
from heracles.script.values import Script

WITHOUT_SHEBANG = ("/bin/sh",)
BYTE_ORDER_MARK = "\ufeff"


def read(path: str) -> Script:
    """Reads a batch script.

    A script without a shebang counts as one of ``/bin/sh``, which is what execvp(3) starts for it (sbatch refuses it).
    Raises UsageError if it is missing, unreadable, no regular file, empty, not text, has DOS line breaks (which sbatch
    refuses), or names an interpreter other than sh, bash, dash, ksh and zsh.
    """
    mode, text = _contents(path)
    _refuse_what_is_no_script(path, text)
    script = Script(path, text, mode, interpreter_of(text) or WITHOUT_SHEBANG)
    if shell_of(script) not in SHELLS:
        _refuse_interpreter(script)
    return script


def _contents(path: str) -> tuple[int, str]:
    try:
        mode = os.stat(path).st_mode
        if stat.S_ISREG(mode):
            with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
                return stat.S_IMODE(mode), file.read()
    except FileNotFoundError:
        raise UsageError(f"there is no script {path}", cure="check the path") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}") from None
    if stat.S_ISDIR(mode):
        raise UsageError(f"{path} is a directory", cure="name the script in it")
    raise UsageError(f"{path} is not a regular file", cure="name a file: copies of it are written beside it")


def _refuse_what_is_no_script(path: str, text: str) -> None:
    if not text.strip():
        raise UsageError(f"{path} is empty", cure="`heracles init` writes a script to begin with")
    if "\0" in text:
        raise UsageError(f"{path} is not a text file: it has a NUL byte", cure="name the batch script")
    if "\r\n" in text:
        cure = f"take them out: sed -i 's/\\r$//' {quote(path)}"
        raise UsageError(f"{path} has DOS line breaks, which shells and sbatch do not take", cure=cure)
    if text.startswith(BYTE_ORDER_MARK):
        cure = f"take it out: sed -i '1s/^\\xEF\\xBB\\xBF//' {quote(path)}"
        raise UsageError(f"{path} begins with a byte order mark, so its first line is no shebang", cure=cure)


def _refuse_interpreter(script: Script) -> None:
    first_line = script.text.partition("\n")[0]
    raise UsageError(
        f"heracles reads scripts of sh, bash, dash, ksh and zsh, and this is one of {shell_of(script)}",
        Place(f"{script.path}:1", first_line, 2),
        'call it from a shell script, with "$@" where it takes the overrides',
    )


def shell_of(script: Script) -> str:
    """The name of the script's shell, without its directory; through env(1) as well."""
    return shell_named(script.interpreter)


def syntax_check_command(script: Script) -> tuple[str, ...]:
    """The command that checks the syntax of a copy, to be followed by its file name: ``("bash", "-n")``.

    A script without a shebang is checked by bash: it may be meant for ``-r bash``, which reads all that sh does.
    """
    return (shell_of(script) if interpreter_of(script.text) else "bash", "-n")
