"""``heracles SCRIPT -d`` and ``heracles delete NAME``: the copies are gone."""

from __future__ import annotations

import os

from heracles import launch
from heracles.commands import preparation, wording
from heracles.commands.requests import EVERYTHING, AdHoc
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from heracles.commands.requests import Selection, Source
    from heracles.terminal import Terminal


def delete(source: Source, selection: Selection, terminal: Terminal) -> int:
    """Deletes the copies of a sweep's products; ad hoc without a sweep, every copy of the script."""
    if isinstance(source, AdHoc) and not source.words and selection == EVERYTHING:
        return delete_every_copy(source.script, terminal)
    prepared = preparation.prepare(source, selection, terminal)
    script = preparation.path(prepared.sweep, prepared.sweep.script)
    meant = {product.index for product in prepared.products()}
    copies = [copy.path for copy in launch.existing_copies(script) if copy.product_index in meant]
    return _delete(script, copies, terminal)


def delete_every_copy(script: str, terminal: Terminal) -> int:
    copies = launch.existing_copies(script)
    if not copies and not os.path.exists(script):
        raise UsageError(f"there is no script {script}, and no copy of it")
    return _delete(script, [copy.path for copy in copies], terminal)


def _delete(script: str, copies: list[str], terminal: Terminal) -> int:
    deleted = launch.delete(copies)
    terminal.note(f"{wording.counted(len(deleted), 'copy', 'copies')} of {script} deleted")
    return 0
