"""What sbatch prints, read."""

from __future__ import annotations

from heracles.launchers.base import Taken


def job_ids(output: str) -> tuple[Taken, ...]:
    """The jobs that lines of ``output`` name as sbatch does, and nothing but them.

    sbatch(1): with ``--parsable`` the job id, and the cluster's name behind a semicolon where it was asked to choose
    one. Sites' own wrappers and plugins print lines around it, and some leave out ``--parsable``: "Submitted batch job
    17 on cluster a".
    """
    return tuple(filter(None, map(_job_id, output.splitlines())))


def _job_id(line: str) -> Taken | None:
    words = line.strip().removeprefix("Submitted batch job ").replace(" on cluster ", ";")
    job, _, cluster = words.partition(";")
    return Taken(job, cluster) if job.isdecimal() and job.isascii() and " " not in cluster else None
