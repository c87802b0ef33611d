"""Running programs, some at a time, and listening to what each says."""

from __future__ import annotations

import os

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.process.asking import Answer
from heracles.process.gate import open_gate, start_behind_gate
from heracles.process.stopping import GRACE_SECONDS, stop

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence
    from subprocess import Popen
    from typing import IO


def cpus() -> int:
    """How many programs this process may run at a time with a CPU for each."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Running(NamedTuple):
    number: int
    process: Popen[bytes]
    output: IO[bytes]
    complaints: IO[bytes]


def ask_all(
    commands: Iterable[Sequence[str]], directory: str, workers: int
) -> Generator[tuple[int, Answer], None, None]:
    """Runs programs, ``workers`` at a time, in our environment, out of reach of the terminal's ^C, their input empty.

    Gives the number of each, from 0, as soon as it has ended, and what it said. When the caller goes away or is
    interrupted, all are stopped. Raises a LaunchError where one cannot be started.
    """
    running: dict[int, _Running] = {}
    try:
        for number, arguments in enumerate(commands):
            if len(running) == workers:
                yield _next_ended(running)
            started = _start(number, arguments, directory)
            running[started.process.pid] = started
            open_gate(started.process)  # from here on it is stopped where we are
        while running:
            yield _next_ended(running)
    finally:
        stop([each.process for each in running.values()], GRACE_SECONDS)


def _start(number: int, arguments: Sequence[str], directory: str) -> _Running:
    """A program that has not begun: it never does where we are interrupted before it is known here."""
    from tempfile import TemporaryFile  # noqa: PLC0415

    output, complaints = TemporaryFile(), TemporaryFile()  # noqa: SIM115  # closed when read, after the program's end
    process = start_behind_gate(arguments, directory, os.environ, (output, complaints.fileno()))
    return _Running(number, process, output, complaints)


def _next_ended(running: dict[int, _Running]) -> tuple[int, Answer]:
    while True:
        pid, status = os.wait()
        if pid in running:
            ended = running.pop(pid)
            ended.process.returncode = os.waitstatus_to_exitcode(status)
            return ended.number, Answer(ended.process.returncode, _said(ended.output), _said(ended.complaints))


def _said(file: IO[bytes]) -> str:
    with file:
        file.seek(0)
        return os.fsdecode(file.read())
