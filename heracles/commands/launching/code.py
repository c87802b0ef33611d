"""The code that a launch runs: a snapshot of the project, or what is there when a job begins."""

from __future__ import annotations

import os

from heracles import ledger, script as scripts
from heracles.commands import wording
from heracles.errors import LaunchError, UsageError
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from heracles.ledger import Launch
    from heracles.snapshot import Project, Snapshot
    from heracles.sweep import Sweep
    from heracles.terminal import Terminal

DIGITS = 10
"""So many digits of a commit are shown."""

UNITS = ("bytes", "kB", "MB", "GB", "TB")


def project_of(directory: str, script: str) -> Project:
    """The project of which a snapshot is taken, to launch a script (seen from the directory) from it.

    Raises a UsageError where git does not say what belongs to it, or not that the script does.
    """
    from heracles.snapshot import project  # noqa: PLC0415  # few launches have a snapshot

    found = project(directory, lambda path: scripts.is_copy(script, path) and _are_together(script, path))
    path = os.path.normpath(os.path.join(found.inside, script))
    if os.path.isabs(script):
        what = f"{script} is named by its absolute path, by which a snapshot would not find its own copy of it"
        raise UsageError(what, cure=f"name it from where you are: {os.path.relpath(script, directory)}")
    if path not in found.paths:
        what = f"{script} would not be in the snapshot of {found.top}: git ignores it, or it lies elsewhere"
        raise UsageError(what, cure="git add -f it there, or launch without a snapshot")
    return found


def _are_together(script: str, path: str) -> bool:
    return os.path.dirname(os.path.normpath(script)) == os.path.dirname(path)


def of_launch(home: str, launch: str) -> Snapshot:
    """The snapshot that a launch has, if it has one."""
    from heracles.snapshot import Snapshot  # noqa: PLC0415  # as above

    return Snapshot(ledger.code(home, launch), ledger.code_file(home, launch))


def inside_of(home: str, launch: Launch) -> str:
    """The folder of its snapshot that a launch's copies run in."""
    found = os.path.relpath(launch.code, os.path.abspath(ledger.code(home, launch.id)))
    return "" if found == os.curdir else found


def refuse_gone(launch: Launch) -> None:
    """Raises a LaunchError where a launch had a snapshot that is not there any more."""
    if launch.code and not os.path.isdir(launch.code):
        cure = "restore it from a backup, or give the rest up with heracles cancel and launch it anew"
        raise LaunchError(f"the snapshot of the launch {launch.id} is gone: {os.path.relpath(launch.code)}", cure=cure)


def described(launch: Launch) -> str:
    """Where the code of a launch is, and of which commit it was; "" where nobody knows."""
    changes = f" with uncommitted changes in {wording.counted(launch.changed, 'file', 'files')}"
    commit = f"commit {launch.commit[:DIGITS]}{changes if launch.changed else ''}" if launch.commit else ""
    return ", ".join(filter(None, (os.path.relpath(launch.code) if launch.code else "", commit)))


def tell_preview(project: Project, terminal: Terminal) -> None:
    """Says what a snapshot would hold, and makes none."""
    from heracles.snapshot import size_of  # noqa: PLC0415  # as above

    size = size_of(project)
    terminal.note(f"a snapshot would be made: {amount(size.files, size.bytes)}")


def tell_preview_of(sweep: Sweep, terminal: Terminal) -> None:
    """The same of a sweep that is launched from a snapshot, or why there can be none; never fails."""
    try:
        tell_preview(project_of(sweep.directory, sweep.script), terminal)
    except UsageError as error:
        terminal.warn(f"it cannot be launched so: {error.faults[0].what}")


def tell_live(launch: Launch, terminal: Terminal) -> None:
    """Says of a launch without a snapshot where what it runs is not what the recorded commit has."""
    if launch.changed and not launch.code:
        files = wording.counted(launch.changed, "file", "files")
        how = "--snapshot" if launch.ad_hoc else "snapshot = true"
        terminal.note(
            f"uncommitted changes in {files}; a job runs the code as it is when it begins: {how} keeps it as it is now"
        )


def amount(files: int, size: int) -> str:
    """``214 files, 3.1 MB of code``."""
    return f"{wording.counted(files, 'file', 'files')}, {_bytes(size)} of code"


def _bytes(number: int) -> str:
    """``3.1 MB``."""
    power = min((len(str(number)) - 1) // 3, len(UNITS) - 1)
    return f"{number / 1000**power:.1f} {UNITS[power]}" if power else wording.counted(number, "byte", "bytes")
