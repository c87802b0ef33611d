"""Calling Slurm's programs other than sbatch."""

from __future__ import annotations

import os

from heracles import process
from heracles.errors import LaunchError
from heracles.frozen import TYPE_CHECKING
from heracles.launchers.slurm.environment import for_questions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SECONDS = 60.0
"""Longer than the programs' own patience with a controller (MessageTimeout, commonly 10 s, at most three times)."""

LONGEST_LIST = 100_000
"""Bytes of job ids in one argument; Linux takes 128 KiB."""


def answer(*command: str, seconds: float = SECONDS) -> process.Answer:
    """Calls a program as nobody's settings change it; raises a LaunchError where it cannot be started."""
    return process.ask(command, os.curdir, for_questions(os.environ), seconds)


def output(*command: str, seconds: float = SECONDS) -> str:
    """What a program prints; raises a LaunchError with its own words where it fails or takes too long."""
    return successful(command[0], answer(*command, seconds=seconds))


def successful(program: str, given: process.Answer) -> str:
    """What a program printed; raises a LaunchError with its own words where it failed."""
    if given.exit_code != 0:
        raise LaunchError(f"{program} {words(given)}", cure="look with `scontrol ping` whether Slurm answers")
    return given.output


def words(given: process.Answer) -> str:
    """How a program failed, in its own words where it has some."""
    if given.exit_code is None:
        return "did not answer in time"
    said = given.complaints.strip() or given.output.strip()
    return process.ending(given.exit_code) + (f": {said}" if said else "")


def of_cluster(cluster: str) -> tuple[str, ...]:
    """The option by which Slurm's programs ask another cluster than the one at hand."""
    return (f"--clusters={cluster}",) if cluster else ()


def in_lists(jobs: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Job ids in as few batches as fit into one argument each."""
    batch: list[str] = []
    length = 0
    for job in jobs:
        length += len(job) + 1
        if batch and length > LONGEST_LIST:
            yield tuple(batch)
            batch, length = [], len(job) + 1
        batch.append(job)
    if batch:
        yield tuple(batch)
