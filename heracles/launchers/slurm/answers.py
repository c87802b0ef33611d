"""What Slurm's programs answer, read."""

from __future__ import annotations


def job_id(output: str) -> str | None:
    """The job id in what ``sbatch --parsable`` printed, or None where there is none.

    sbatch(1): the job id, and the cluster's name behind a semicolon where there are several clusters. Sites' own
    wrappers and plugins print lines around it, and some leave out ``--parsable``: "Submitted batch job 17".
    """
    for line in reversed(output.splitlines()):
        words = line.removeprefix("Submitted batch job ").partition(" on cluster ")[0].strip()
        number, _, cluster = words.partition(";")
        if number.isdecimal() and " " not in cluster:
            return number
    return None
