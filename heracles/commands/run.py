"""``heracles SCRIPT -r=CMD``, ``heracles SCRIPT -l NAME`` and ``heracles run NAME``: write, launch, delete."""

from __future__ import annotations

import sys

from heracles import launch, ledger, plan, script as scripts
from heracles.commands import checking, preparation, reports, wording
from heracles.commands.conclusion import conclude
from heracles.commands.planning import planned
from heracles.frozen import TYPE_CHECKING
from heracles.launchers.base import Runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.commands.planning import Planned
    from heracles.commands.reports import Tally, Tell
    from heracles.commands.requests import Launching, Selection, Source
    from heracles.launchers.base import Event
    from heracles.terminal import Terminal


def run(source: Source, selection: Selection, launching: Launching, terminal: Terminal) -> int:
    """Launches the products; how each went is told line by line."""
    launch_plan = planned(source, selection, launching, None, terminal)
    _write_copies(launch_plan, terminal)
    with terminal.progress(len(launch_plan.submissions)) as progress:
        tally = _launched(launch_plan, reports.in_lines(progress))
    return conclude(launch_plan, tally, terminal)


def run_telling_json(source: Source, selection: Selection, launching: Launching, terminal: Terminal) -> int:
    """Launches the products; how each went is told as JSON Lines on stdout, where nothing else goes."""
    launch_plan = planned(source, selection, launching, sys.stderr.fileno(), terminal)
    _write_copies(launch_plan, terminal)
    tally = _launched(launch_plan, reports.in_json(launch_plan.launch, launch_plan.products, terminal))
    return conclude(launch_plan, tally, terminal)


def dry_run(source: Source, selection: Selection, launching: Launching, terminal: Terminal) -> int:
    """Says what would be launched and how; touches nothing."""
    launch_plan = planned(source, selection, launching, None, terminal)
    terminal.results(submission.title for submission in launch_plan.submissions)
    _tell_plan(launch_plan, terminal)
    first, *others = launch_plan.submissions
    call = " ".join(map(scripts.quote, launch_plan.launcher.command_line(first)))
    terminal.note(f"would call: {call}" + (f", and so on for {len(others)} more" if others else ""))
    return 0


def _tell_plan(launch_plan: Planned, terminal: Terminal) -> None:
    template = launch_plan.template
    products = wording.counted(len(launch_plan.products), "product", "products")
    terminal.note(f"{products} of {template.script.path}; {scripts.describe(*template)}")
    preparation.tell_entropy(launch_plan.prepared, terminal)


def _write_copies(launch_plan: Planned, terminal: Terminal) -> None:
    _tell_plan(launch_plan, terminal)
    copies = plan.copies(launch_plan.products, *launch_plan.template)
    written = launch_plan.write(copies)
    checking.check_syntax(launch_plan.template.script, written)


def _launched(launch_plan: Planned, tell: Tell) -> Tally:
    launcher = launch_plan.launcher
    if isinstance(launcher, Runs):
        ledger.create(launch_plan.ledger)
        return reports.follow_runs(_tidied(launch_plan, launcher.run(launch_plan.submissions)), tell)
    return reports.follow_submissions(_tidied(launch_plan, launch.submit(launcher, launch_plan.submissions)), tell)


def _tidied(launch_plan: Planned, events: Iterator[Event]) -> Iterator[Event]:
    return events if launch_plan.keeps_copies else launch.deleting_launched(events)
