"""How those runs of this machine are of which the journal has no end."""

from __future__ import annotations

from heracles import ledger, reconcile
from heracles.frozen import TYPE_CHECKING
from heracles.launchers.base import Tag, TaskState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.launchers.base import Runs
    from heracles.ledger import Process, Record

BROKEN_OFF = "broken off"


def running(record: Record) -> dict[Tag, Process]:
    """The runs that began on this host and have no end in the journal; those of other hosts nobody can see here."""
    standings = [each for each in reconcile.submissions(record.entries) if each.phase == "running"]
    begun = ((Tag(record.launch.id, each.copy, each.attempt), each.process) for each in standings)
    return {tag: process for tag, process in begun if process and process.host == ledger.host()}


def ended(runs: dict[Tag, Process], launcher: Runs) -> Iterator[TaskState]:
    """Those that have ended, or were broken off, since somebody wrote into the journal."""
    for tag, process in runs.items():
        goes_on = ledger.group_runs(process)  # asked first, since it may end meanwhile
        exit_code = launcher.exit_code(tag)
        if exit_code is not None:
            yield TaskState(tag, None, "failed" if exit_code else "completed", exit_code)
        elif not goes_on:
            yield TaskState(tag, None, "cancelled", reason=BROKEN_OFF)
