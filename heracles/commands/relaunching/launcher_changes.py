"""Whether heracles.toml says of a launcher today what it said when products were launched by it."""

from __future__ import annotations

from heracles.commands.launching.earlier import described
from heracles.frozen import TYPE_CHECKING
from heracles.launchers.base import SlurmSettings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heracles.config import Project
    from heracles.launchers.base import Settings
    from heracles.ledger import Launch
    from heracles.terminal import Terminal


def tell_changes(launches: Iterable[Launch], project: Project, terminal: Terminal) -> None:
    """Says so where the launcher of launches, whose like is launched again, is declared otherwise today."""
    for name, then in dict.fromkeys((launch.launcher, launch.settings) for launch in launches):
        today = dict(project.launchers).get(name)
        if today is not None and _differs(then, today):
            what = f"launched by `{described(then)}`, as before; {name} is `{described(today)}` in heracles.toml today"
            terminal.warn(f"{what}: say what is to be otherwise behind --")


def _differs(then: Settings, today: Settings) -> bool:
    """Whether it would be called otherwise; what a command line or an earlier retry added does not count."""
    if isinstance(then, SlurmSettings) and isinstance(today, SlurmSettings):
        return (then.sbatch, then.args[: len(today.args)]) != (today.sbatch, today.args)
    return described(then) != described(today)
