"""Stopping what runs on this machine: runs of a launch, and a heracles that launches."""

from __future__ import annotations

import signal
import time
from contextlib import ExitStack, contextmanager

from heracles import ledger, process
from heracles.commands.cancelling.living import runs_here
from heracles.commands.claiming import claimed_as
from heracles.commands.launching.leftovers import delete_copies
from heracles.errors import LaunchError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launchers.base import Tag, TaskState
from heracles.ledger.finals import keep

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from heracles.launchers.base import Runs
    from heracles.ledger import Launch, Owner, Process, Record
    from heracles.reconcile import Standing
    from heracles.terminal import Terminal

LAST_SECONDS = 5.0
"""How long the system may take to end what was killed."""

PATIENCE_SECONDS = 60.0
"""How long a heracles may take to end: it waits for the answer to a submission that is under way."""

LOOK_AGAIN_SECONDS = 0.05


class _Group(NamedTuple):
    """A process group that another heracles started."""

    process: Process

    @property
    def pid(self) -> int:
        return self.process.pid

    def poll(self) -> int | None:
        return None if ledger.group_runs(self.process) else 0

    def wait(self) -> int:
        _wait_while(lambda: ledger.group_runs(self.process), LAST_SECONDS)
        return 0


def stop_runs(standings: Sequence[Standing]) -> None:
    """Ends runs that are surely those which were recorded, with all that they started."""
    groups = [_Group(each.process) for each in standings if each.process and runs_here(each)]
    process.stop(groups, process.GRACE_SECONDS)


def keep_as_cancelled(home: str, launch: str, standings: Collection[Standing]) -> None:
    """Records that runs were cancelled, whatever exit code their keeper sees."""
    tags = [Tag(launch, each.copy, each.attempt) for each in standings]
    keep(home, launch, [TaskState(tag, None, "cancelled", -signal.SIGTERM) for tag in tags])


def record_ends(home: str, record: Record, standings: Sequence[Standing], launcher: Runs) -> None:
    """Writes into the journal that runs have ended, and deletes their copies; for the holder of the claim."""
    ended = [each for each in standings if not runs_here(each)]
    with ledger.open_writer(home, record.launch.id) as writer:
        for each in ended:
            code = launcher.exit_code(Tag(record.launch.id, each.copy, each.attempt))
            writer.append(ledger.Ended(each.copy, each.attempt, -signal.SIGTERM if code is None else code, 0.0))
    delete_copies(home, record.launch, [each.places for each in ended])


@contextmanager
def alone(home: str, launch: Launch, terminal: Terminal) -> Iterator[str]:
    """Holds the claim of a launch inside the block; a heracles of this host that holds it is stopped before.

    Gives "", or where the claim cannot be had, why; it is not held then.
    """
    name = claimed_as(launch)
    with ExitStack() as stack:
        _stop_holder(ledger.holder(home, name), terminal)
        try:
            stack.enter_context(ledger.claim(home, name))
        except LaunchError as error:
            yield error.faults[0].what
        else:
            yield ""


@contextmanager
def beside(home: str, launch: Launch) -> Iterator[bool]:
    """Holds the claim of a launch inside the block unless another heracles does; gives whether it is held."""
    with ExitStack() as stack:
        try:
            stack.enter_context(ledger.claim(home, claimed_as(launch)))
        except LaunchError:
            yield False
        else:
            yield True


def _stop_holder(owner: Owner | None, terminal: Terminal) -> None:
    if owner is None or not ledger.is_surely(owner.process) or not ledger.runs(owner.process):
        return
    terminal.note(f"`{owner.command}` (process {owner.process.pid}) is still launching it, and is stopped first")
    process.ask_to_end(owner.process.pid)
    _wait_while(lambda: ledger.runs(owner.process), PATIENCE_SECONDS)


def _wait_while(goes_on: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while goes_on() and time.monotonic() < deadline:
        time.sleep(LOOK_AGAIN_SECONDS)
