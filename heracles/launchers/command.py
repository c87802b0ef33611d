"""The launcher that calls any command with the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from heracles import process
from heracles.errors import LaunchError

if TYPE_CHECKING:
    from heracles.launchers.base import Submission


class CommandLauncher(NamedTuple):
    """Calls ``command FILE`` on the user's terminal; the command's stdout goes to ``stdout`` (None: ours)."""

    command: tuple[str, ...]
    stdout: int | None = None

    def command_line(self, submission: Submission) -> tuple[str, ...]:
        return (*self.command, submission.copy)

    def submit(self, submission: Submission) -> str | None:
        arguments = self.command_line(submission)
        code = process.call(arguments, submission.directory, submission.environment, self.stdout)
        if code:
            raise LaunchError(f"{self.command[0]} {process.ending(code)}")
        return None
