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
    return (sbatch, *_ours(terms, submission), *terms.args, submission.copy)


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
