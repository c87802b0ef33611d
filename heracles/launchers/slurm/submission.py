"""One sbatch call a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from heracles import process
from heracles.errors import LaunchError
from heracles.launchers.slurm.answers import job_id

if TYPE_CHECKING:
    from heracles.launchers.base import Submission


class SlurmLauncher(NamedTuple):
    """Submits copies with ``sbatch``; what sbatch says on stderr is shown as it comes."""

    args: tuple[str, ...]
    sbatch: str

    def command_line(self, submission: Submission) -> tuple[str, ...]:
        return (self.sbatch, "--parsable", *self.args, submission.copy)

    def submit(self, submission: Submission) -> str | None:
        arguments = self.command_line(submission)
        done = process.run_whole(arguments, submission.directory, submission.environment)
        if done.exit_code:
            raise LaunchError(f"{self.sbatch} {process.ending(done.exit_code)}")
        job = job_id(done.output)
        if job is None:
            said = done.output.strip() or "nothing"
            raise LaunchError(
                f"{self.sbatch} answered without a job id; it said: {said}",
                cure="look with squeue whether the job is there before you launch it again",
            )
        return job
