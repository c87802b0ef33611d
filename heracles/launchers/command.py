"""The launcher that calls any command with the file."""

from __future__ import annotations

from heracles import process
from heracles.errors import LaunchError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launchers.base import FINAL, Declined, Taken, Unsure

if TYPE_CHECKING:
    from collections.abc import Callable

    from heracles.launchers.base import Answer, Submission

CUT_OFF = frozenset({129, 130, 137, 143, 255})
"""A shell's ways of saying SIGHUP, SIGINT, SIGKILL and SIGTERM, and ssh's that its connection broke."""


class CommandLauncher(NamedTuple):
    """Calls ``command FILE`` on the user's terminal; the command's stdout goes to ``stdout`` (None: ours)."""

    command: tuple[str, ...]
    stdout: int | None = None

    def command_line(self, submission: Submission) -> tuple[str, ...]:
        return (*self.command, submission.copy)

    def submit(
        self,
        submission: Submission,
        called: Callable[[int], object] | None = None,  # noqa: ARG002  # nobody finds its jobs
        meanwhile: Callable[[], object] | None = None,  # noqa: ARG002  # the terminal is its own
    ) -> Answer:
        """Waits for the command: it took the copy if it succeeds, and did not if it fails or cannot be started.

        One that was killed, as ^C does, may have handed the copy on before.
        """
        arguments = self.command_line(submission)
        try:
            code = process.call(arguments, submission.directory, submission.environment, self.stdout)
        except LaunchError as error:
            return Declined(error.faults[0].what, FINAL)
        return self._answer(code)

    def _answer(self, code: int) -> Answer:
        if code == 0:
            return Taken(None)
        words = f"{self.command[0]} {process.ending(code)}"
        return Unsure(words) if code < 0 or code in CUT_OFF else Declined(words, FINAL)
