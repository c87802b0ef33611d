"""``heracles completion SHELL``: the script by which a shell completes a heracles command line.

shtab writes what never changes, the verbs and options; ours asks heracles for names and values, and for files.
"""

from __future__ import annotations

import sys
from pkgutil import get_data

from heracles.errors import UsageError, nearest
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable, Iterable

    from heracles.terminal import Terminal

SHELLS = ("bash", "zsh")


def print_script(
    shell: str | None, verbs: Iterable[str], parser: Callable[[], ArgumentParser], terminal: Terminal
) -> int:
    """Prints the script; ``parser`` makes one of the options, and of the verbs with theirs.

    Raises a UsageError where the shell is not known, or shtab is missing.
    """
    if shell not in SHELLS:
        raise _unknown_shell(shell)
    terminal.results(_script(shell, verbs, parser()).splitlines())
    return 0


def _script(shell: str, verbs: Iterable[str], parser: ArgumentParser) -> str:
    """In zsh, ours stands before the last lines of shtab's, which call it or make it known."""
    try:
        import shtab  # noqa: PLC0415
    except ImportError:
        cure = f"install with: {sys.executable or 'python3'} -m pip install shtab"
        raise UsageError("heracles completion needs shtab, which this Python cannot import", cure=cure) from None
    names = f"_heracles_verbs=({' '.join(verbs)})"
    ours = f"{names}\n{(get_data('heracles.commands.completing', f'heracles.{shell}') or b'').decode()}"
    if shell == "bash":
        return f"{shtab.complete(parser, shell)}\n\n{ours}"
    return shtab.complete(parser, shell, preamble=ours)


def _unknown_shell(shell: str | None) -> UsageError:
    likely = shell and nearest(shell, SHELLS)
    what = f"heracles completes in bash and zsh, not in {shell}" if shell else "heracles completion needs a shell"
    return UsageError(what, cure=f"heracles completion {likely}" if likely else "heracles completion bash   or: zsh")
