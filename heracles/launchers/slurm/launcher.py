"""The launcher for Slurm: everything that heracles asks of it."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launchers.slurm import (
    cancelling,
    finding,
    last_words,
    releasing,
    states,
    submitting,
)
from heracles.launchers.slurm.command import submission_command

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from heracles.launchers.base import (
        Answer,
        Cancelled,
        Found,
        Launched,
        Portion,
        Released,
        Source,
        Submission,
        Tagged,
        TaskState,
        Terms,
        Written,
    )

PATIENCE_SECONDS = 180.0
"""Longer than sbatch's own patience with a controller that is full (about 120 s) or does not answer (10 s)."""


class SlurmLauncher(NamedTuple):
    """Submits with ``sbatch`` on these terms; ``show`` is given what sbatch says on stderr, as it comes."""

    sbatch: str
    terms: Terms
    show: Callable[[str], object]
    patience: float = PATIENCE_SECONDS

    def command_line(self, submission: Submission) -> tuple[str, ...]:
        return submission_command(self.sbatch, self.terms, submission)

    def submit(
        self, submission: Submission, called: Callable[[int], object], meanwhile: Callable[[], object]
    ) -> Answer:
        command = self.command_line(submission)
        gate = None if self.terms.held else called
        return submitting.submit(
            command,
            submission.directory,
            submission.environment,
            self.patience,
            self.show,
            gate=gate,
            meanwhile=meanwhile,
        )

    def find(self, launch: str) -> tuple[Found, ...]:
        return finding.find(launch, self.terms.cluster)

    def find_job(self, job: Tagged) -> Found | None:
        return finding.find_job(job, self.terms.cluster)

    def find_finished(self, launch: str, since: float) -> tuple[Found, ...]:
        return finding.find_finished(launch, since, self.terms.cluster)

    def untagged(self, jobs: Sequence[str]) -> tuple[str, ...]:
        return finding.untagged(jobs, self.terms.cluster)

    def release(self, jobs: Sequence[Tagged]) -> Released:
        return releasing.release(jobs, self.terms.cluster)

    def cancel(self, jobs: Sequence[Tagged]) -> Cancelled:
        return releasing.cancel(jobs, self.terms.cluster)

    def cancel_tasks(self, portions: Sequence[Portion]) -> Cancelled:
        return cancelling.cancel(portions, self.terms.cluster)

    def queued(self, launches: Collection[str]) -> int:
        return finding.queued(launches, self.terms.cluster)

    def mine(self) -> int:
        return finding.mine(self.terms.cluster)

    def states(self, jobs: Sequence[Tagged]) -> tuple[TaskState, ...]:
        return states.states(jobs, self.terms.cluster)

    def written(self, source: Source, tasks: Sequence[Launched]) -> tuple[Written, ...]:
        from heracles.launchers.slurm import whereabouts  # noqa: PLC0415  # it reads scripts

        return whereabouts.written(source, tasks, self.terms)

    def own_tasks(self, source: Source) -> tuple[int | None, ...]:
        from heracles.launchers.slurm import whereabouts  # noqa: PLC0415

        return whereabouts.own_tasks(source, self.terms)

    def last_words(self, line: str) -> str | None:
        return last_words.last_words(line)
