"""The first line of a script: which interpreter it names."""

from __future__ import annotations

SHELLS = frozenset({"sh", "bash", "dash", "ksh", "zsh"})


def interpreter_of(text: str) -> tuple[str, ...]:
    """The shebang as the kernel splits it: the program, and all the rest as one argument (execve(2)); () for none."""
    if not text.startswith("#!"):
        return ()
    return tuple(text[2:].partition("\n")[0].strip(" \t").split(None, 1))


def shell_named(interpreter: tuple[str, ...]) -> str:
    """The name of the interpreter without its directory, through env(1) as well; empty for none."""
    words = " ".join(interpreter).split()
    if words and words[0].rpartition("/")[2] == "env":
        words = [word for word in words[1:] if not word.startswith("-") and "=" not in word]
    return words[0].rpartition("/")[2] if words else ""
