"""Daemons and folders that do not outlive the tests, however these end."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .provision import Failed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

START_SECONDS = 60
STOP_SECONDS = 30


class Program(NamedTuple):
    """A program that stays in the foreground; ``is_ready`` says whether it answers, ``stop_signal`` ends it."""

    name: str
    command: tuple[str, ...]
    log: Path
    environment: Mapping[str, str]
    is_ready: Callable[[], bool]
    stop_signal: int = signal.SIGTERM


class Daemon:
    """A running program, which the kernel kills when the process that started it is gone (``setpriv --pdeathsig``)."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process id; raises Failed where the daemon does not run."""
        if self._process is None or self._process.poll() is not None:
            message = f"{self.program.name} does not run"
            raise Failed(message)
        return self._process.pid

    def start(self) -> None:
        """Starts the program and waits until it answers."""
        with self.program.log.open("ab") as log:
            self._process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", "--", *self.program.command],
                env=dict(self.program.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            wait_until(self._answers, START_SECONDS, f"{self.program.name} answers")
        except Failed as failure:
            message = f"{failure}\n{self._last_lines_of_log()}"
            raise Failed(message) from None

    def stop(self) -> None:
        """Ends the program as an administrator would, or by force where it takes too long."""
        if self._process is None:
            return
        self._process.send_signal(self.program.stop_signal)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """Ends the program as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """The program is down inside the block, and up again behind it."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    @contextmanager
    def suspended(self) -> Iterator[None]:
        """The program hangs inside the block: connections are accepted by the kernel, and answered behind it."""
        pid = self.pid
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)

    def _answers(self) -> bool:
        return bool(self.pid) and self.program.is_ready()

    def _last_lines_of_log(self) -> str:
        return "\n".join(self.program.log.read_text("utf-8", "replace").splitlines()[-20:])


@contextmanager
def running(program: Program) -> Iterator[Daemon]:
    daemon = Daemon(program)
    try:
        daemon.start()
        yield daemon
    finally:
        daemon.stop()


@contextmanager
def scratch_folder(prefix: str, parent: Path | None = None) -> Iterator[Path]:
    """A folder that every user can read; a small process waits to remove it when the block or this process ends."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    remove = 'cat; for attempt in 1 2 3 4 5; do rm -rf -- "$0" && break; sleep 1; done'
    remover = subprocess.Popen(["sh", "-c", remove, str(folder)], stdin=subprocess.PIPE, start_new_session=True)
    try:
        folder.chmod(0o755)
        yield folder
    finally:
        remover.communicate()


def wait_until(condition: Callable[[], bool], seconds: float, what: str, pause: float = 0.1) -> None:
    """Returns when ``condition`` holds; raises Failed where it does not within ``seconds``."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            message = f"waited {seconds:g} s in vain until {what}"
            raise Failed(message)
        time.sleep(pause)
