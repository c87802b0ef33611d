"""The launcher that calls any command with the file."""

from __future__ import annotations

from heracles import process
from heracles.errors import LaunchError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launchers.base import FINAL, Declined, Taken

if TYPE_CHECKING:
    from collections.abc import Callable

    from heracles.launchers.base import Answer, Submission


class CommandLauncher(NamedTuple):
    """Calls ``command FILE`` on the user's terminal; the command's stdout goes to ``stdout`` (None: ours)."""

    command: tuple[str, ...]
    stdout: int | None = None

    def command_line(self, submission: Submission) -> tuple[str, ...]:
        return (*self.command, submission.copy)

    def submit(self, submission: Submission, called: Callable[[int], object] | None = None) -> Answer:  # noqa: ARG002
        """Waits for the command: it took the copy if it succeeds, and else, or where it cannot be started, did not."""
        arguments = self.command_line(submission)
        try:
            code = process.call(arguments, submission.directory, submission.environment, self.stdout)
        except LaunchError as error:
            return Declined(error.faults[0].what, FINAL)
        return Declined(f"{self.command[0]} {process.ending(code)}", FINAL) if code else Taken(None)
