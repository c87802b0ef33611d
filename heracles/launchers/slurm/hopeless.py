"""Why a job waits for ever."""

from __future__ import annotations

NEVER = frozenset({
    "AccountNotAllowed", "BadConstraints", "DependencyNeverSatisfied", "InvalidAccount", "InvalidQOS",
    "PartitionNodeLimit", "PartitionTimeLimit", "QOSNotAllowed",
})  # fmt: skip

OF_A_JOBS_SIZE = ("PerJob", "PerJobLimit", "PerNode")
"""How limits end that one job exceeds by itself (``AssocMaxCpuPerJobLimit``), whatever else runs."""

LEAST_OF_A_JOB = "QOSMin"

UNCERTAIN = ("Partition", "ReqNodeNotAvail", "Reserv", "NodeDown", "Invalid")
"""How reasons begin that may clear or may not, as far as anybody but an administrator knows."""


def hopeless(reason: str) -> bool:
    """Whether a job that waits for this reason of Slurm's (src/common/job_state_reason.c) would wait for ever.

    Only a change by its user or an administrator helps then. What a limit on all of a user's jobs, a reservation, a
    node that is down or a partition that is closed keeps waiting is not hopeless, nor is a job that is held.
    """
    return reason in NEVER or reason.startswith(LEAST_OF_A_JOB) or reason.endswith(OF_A_JOBS_SIZE)


def doubtful(reason: str) -> bool:
    """Whether it is uncertain that a job which waits for this reason ever starts."""
    return reason.startswith(UNCERTAIN) and not hopeless(reason)
