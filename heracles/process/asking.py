"""Running a program, and listening to what it says."""

from __future__ import annotations

import os
import time

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.process.finding import startable
from heracles.process.gate import open_gate, start_behind_gate
from heracles.process.hearing import hear
from heracles.process.stopping import kill_if_running

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from subprocess import Popen
    from typing import Callable


class Answer(NamedTuple):
    """What a program said on stdout and stderr; ``exit_code`` is None where it took too long and was killed."""

    exit_code: int | None
    output: str
    complaints: str


def ask(  # noqa: PLR0913  # who asks decides on all of this
    arguments: Sequence[str],
    directory: str,
    environment: Mapping[str, str],
    seconds: float,
    show: Callable[[str], object] | None = None,
    *,
    gate: Callable[[int], object] | None = None,
    meanwhile: Callable[[], object] | None = None,
) -> Answer:
    """Runs a program in exactly this environment, out of reach of the terminal's ^C, and listens to both its streams.

    ``show`` is given each line of its stderr as it comes; ``gate`` its process, before the program begins: it never
    does if ``gate`` fails, or if we end meanwhile. ``meanwhile`` is done once it has begun, and before it is listened
    to. After ``seconds``, or where we are interrupted, the program is killed with all that it started. Raises a
    LaunchError where it cannot be started.
    """
    deadline = time.monotonic() + seconds
    with (_start_gated if gate else _start)(arguments, directory, environment) as child:
        try:
            if gate:
                gate(child.pid)
                open_gate(child)
            if meanwhile:
                meanwhile()
            output, complaints = hear(child, deadline, show)
            exit_code = child.poll()
        finally:
            kill_if_running(child)
    return Answer(exit_code, os.fsdecode(output), os.fsdecode(complaints))


def _start(arguments: Sequence[str], directory: str, environment: Mapping[str, str]) -> Popen[bytes]:
    import subprocess  # noqa: PLC0415

    with startable(arguments[0]):
        return subprocess.Popen(  # noqa: S603
            arguments,
            cwd=directory,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )


def _start_gated(arguments: Sequence[str], directory: str, environment: Mapping[str, str]) -> Popen[bytes]:
    import subprocess  # noqa: PLC0415

    return start_behind_gate(arguments, directory, environment, (subprocess.PIPE, subprocess.PIPE))
