"""The script of a launch: as it is now, and as it was."""

from __future__ import annotations

import os

from heracles import plan as plans, script as scripts
from heracles.commands.preparation import Template
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from heracles.ledger import Launch
    from heracles.terminal import Terminal


def current_template(launch: Launch, placement: str | None, terminal: Terminal) -> Template:
    """The script of a launch as it is now, else as it was; where it has changed, overrides go where it is read to say.

    ``placement`` overrules what is read; a UsageError is raised where that cannot be known.
    """
    recorded = recorded_template(launch)
    if not os.path.exists(recorded.script.path):
        terminal.warn(f"{recorded.script.path} is gone: it is launched as it was")
        return recorded
    script = scripts.read(recorded.script.path)
    if script.text == launch.text and placement in {None, launch.placement.kind}:
        return Template(script, launch.placement)
    if script.text != launch.text:
        terminal.note(f"{script.path} has changed since: it is launched as it is now")
    return Template(script, scripts.place(script, placement))


def recorded_template(launch: Launch) -> Template:
    """The script of a launch as it was then, and where overrides went in it."""
    path_now = plans.path_from_here(launch, launch.script)
    return Template(scripts.Script(path_now, launch.text, launch.mode, launch.interpreter), launch.placement)
