"""Handing a copy to sbatch, and what became of it."""

from __future__ import annotations

from heracles import process
from heracles.errors import NotStarted
from heracles.frozen import TYPE_CHECKING
from heracles.launchers.base import FINAL, Declined, Taken, Unsure
from heracles.launchers.slurm.answers import job_ids
from heracles.launchers.slurm.asking import words
from heracles.launchers.slurm.environment import for_submission
from heracles.launchers.slurm.refusals import is_refusal, kind_of_refusal, reasons

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Callable

    from heracles.launchers.base import Answer


def submit(  # noqa: PLR0913  # all of it is one call of a program
    command: Sequence[str],
    directory: str,
    environment: Sequence[tuple[str, str]],
    seconds: float,
    show: Callable[[str], object] | None = None,
    *,
    gate: Callable[[int], object] | None = None,
    meanwhile: Callable[[], object] | None = None,
) -> Answer:
    """Calls sbatch in ``directory`` with ``environment`` added to ours, and never for longer than ``seconds``.

    ``show`` is given what sbatch says on stderr, as it comes, but for refusals; ``gate`` is told its process before it
    begins; ``meanwhile`` is done once it has begun.
    """
    asked = for_submission(environment)
    try:
        given = process.ask(command, directory, asked, seconds, _but_refusals(show), gate=gate, meanwhile=meanwhile)
    except NotStarted as error:
        return Declined(error.faults[0].what, FINAL)
    return read_submission(given)


def _but_refusals(show: Callable[[str], object] | None) -> Callable[[str], object] | None:
    return show and (lambda line: is_refusal(line) or show(line))


def read_submission(given: process.Answer) -> Answer:
    """What an answer of sbatch proves; all that proves neither a job nor a refusal is Unsure."""
    jobs = job_ids(given.output)
    if given.exit_code == 0:
        return _job_among(jobs) or Unsure(f"answered without a job id; it said: {_all_that_was_said(given)}")
    kind = kind_of_refusal(given.complaints)
    if given.exit_code is None or given.exit_code < 0 or jobs or kind is None:
        return Unsure(words(given))
    return Declined(reasons(given.complaints), kind)


def _job_among(jobs: Sequence[Taken]) -> Taken | None:
    """The job, where there is no doubt which it is."""
    return jobs[0] if len(set(jobs)) == 1 else None


def _all_that_was_said(given: process.Answer) -> str:
    return "\n".join(filter(None, (given.output.strip(), given.complaints.strip()))) or "nothing"
