"""What is known of a Slurm site."""

from __future__ import annotations

from heracles.frozen import NamedTuple


class Site(NamedTuple):
    """The settings that matter to a launch, from slurm.conf(5).

    An array's indices stay below ``max_array_size`` (0: no arrays). squeue remembers a job for ``min_job_age`` seconds
    after its end; a program waits ``message_timeout`` seconds for the controller.
    """

    cluster: str
    version: str
    max_array_size: int
    max_job_count: int
    max_script_bytes: int
    min_job_age: int
    message_timeout: int
    has_accounting: bool
    requeues: bool
