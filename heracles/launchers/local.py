"""The launcher that runs copies on this machine, some at a time."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, NamedTuple

from heracles import process
from heracles.launchers.base import Ended

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from heracles.launchers.base import Submission

GRACE_SECONDS = 5.0
"""How long a run may take to end after SIGTERM before it is killed."""


class _Running(NamedTuple):
    submission: Submission
    child: process.Child
    started: float
    log: str


class LocalLauncher(NamedTuple):
    """Runs ``interpreter FILE``, ``workers`` at a time, the output of each in ``logs/<index>.log``."""

    interpreter: tuple[str, ...]
    workers: int
    logs: str

    def command_line(self, submission: Submission) -> tuple[str, ...]:
        return (*self.interpreter, submission.copy)

    def run(self, submissions: Sequence[Submission]) -> Generator[Ended]:
        """Yields each run as it ends; when the caller goes away or is interrupted, all that still runs is stopped."""
        os.makedirs(self.logs, exist_ok=True)
        waiting = list(reversed(submissions))
        running: dict[int, _Running] = {}
        try:
            while waiting or running:
                while waiting and len(running) < self.workers:
                    self._start(waiting.pop(), running)
                yield _next_ended(running)
        finally:
            process.stop([each.child for each in running.values()], GRACE_SECONDS)

    def _start(self, submission: Submission, running: dict[int, _Running]) -> None:
        log = os.path.join(self.logs, f"{submission.product_index}.log")
        child = process.start(self.command_line(submission), submission.directory, submission.environment, log)
        running[child.pid] = _Running(submission, child, time.monotonic(), log)


def _next_ended(running: dict[int, _Running]) -> Ended:
    while True:
        pid, status = os.wait()
        if pid in running:
            ended = running.pop(pid)
            ended.child.returncode = os.waitstatus_to_exitcode(status)
            seconds = time.monotonic() - ended.started
            return Ended(ended.submission, ended.child.returncode, seconds, ended.log)
