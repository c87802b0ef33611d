"""The launcher that runs copies on this machine, some at a time."""

from __future__ import annotations

import os
import time

from heracles import process
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launchers import local_logs
from heracles.launchers.base import Begun, Ended

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence

    from heracles.launchers.base import Launched, Source, Submission, Tag, Written


class _Run(NamedTuple):
    submission: Submission
    child: process.Child
    started: float
    log: str


class LocalLauncher(NamedTuple):
    """Runs ``interpreter FILE``, ``workers`` at a time.

    The output of a copy goes to ``logs/<name>.log``, that of a further attempt to ``logs/<name>.<attempt>.log``; how
    each attempt ended is written in the folder ``exits``.
    """

    interpreter: tuple[str, ...]
    workers: int
    logs: str
    exits: str

    def command_line(self, submission: Submission) -> tuple[str, ...]:
        return (*self.interpreter, submission.copy)

    def run(self, submissions: Iterable[Submission]) -> Generator[Begun | Ended, None, None]:
        """Takes a submission when it can be run; when the caller goes away or is interrupted, all runs are stopped.

        Raises a LaunchError where the interpreter cannot be started.
        """
        for folder in (self.logs, self.exits):
            os.makedirs(folder, exist_ok=True)
        running: dict[int, _Run] = {}
        try:
            for submission in submissions:
                run = self._start(submission, running)
                yield Begun(submission, run.child.pid)
                run.child.go()
                if len(running) == self.workers:
                    yield _next_ended(running)
            while running:
                yield _next_ended(running)
        finally:
            process.stop([run.child for run in running.values()], process.GRACE_SECONDS)

    def exit_code(self, tag: Tag) -> int | None:
        """How a run ended, whether this process saw it or not; None where it has not ended, or was broken off."""
        return process.recorded_end(self._exit_file(tag))

    def written(self, source: Source, tasks: Sequence[Launched]) -> tuple[Written, ...]:  # noqa: ARG002  # all here
        return local_logs.written(self.logs, tasks)

    def own_tasks(self, source: Source) -> tuple[int | None, ...]:  # noqa: ARG002  # nobody makes arrays here
        return (None,)

    def last_words(self, line: str) -> str | None:  # noqa: ARG002  # nobody but the program writes
        return None

    def _start(self, submission: Submission, running: dict[int, _Run]) -> _Run:
        log = local_logs.log_path(self.logs, submission.name, submission.tag.attempt)
        child = process.start(
            self.command_line(submission),
            submission.directory,
            submission.environment,
            log,
            self._exit_file(submission.tag),
        )
        running[child.pid] = run = _Run(submission, child, time.monotonic(), log)
        return run

    def _exit_file(self, tag: Tag) -> str:
        return os.path.join(self.exits, f"{tag.copy}.{tag.attempt}")


def _next_ended(running: dict[int, _Run]) -> Ended:
    pid, exit_code = process.first_to_end({pid: run.child for pid, run in running.items()})
    ended = running.pop(pid)
    return Ended(ended.submission, exit_code, time.monotonic() - ended.started, ended.log)
