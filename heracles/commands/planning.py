"""Everything that is decided before anything is done."""

from __future__ import annotations

import os

from heracles import launch, launchers, ledger, plan
from heracles.commands import choosing, preparation
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launchers.base import CommandSettings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Callable

    from heracles.commands.preparation import Prepared, Template
    from heracles.commands.requests import Launching, Selection, Source
    from heracles.launchers.base import Launcher, Submission
    from heracles.plan import Copy
    from heracles.sweep import Product
    from heracles.terminal import Terminal


class Planned(NamedTuple):
    """A launch that has not begun: its products and, for each, the submission at the same place."""

    launch: str
    prepared: Prepared
    template: Template
    products: tuple[Product, ...]
    submissions: tuple[Submission, ...]
    launcher: Launcher
    ledger: str
    write: Callable[[Iterable[Copy]], tuple[str, ...]]
    keeps_copies: bool


def planned(
    source: Source, selection: Selection, launching: Launching, results: int | None, terminal: Terminal
) -> Planned:
    """Compiles a request to a launch; the output of commands goes to the descriptor ``results`` (None: to stdout).

    Raises a UsageError for whatever would keep it from being launched.
    """
    prepared = preparation.prepare(source, selection, terminal)
    settings = choosing.choose(launching, prepared)
    template = preparation.template(prepared.sweep)
    launch_id = ledger.new_launch()
    products = tuple(prepared.products())
    submissions = tuple(plan.submissions(products, prepared.sweep, launch_id))
    home = ledger.home(os.path.dirname(template.script.path) or os.curdir)
    surroundings = launchers.Surroundings(template.script.interpreter, ledger.logs(home, launch_id), results)
    launcher = launchers.make(settings, surroundings)
    write = launch.write_over if launching.overwrite else launch.write_new
    keeps = launching.keep or (isinstance(settings, CommandSettings) and settings.keep)
    return Planned(launch_id, prepared, template, products, submissions, launcher, home, write, keeps)
