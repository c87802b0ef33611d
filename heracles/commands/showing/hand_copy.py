"""A copy of the script with which one product runs by hand, in any folder, and the command that runs it."""

from __future__ import annotations

import os

from heracles import plan, script as scripts
from heracles.commands import preparation
from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.ledger import Launch, Recorded
    from heracles.script import Origin, Placement, Row
    from heracles.status import Seen
    from heracles.sweep import Sweep


class HandCopy(NamedTuple):
    """What a copy is made of, how it is interpreted and in which directory it runs.

    ``task`` is one of those in the script's own array, whose number it asks for (None: it has no array).
    """

    interpreter: tuple[str, ...]
    placement: Placement
    origin: Origin
    row: Row
    directory: str
    task: int | None = None


def of_launch(launch: Launch, product: Recorded, task: int | None) -> HandCopy:
    """As it was launched; ``task`` is its number in the array of a job, if it has one."""
    own_task = task if launch.terms.per_copy == 1 else None
    directory, row = launch.working_directory, plan.row(product)
    return HandCopy(launch.interpreter, launch.placement, plan.origin(launch), row, directory, own_task)


def of_sweep(sweep: Sweep, product: Seen) -> HandCopy:
    """As it would be launched now; raises a UsageError where the script cannot be read."""
    script, placement = preparation.template(sweep)
    origin = scripts.Origin(sweep.script, sweep.name, "")
    return HandCopy(script.interpreter, placement, origin, plan.row(product), os.path.abspath(sweep.directory))


def text(copy: HandCopy) -> str:
    """The text of the copy, which goes to its directory first."""
    made, at = scripts.single_copy(copy.placement, copy.origin, copy.row), copy.placement.first_offset
    return f"{made[:at]}cd -- {scripts.quote(copy.directory)} || exit\n{made[at:]}"


def command(copy: HandCopy, words: Sequence[str]) -> str:
    """A line for bash, zsh or ksh; ``words`` are those of a command line that prints the text."""
    variable = "" if copy.task is None else f"SLURM_ARRAY_TASK_ID={copy.task} "
    return f"{variable}{plan.title(copy.interpreter)} <({plan.title(words)})"
