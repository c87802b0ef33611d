"""Starting a program that does not begin before it is let: it is known as a process before it does anything."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import lru_cache

from heracles.frozen import TYPE_CHECKING
from heracles.process.finding import find_startable, startable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from subprocess import Popen
    from typing import IO

BARE_PYTHON = ("-I", "-S", "-X", "utf8")


def start_behind_gate(
    arguments: Sequence[str],
    directory: str,
    environment: Mapping[str, str],
    streams: tuple[int | IO[bytes], int],
    exit_file: str = "",
) -> Popen[bytes]:
    """Starts a process that will begin a program in exactly this environment, its input empty, after ``open_gate``.

    If we end before, by whatever, it ends too, and the program never begins. With an ``exit_file`` (a whole path) it
    stays for as long as the program runs, and writes its exit code there, unless it was stopped; without, it becomes
    the program. It leads a process group of its own. ``streams``: stdout and stderr, as subprocess takes them. Raises a
    LaunchError where the program cannot be started.
    """
    import subprocess  # noqa: PLC0415

    program = find_startable(arguments[0], directory, environment.get("PATH", os.defpath))
    added = "" if "LC_CTYPE" in environment else "LC_CTYPE"  # Python sets it where the locale is C, see PEP 538
    with startable(arguments[0]):
        return subprocess.Popen(  # noqa: S603
            [sys.executable, *BARE_PYTHON, "-c", _keeper(), program, exit_file, added, *arguments],
            cwd=directory,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=streams[0],
            stderr=streams[1],
            start_new_session=True,
        )


def open_gate(process: Popen[bytes]) -> None:
    """Lets the program begin."""
    if process.stdin:
        with suppress(BrokenPipeError):  # it was killed meanwhile
            os.write(process.stdin.fileno(), b"\n")
    close_gate(process)


def close_gate(process: Popen[bytes]) -> None:
    """Keeps a program from beginning that was not let before."""
    if process.stdin:
        process.stdin.close()


@lru_cache
def _keeper() -> str:
    from pkgutil import get_data  # noqa: PLC0415  # it reads from a zip, too

    return (get_data("heracles.process", "keeper.py") or b"").decode("ascii")
