"""A real bash or zsh on a pseudo-terminal, in which a person types a heracles command line and presses TAB."""

from __future__ import annotations

import json
import os
import select
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.pseudo_terminal import begun

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).parent.parent
TAB, ALL = "\t", "\x18a"
READY = b"ready> "
PATIENCE = 20
"""Seconds for an answer, on a busy machine."""

STARTS: dict[str, tuple[Sequence[str], str]] = {
    "bash": (
        ("bash", "--norc", "--noprofile", "-i"),
        "PS1='ready> ' HISTFILE=; bind 'set bell-style none' 'set enable-bracketed-paste off'\n"
        "bind 'set show-all-if-ambiguous on' 'set completion-query-items 0' 'set page-completions off'\n"
        "bind '\"\\C-xa\": insert-completions'\n",
    ),
    "zsh": (
        ("zsh", "-f", "-i"),
        "unset zle_bracketed_paste; autoload -Uz compinit; compinit -u -D; setopt no_list_beep no_prompt_sp\n"
        "zstyle ':completion:all:*' completer _all_matches _complete; zstyle ':completion:all:*' insert true\n"
        "bindkey -e; bindkey '^I' complete-word\n"
        "zle -C all complete-word _generic; bindkey '^Xa' all; PS1='ready> ' RPS1=\n",
    ),
}
"""How each begins: plain, with TAB and a key that puts all candidates on the line, and a prompt that tells it waits."""

PRINTS_ITS_WORDS = """#!{python}
import json, os, sys
if sys.argv[1:2] == ["__complete"]:
    sys.path.insert(0, {root!r})
    from heracles import cli
    sys.exit(cli.main(sys.argv[1:]))
with open({answer!r} + ".new", "w") as file:
    json.dump(sys.argv[1:], file)
os.rename({answer!r} + ".new", {answer!r})
"""
"""A heracles that completes as the real one does, and else tells which words it was called with."""


TAKES_THE_TERMINAL = """import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""


class Shell:
    """A shell in ``folder``, whose heracles runs nothing; ``script`` makes completion known to it."""

    def __init__(self, name: str, folder: Path, scratch: Path, script: str) -> None:
        self._answer = scratch / "answer.json"
        program = scratch / "bin" / "heracles"
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(PRINTS_ITS_WORDS.format(python=sys.executable, root=str(ROOT), answer=str(self._answer)))
        program.chmod(0o755)
        arguments, start = STARTS[name]
        self._running, self._ours = _begun(arguments, folder, scratch, program.parent)
        (scratch / "start").write_text(f"{start}{script}\n")
        self._seen = b""
        os.write(self._ours, f". '{scratch}/start'\r".encode())
        self._read_until(lambda: READY in self._seen)

    def __enter__(self) -> Shell:
        return self

    def __exit__(self, *_: object) -> None:
        self._running.kill()
        self._running.wait()
        os.close(self._ours)

    def words(self, typed: str) -> list[str]:
        """The words with which heracles is called after this is typed and, where it is through with it, entered."""
        self._answer.unlink(missing_ok=True)
        os.write(self._ours, f"{typed}\r".encode())
        self._read_until(self._answer.exists)
        words: list[str] = json.loads(self._answer.read_text())
        return words

    def _read_until(self, is_done: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE
        while not is_done():
            assert time.monotonic() < until, self._seen
            if select.select([self._ours], [], [], 0.005)[0]:
                self._seen += os.read(self._ours, 4096)


def _begun(arguments: Sequence[str], folder: Path, home: Path, programs: Path) -> tuple[subprocess.Popen[bytes], int]:
    """A shell on a terminal of its own, with an empty home, and our end of that."""
    path = os.pathsep.join((str(programs), os.environ["PATH"]))
    environment = {"PATH": path, "HOME": str(home), "TERM": "xterm", "LC_ALL": "C.UTF-8", "ZDOTDIR": str(home)}
    return begun(("-c", TAKES_THE_TERMINAL, *arguments), folder, environment, 50, 200)
