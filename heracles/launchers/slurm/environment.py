"""What Slurm's programs find in their environment: nothing that changes what we asked or how it is answered."""

from __future__ import annotations

import os

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MISLEADING_SBATCH = ("SBATCH_ARRAY_INX", "SBATCH_ERROR", "SBATCH_OUTPUT", "SBATCH_WAIT")
"""Of the input variables of sbatch(1), those that overrule what a copy says of its array and its logs, or wait."""

CLUSTERS = ("SBATCH_CLUSTERS", "SLURM_CLUSTERS")
"""Agreed on with a launch, and said to sbatch: whoever goes on with the launch may have others set, or none."""

SETTINGS_OF_QUESTIONS = ("SQUEUE_", "SACCT_", "SCONTROL_", "SCANCEL_", "SLURM_CLUSTERS", "SLURM_DEBUG_FLAGS")
ANSWERS_WE_CAN_READ = {"LC_ALL": "C", "SLURM_TIME_FORMAT": "standard", "SLURM_BITSTR_LEN": "0"}
"""Messages in English, and ranges of tasks without an ellipsis."""


def misleading(environment: Iterable[str]) -> tuple[str, ...]:
    """The variables in ``environment`` that must not reach sbatch; there is none for hold, parsable or test-only."""
    return tuple(name for name in MISLEADING_SBATCH if name in environment)


def for_submission(additions: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Our environment and more, less what misleads sbatch; all else stays as it is, since jobs inherit it."""
    environment = {**os.environ, **dict(additions)}
    for name in (*MISLEADING_SBATCH, *CLUSTERS):
        environment.pop(name, None)
    return environment


def for_questions(environment: Mapping[str, str]) -> dict[str, str]:
    """An environment for the other programs: without a user's settings of their output, filters and language."""
    kept = {name: value for name, value in environment.items() if not name.startswith(SETTINGS_OF_QUESTIONS)}
    return {**kept, **ANSWERS_WE_CAN_READ}
