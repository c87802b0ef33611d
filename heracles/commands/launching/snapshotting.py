"""Making the snapshot of a launch that is about to begin."""

from __future__ import annotations

import os
from contextlib import contextmanager

from heracles import ledger, script as scripts, snapshot as snapshots
from heracles.commands.confirming import confirm
from heracles.commands.launching import gathering
from heracles.commands.launching.code import amount, of_launch, project_of
from heracles.errors import LaunchError
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from heracles.commands.launching.underway import Underway
    from heracles.commands.preparation import Template
    from heracles.ledger import Launch
    from heracles.snapshot import Held, Project, Snapshot
    from heracles.terminal import Terminal

MOST_BYTES, MOST_FILES = 10**9, 50_000
"""What is larger is copied only where the user says so: data or results that nobody ignores are the likely reason.

Who says --snapshot of a sweep on the command line has said so.
"""

SHOWN = 6
"""So many names stand in a line."""


@contextmanager
def snapshot_taken(launch: Launch, template: Template, again_of: str, underway: Underway) -> Iterator[None]:
    """Makes the snapshot of a launch that begins in the block; where it does not, nothing is left.

    ``again_of`` is the launch whose snapshot it is once more ("": it is of the project as it is now).
    """
    project = None if again_of else project_of(launch.directory, launch.script)
    if project and not (underway.launching.sure or launch.ad_hoc):
        _confirm_large(project, underway.terminal)
    with ledger.preparing(underway.home, launch.id) as prepared:
        snapshot = of_launch(underway.home, prepared)
        held = _repeated(again_of, snapshot, underway) if again_of else _taken(launch, template, snapshot, underway)
        _tell(held, snapshot.code, launch, underway)
        if project:
            _warn_of_live_paths(project, launch, template, underway.terminal)
        yield


def _taken(launch: Launch, template: Template, snapshot: Snapshot, underway: Underway) -> Held:
    """A snapshot of the project as it is now, whose script is the one that was read before."""
    gathering.make_folder(launch.directory, launch.arguments)
    newest = ledger.newest_with_code(underway.home)
    earlier = of_launch(underway.home, newest) if newest else None
    held = snapshots.take(lambda: project_of(launch.directory, launch.script), snapshot, earlier)
    if _content(os.path.join(snapshot.code, held.inside, launch.script)) != os.fsencode(template.script.text):
        raise LaunchError(f"{launch.script} changed just now, or is gone", cure="launch again; nothing was launched")
    return held


def _content(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def _repeated(launch: str, snapshot: Snapshot, underway: Underway) -> Held:
    return snapshots.repeat(of_launch(underway.home, launch), snapshot)


def _confirm_large(project: Project, terminal: Terminal) -> None:
    size = snapshots.size_of(project)
    if size.bytes > MOST_BYTES or size.files > MOST_FILES:
        told = f"{amount(size.files, size.bytes)}, most of it in {size.heaviest}"
        terminal.note(f"the snapshot would be {told}; what is no code belongs into .gitignore, and is linked then")
        confirm("make a snapshot so large", "nothing was launched", terminal)


def _tell(held: Held, held_in: str, launch: Launch, underway: Underway) -> None:
    """Says what was copied, what git ignores and is therefore not, and where runs write."""
    where = os.path.relpath(ledger.code(underway.home, launch.id))
    underway.terminal.note(f"snapshot: {amount(len(held.files), held.bytes)}, in {where}")
    if held.shared:
        underway.terminal.note(f"not copied but linked, since git ignores it: {_some(held.shared)}")
    folder = gathering.folder_in(launch.arguments)
    if folder and not os.path.islink(os.path.join(held_in, held.inside, folder)):
        where = os.path.join(os.path.relpath(launch.code), folder)
        hint = f"with {folder}/ in .gitignore, into that of the project"
        underway.terminal.note(f"runs write into {where}; {hint}")


def _warn_of_live_paths(project: Project, launch: Launch, template: Template, terminal: Terminal) -> None:
    """Warns where the script or the overrides name code by a path that is not that of the snapshot."""
    lines = enumerate(template.script.text.splitlines(), start=1)
    texts = [(f"{launch.script}:{number}", line) for number, line in lines if not line.lstrip().startswith("#")]
    for where, text in (*texts, *((word, word) for word in launch.arguments)):
        for path in snapshots.live_paths(project, launch.directory, text):
            terminal.warn(f"{where} names {path}: that is not in the snapshot, but the code as it is when a job runs")
            return


def _some(names: Iterable[str]) -> str:
    names = tuple(names)
    more = f", and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(map(scripts.quote, names[:SHOWN])) + more
