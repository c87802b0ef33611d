"""Programs that run beside us."""

from __future__ import annotations

import os

from heracles.errors import LaunchError
from heracles.frozen import TYPE_CHECKING
from heracles.process.endings import recorded_end
from heracles.process.gate import close_gate, open_gate, start_behind_gate
from heracles.process.stopping import signal_group

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from subprocess import Popen

    Environment = Sequence[tuple[str, str]]


class Child:
    """A program that was started, and begins when it is let.

    ``pid`` is the process that keeps it: it leads the program's process group, and lives as long as the program.
    """

    def __init__(self, keeper: Popen[bytes], exit_file: str) -> None:
        self._keeper = keeper
        self._exit_file = exit_file

    @property
    def pid(self) -> int:
        return self._keeper.pid

    def go(self) -> None:
        """Lets the program begin."""
        open_gate(self._keeper)

    def poll(self) -> int | None:
        """The exit code, negative where a signal ended the program; None while it runs."""
        code = self._keeper.poll()
        return None if code is None else self._exit_code(code)

    def wait(self) -> int:
        """Waits for the exit code."""
        return self._exit_code(self._keeper.wait())

    def note_end(self, status: int) -> int:
        """Takes from wait(2) that the process has ended; the exit code."""
        import signal  # noqa: PLC0415

        code = self._keeper.returncode = os.waitstatus_to_exitcode(status)
        if code == -signal.SIGKILL:  # the keeper was killed, maybe alone: a program that goes on would be lost
            signal_group(self.pid, signal.SIGKILL)
        return self._exit_code(code)

    def _exit_code(self, of_keeper: int) -> int:
        close_gate(self._keeper)
        recorded = recorded_end(self._exit_file)
        return of_keeper if recorded is None else recorded


def start(arguments: Sequence[str], directory: str, environment: Environment, log: str, exit_file: str) -> Child:
    """Starts a program that begins when it is let, its output going to the file ``log``, its input empty.

    ``environment`` is added to ours. However we end, the program's exit code is written to ``exit_file`` in the end,
    but not where the program was stopped; if we end before it was let, it never begins. Raises a LaunchError where the
    program cannot be started.
    """
    import subprocess  # noqa: PLC0415

    exit_file = os.path.abspath(exit_file)
    added = {**os.environ, **dict(environment)}
    try:
        output = open(log, "wb")  # noqa: SIM115
    except OSError as error:
        cure = "see to it that there is room and that you may write there"
        raise LaunchError(f"{log} cannot be written: {error.strerror}", cure=cure) from None
    with output:
        keeper = start_behind_gate(arguments, directory, added, (output, subprocess.STDOUT), exit_file)
        return Child(keeper, exit_file)


def first_to_end(children: Mapping[int, Child]) -> tuple[int, int]:
    """Waits until one of the children, given by their pids, has ended: its pid and exit code."""
    while True:
        pid, status = os.wait()
        if pid in children:
            return pid, children[pid].note_end(status)
