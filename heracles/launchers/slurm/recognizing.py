"""Whether a line about a job id is about the job that we mean: after a crash, a controller gives an id again."""

from __future__ import annotations

import time

from heracles.frozen import TYPE_CHECKING
from heracles.launchers.slurm.tags import tag_of_launch_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.launchers.base import Tag, Tagged

SKEW_SECONDS = 5.0
"""By which Slurm's clock may be behind ours."""


class Ours:
    """The jobs that are meant."""

    def __init__(self, jobs: Sequence[Tagged]) -> None:
        self._by_id: dict[str, list[Tagged]] = {}
        for each in jobs:
            self._by_id.setdefault(each.job, []).append(each)

    def __contains__(self, job: str) -> bool:
        return job in self._by_id

    def has(self, job: str, tag: Tag) -> bool:
        """Whether a job of this id with this tag is meant."""
        return any(each.tag == tag for each in self._by_id[job])

    def whose(self, job: str, submitted: str, texts: str) -> Tag | None:
        """The tag of the job that is meant by an id that accounting tells of; None where that is another's.

        ``texts`` are its comment and its command line, as far as the site stores them, which takes some seconds. Where
        there is neither, the job is ours if it was ``submitted`` (local time, as sacct prints it) when ours was, or
        later.
        """
        if texts.strip("|"):
            tagged = (each.tag for each in self._by_id[job])
            return next((tag for tag in tagged if tag_of_launch_in(texts, tag.launch) == tag), None)
        begun = [each for each in self._by_id[job] if _local_time(each.since - SKEW_SECONDS) <= submitted]
        return max(begun, key=lambda each: each.since).tag if begun else None


def _local_time(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.localtime(seconds))
