"""Holding a sweep against every other launch of it, and asking where nobody can see whether its holder still runs."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager

from heracles import ledger
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.ledger import Launch
    from heracles.terminal import Terminal


def claimed_as(launch: Launch) -> str:
    """The name by which whoever launches it holds a launch: that of its sweep, else its own."""
    return launch.id if launch.ad_hoc else launch.sweep


@contextmanager
def claimed(home: str, sweep: str, terminal: Terminal) -> Iterator[None]:
    """Holds the claim inside the block; on a terminal, one of another host is taken over where the user says so."""
    with ExitStack() as stack:
        try:
            stack.enter_context(ledger.claim(home, sweep))
        except ledger.ForeignClaim as foreign:
            _take_over(foreign, home, sweep, terminal, stack)
        yield


def _take_over(foreign: ledger.ForeignClaim, home: str, sweep: str, terminal: Terminal, stack: ExitStack) -> None:
    if not terminal.is_interactive:
        raise foreign
    terminal.note(foreign.faults[0].what)
    if not terminal.confirm("has it ended, and shall this one go on in its place? [y/N] "):
        raise foreign
    stack.enter_context(ledger.claim(home, sweep, despite=foreign.owner))
