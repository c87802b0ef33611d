"""Whether the shell itself can read what was written."""

from __future__ import annotations

from heracles import launch, script as scripts, spawn
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.script import Script


def check_syntax(script: Script, copies: Sequence[str]) -> None:
    """Has the script's shell read the first copy without running it; where it cannot, the copies are deleted again."""
    complaint = spawn.complaint((*scripts.syntax_check_command(script), copies[0]))
    if complaint:
        launch.delete(copies)
        raise UsageError(f"the shell cannot read the copies of {script.path}: {complaint}", cure="nothing was launched")
