"""Cancelling some tasks of jobs, in as few calls as can be, and only where a job still carries our tag."""

from __future__ import annotations

import time

from heracles.frozen import TYPE_CHECKING
from heracles.launchers.base import Cancelled
from heracles.launchers.slurm import asking, ranges
from heracles.launchers.slurm.releasing import CHANGE_SECONDS, PAUSES, cancel_command
from heracles.launchers.slurm.state_words import UNFINISHED
from heracles.launchers.slurm.states import queue_command, read_queued

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from heracles.launchers.base import Portion, Tag

    Tasks = Mapping[Tag, frozenset[int | None]]

LONGEST_WORD = 2_000
"""Bytes of a job id with the numbers of its tasks; Slurm takes some more."""


def cancel(portions: Sequence[Portion], cluster: str = "") -> Cancelled:
    """Cancels what waits or runs of the portions; a job whose live tasks are all meant goes by its id alone.

    One squeue, one scancel for all, and one squeue again; what takes its time to end is asked a few times more. Raises
    a LaunchError where squeue does not answer: then some may be cancelled, and a second call finds out.
    """
    live = _live(portions, cluster)
    before = _meant(portions, live)
    now, words = before, ""
    for pause in PAUSES:
        if not now:
            break
        words = _ask(tuple(_words(portions, live)), cluster)
        time.sleep(pause)
        live = _live(portions, cluster)
        now = _meant(portions, live)
    return _cancelled(portions, before, now, words if now else "")


def _live(portions: Sequence[Portion], cluster: str) -> Tasks:
    """What waits or runs of the jobs, whether it is meant or not."""
    told = read_queued(asking.output(*queue_command(cluster)), [portion.job for portion in portions])
    live: dict[Tag, set[int | None]] = {}
    for each in told:
        if each.state in UNFINISHED:
            live.setdefault(each.tag, set()).add(each.task)
    return {tag: frozenset(tasks) for tag, tasks in live.items()}


def _meant(portions: Iterable[Portion], live: Tasks) -> set[Tag]:
    """The jobs of which something that is meant waits or runs."""
    return {portion.job.tag for portion in portions if _of(portion, live)}


def _of(portion: Portion, live: Tasks) -> frozenset[int | None]:
    tasks = live.get(portion.job.tag, frozenset())
    return tasks.intersection((*portion.tasks, None)) if portion.tasks else tasks


def _words(portions: Iterable[Portion], live: Tasks) -> Iterator[str]:
    for portion in portions:
        tasks = _of(portion, live)
        if tasks and tasks == live[portion.job.tag]:
            yield portion.job.job
        elif tasks:
            numbers = sorted(task for task in tasks if task is not None)
            yield from (f"{portion.job.job}_[{each}]" for each in ranges.texts(numbers, LONGEST_WORD))


def _ask(words: Sequence[str], cluster: str) -> str:
    """Calls scancel for all; what it says where it fails."""
    commands = [cancel_command(batch, cluster) for batch in asking.in_lists(words)]
    given = [asking.answer(*command, seconds=CHANGE_SECONDS) for command in commands]
    return "\n".join(f"scancel {asking.words(answer)}" for answer in given if answer.exit_code != 0)


def _cancelled(portions: Sequence[Portion], before: set[Tag], now: set[Tag], words: str) -> Cancelled:
    return Cancelled(
        tuple(each.job.job for each in portions if each.job.tag in before - now),
        tuple(each.job.job for each in portions if each.job.tag in now),
        tuple(each.job.job for each in portions if each.job.tag not in before | now),
        words,
    )
