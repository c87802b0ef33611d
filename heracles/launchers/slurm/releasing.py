"""Releasing held jobs and cancelling jobs: asked, looked at, and asked again."""

from __future__ import annotations

import time

from heracles.frozen import TYPE_CHECKING
from heracles.launchers.base import Cancelled, Released
from heracles.launchers.slurm import asking
from heracles.launchers.slurm.finding import tagged
from heracles.launchers.slurm.state_words import UNFINISHED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Callable

    from heracles.launchers.base import Found, Tagged

PAUSES = (0.0, 0.5, 2.0)
"""Seconds between a request and a look at what it did, for each attempt."""

CHANGE_SECONDS = 300.0
"""A controller that has much to do takes its time over hundreds of jobs."""


def release(jobs: Sequence[Tagged], cluster: str = "") -> Released:
    """Releases held jobs, each only if its id still carries its tag: a crashed controller gives an id twice.

    One squeue, one scontrol for all, and one squeue again; what is still held is tried a few times more. Raises a
    LaunchError where squeue does not answer: then some may be released, and a second call finds out.
    """
    now, words = _until_none(_is_held, jobs, release_command, cluster)
    held = {job for job, found in now.items() if found.held}
    gone = {each.job for each in jobs if each.job not in now or now[each.job].state == "cancelled"}
    return Released(_but(held | gone, jobs), _among(held, jobs), _among(gone, jobs), words)


def cancel(jobs: Sequence[Tagged], cluster: str = "") -> Cancelled:
    """Cancels jobs, whole arrays at once, each only if its id still carries its tag, and says which it ended.

    One that takes its time to end is still there, and is asked a few times more. Raises a LaunchError where squeue does
    not answer: then some may be cancelled, and a second call finds out.
    """
    active = {job for job, found in _listed(jobs, cluster).items() if _is_active(found)}
    now, words = _until_none(_is_active, jobs, cancel_command, cluster)
    remaining = {job for job, found in now.items() if _is_active(found)}
    return Cancelled(_among(active - remaining, jobs), _among(remaining, jobs), _but(active | remaining, jobs), words)


def _among(some: set[str], jobs: Sequence[Tagged]) -> tuple[str, ...]:
    return tuple(each.job for each in jobs if each.job in some)


def _but(some: set[str], jobs: Sequence[Tagged]) -> tuple[str, ...]:
    return tuple(each.job for each in jobs if each.job not in some)


def release_command(jobs: Sequence[str], cluster: str) -> tuple[str, ...]:
    return ("scontrol", *asking.of_cluster(cluster), "release", ",".join(jobs))


def cancel_command(jobs: Sequence[str], cluster: str) -> tuple[str, ...]:
    return ("scancel", *asking.of_cluster(cluster), *jobs)


def _is_held(found: Found) -> bool:
    return found.held


def _is_active(found: Found) -> bool:
    return found.state in UNFINISHED


def _until_none(
    is_open: Callable[[Found], bool],
    jobs: Sequence[Tagged],
    command: Callable[[Sequence[str], str], tuple[str, ...]],
    cluster: str,
) -> tuple[dict[str, Found], str]:
    """Asks until ``is_open`` holds of no job any more, or in vain; the jobs as they are then, and what was said."""
    now, words = _listed(jobs, cluster), ""
    for pause in PAUSES:
        left = [job for job, found in now.items() if is_open(found)]
        if not left:
            return now, ""
        words = _ask(left, command, cluster)
        time.sleep(pause)
        now = _listed(jobs, cluster)
    return now, words


def _ask(jobs: Sequence[str], command: Callable[[Sequence[str], str], tuple[str, ...]], cluster: str) -> str:
    """Calls a program for all jobs; what it says where it fails."""
    commands = [command(batch, cluster) for batch in asking.in_lists(jobs)]
    given = [(words[0], asking.answer(*words, seconds=CHANGE_SECONDS)) for words in commands]
    return "\n".join(f"{program} {asking.words(answer)}" for program, answer in given if answer.exit_code != 0)


def _listed(jobs: Sequence[Tagged], cluster: str) -> dict[str, Found]:
    """Those of the jobs that squeue knows by their id and tag."""
    wanted = {(each.job, each.tag) for each in jobs}
    launches = {each.tag.launch for each in jobs}
    return {found.job: found for tag, found in tagged(launches, cluster) if (found.job, tag) in wanted}
