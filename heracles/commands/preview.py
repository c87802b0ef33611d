"""What a launch would be, in tasks, submissions and hours."""

from __future__ import annotations

from heracles import launchers
from heracles.commands import cost as costs, wording
from heracles.errors import LaunchError, UsageError
from heracles.frozen import TYPE_CHECKING
from heracles.launchers.base import SlurmSettings

if TYPE_CHECKING:
    from heracles.launchers.base import Agreement, Settings
    from heracles.script import Script
    from heracles.sweep import Sweep
    from heracles.terminal import Terminal


def tell_launch(settings: Settings, script: Script, products: int, sweep: Sweep, terminal: Terminal) -> None:
    """Says what a launch by that launcher would be, as far as it can be known here; never fails."""
    try:
        tell_agreement(launchers.agree(settings, script, products, sweep.directory), products, terminal)
    except UsageError as error:
        for fault in error.faults:
            terminal.warn(f"it cannot be launched so: {fault.what}")
    except LaunchError:
        _tell_without_site(settings, script, products, sweep, terminal)


def _tell_without_site(settings: Settings, script: Script, products: int, sweep: Sweep, terminal: Terminal) -> None:
    if isinstance(settings, SlurmSettings):
        agreement = launchers.agree(settings._replace(array=False), script, products, sweep.directory)
        terminal.note(f"{costs.describe(agreement.cost)}; Slurm cannot be asked here in how many job arrays")


def tell_agreement(agreement: Agreement, products: int, terminal: Terminal) -> None:
    """Says how many tasks and submissions there are, what they cost at most, and what was changed for them."""
    if agreement.terms.spools:
        jobs = wording.jobs(agreement.terms.copies(products), agreement.terms)
        terminal.note(f"{costs.describe(agreement.cost)}, in {jobs}")
    for note in agreement.notes:
        terminal.note(note)
