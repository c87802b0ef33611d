"""How sbatch is called for a copy."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.launchers.slurm import asking
from heracles.launchers.slurm.tags import comment_with

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.launchers.base import Submission, Terms


def submission_command(sbatch: str, terms: Terms, submission: Submission) -> tuple[str, ...]:
    """The words of a call of sbatch(1), in which what is ours comes before the launcher's arguments."""
    return (sbatch, *_ours(terms, submission), *_args(terms, submission), submission.copy)


def _args(terms: Terms, submission: Submission) -> tuple[str, ...]:
    """The launcher's, which ask for a script's own array where only some of its tasks are meant."""
    if not submission.own_tasks:
        return terms.args
    from heracles.launchers.slurm.own_arrays import of_args  # noqa: PLC0415  # where such failed before

    return of_args(submission.own_tasks, terms.args)


def _ours(terms: Terms, submission: Submission) -> Iterator[str]:
    yield "--parsable"
    yield from asking.of_cluster(terms.cluster)
    yield f"--comment={comment_with(submission.tag, terms.comment)}"
    if terms.held:
        yield "--hold"
    if submission.tasks:
        yield f"--array=0-{submission.tasks - 1}" + (f"%{submission.at_once}" if submission.at_once else "")
    dependency = _dependency(terms, submission)
    if dependency:
        yield f"--dependency={dependency}"


def _dependency(terms: Terms, submission: Submission) -> str:
    """The jobs before in the lane, and the user's own: all of them have to end."""
    ours = f"afterany:{':'.join(submission.after)}" if submission.after else ""
    return ",".join(filter(None, (ours, terms.dependency)))
