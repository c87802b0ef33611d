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
    names = [word.rpartition("/")[2] for word in " ".join(interpreter).split()]
    if names[:1] == ["env"]:
        names = [name for name in names[1:] if not name.startswith("-") and "=" not in name] or names
    return names[0] if names else ""
