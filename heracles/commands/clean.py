"""``heracles clean``: removes old launches from the ledger, and what lies beside the script of theirs."""

from __future__ import annotations

import os
import time

from heracles import ledger
from heracles.commands import removable, wording
from heracles.commands.claiming import claimed_as
from heracles.commands.confirming import confirm
from heracles.commands.launching.leftovers import delete_copies_as_written
from heracles.errors import HeraclesError, LaunchError, UsageError
from heracles.frozen import TYPE_CHECKING
from heracles.ledger.removing import remove, sweep_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.commands.removable import Kept, Old
    from heracles.commands.requests import Cleaning
    from heracles.terminal import Terminal

SHOWN = 20
"""Of how many launches that stay it is said why."""

UNITS = {"h": 3600, "d": 86400, "w": 7 * 86400}


def clean(request: Cleaning, terminal: Terminal) -> int:
    """Removes the launches that are old and over; those that still keep `run` from launching anything twice stay."""
    home, old, kept = _looked_through(request, terminal)
    _tell_kept(kept, terminal)
    sweep_up(home)
    if not old:
        terminal.note("no launch is to be removed")
        return 0
    _confirm(old, request, terminal)
    return _removed(home, old, terminal)


def dry_run(request: Cleaning, terminal: Terminal) -> int:
    """Says which launches would be removed; touches nothing."""
    _, old, kept = _looked_through(request, terminal)
    _tell_kept(kept, terminal)
    terminal.results(each.record.launch.id for each in old)
    terminal.note(f"{_summary(old)} would be removed{_consequence(old)}" if old else "no launch is to be removed")
    return 0


def _looked_through(request: Cleaning, terminal: Terminal) -> tuple[str, Sequence[Old], Sequence[Kept]]:
    home = ledger.home(os.path.dirname(request.config) if request.config else os.curdir)
    before = time.time() - seconds(request.older_than)
    old, kept = removable.looked_through(home, before, request, terminal)
    return home, old, kept


def seconds(age: str) -> int:
    """``30d``, ``12h``, ``2w`` in seconds; raises a UsageError for anything else."""
    number, unit = age[:-1], age[-1:]
    if not number.isdecimal() or unit not in UNITS:
        raise UsageError(f"--older-than {age} is no age", cure="write hours, days or weeks: 12h, 30d, 2w")
    return int(number) * UNITS[unit]


def _tell_kept(kept: Sequence[Kept], terminal: Terminal) -> None:
    for each in kept[:SHOWN]:
        terminal.note(f"{each.launch.id} of {wording.name(each.launch)} stays: {each.why}")
    if kept[SHOWN:]:
        terminal.note(f"so do {len(kept) - SHOWN} more")


def _confirm(old: Sequence[Old], request: Cleaning, terminal: Terminal) -> None:
    if not request.sure:
        question = f"remove {_summary(old)}, with their records and the output of local runs{_consequence(old)}"
        confirm(question, "nothing was removed", terminal)


def _summary(old: Sequence[Old]) -> str:
    products = sum(each.record.launch.products for each in old)
    launches = wording.counted(len(old), "launch", "launches")
    return f"{launches} of {wording.counted(products, 'product', 'products')}"


def _consequence(old: Sequence[Old]) -> str:
    """What `run` would do afterwards that it does not do now."""
    again: dict[str, int] = {}
    for each in old:
        if each.guards:
            again[each.record.launch.sweep] = again.get(each.record.launch.sweep, 0) + each.guards
    told = (f"`heracles run {name}` would launch {number} of its products again" for name, number in again.items())
    return "".join(f"; {each}" for each in told)


def _removed(home: str, old: Sequence[Old], terminal: Terminal) -> int:
    gone, failed = 0, 0
    for each in old:
        try:
            _remove(home, each)
            terminal.result(each.record.launch.id)
            gone += 1
        except HeraclesError as error:
            terminal.error(error)
            failed = 1
    terminal.note(f"{wording.counted(gone, 'launch', 'launches')} removed")
    return failed


def _remove(home: str, old: Old) -> None:
    """Removes a launch that nobody goes on with meanwhile."""
    launch = old.record.launch
    with ledger.claim(home, claimed_as(launch)):
        if ledger.read(home, launch.id).entries != old.record.entries:
            raise LaunchError(f"the launch {launch.id} went on meanwhile", cure="look at it: heracles status")
        if old.owns_copies:
            delete_copies_as_written(home, launch)
        remove(home, launch.id)
