"""``heracles SCRIPT -w`` and ``heracles write NAME``: one copy of the script a product."""

from __future__ import annotations

from heracles import launch, plan, script as scripts
from heracles.commands import checking, preparation, wording
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.commands.requests import Selection, Source
    from heracles.script import Script
    from heracles.terminal import Terminal


def write(source: Source, selection: Selection, terminal: Terminal) -> int:
    """Writes the copies; their paths go to stdout, one a line."""
    prepared = preparation.prepare(source, selection, terminal)
    script, placement = preparation.template(prepared.sweep)
    paths = launch.write_over(plan.copies(prepared.products(), script, placement))
    checking.check_syntax(script, paths)
    terminal.results(paths)
    terminal.note(f"{wording.counted(len(paths), 'copy', 'copies')} of {script.path} written")
    terminal.note(scripts.describe(script, placement))
    preparation.tell_entropy(prepared, terminal)
    _warn_of_stale_copies(script, paths, terminal)
    return 0


def _warn_of_stale_copies(script: Script, written: Sequence[str], terminal: Terminal) -> None:
    fresh = set(written)
    stale = [copy.product_index for copy in launch.existing_copies(script.path) if copy.path not in fresh]
    if stale:
        remain = wording.counted(len(stale), "older copy remains", "older copies remain")
        names = wording.copy_names(script.path, stale)
        terminal.warn(f"{remain}, which a loop over the copies would launch too; to delete: rm {names}")
