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
    complaint = _complaint(script, copies[0])
    if complaint:
        launch.delete(copies)
        raise _unreadable(script, complaint)


def check_text(script: Script, text: str) -> None:
    """Has the script's shell read a copy that is not written yet; raises a UsageError where it cannot."""
    from tempfile import NamedTemporaryFile  # noqa: PLC0415

    with NamedTemporaryFile("w", encoding="utf-8", errors="surrogateescape", newline="", suffix=".sh") as file:
        file.write(text)
        file.flush()
        complaint = _complaint(script, file.name)
    if complaint:
        raise _unreadable(script, complaint)


def _complaint(script: Script, path: str) -> str | None:
    return spawn.complaint((*scripts.syntax_check_command(script), path))


def _unreadable(script: Script, complaint: str) -> UsageError:
    return UsageError(f"the shell cannot read the copies of {script.path}: {complaint}", cure="nothing was launched")
