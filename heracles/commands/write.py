"""``heracles SCRIPT -w`` and ``heracles write NAME``: one copy of the script a product."""

from __future__ import annotations

from heracles import launch, plan, script as scripts
from heracles.commands import checking, preparation, wording
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING
from heracles.sweep.filling import askers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heracles.commands.preparation import Prepared, Template
    from heracles.commands.requests import Selection, Source
    from heracles.plan import Copy
    from heracles.script import Script
    from heracles.sweep import Sweep
    from heracles.terminal import Terminal


def write(source: Source, selection: Selection, terminal: Terminal) -> int:
    """Writes the copies; their paths go to stdout, one a line."""
    prepared = preparation.prepare(source, selection, terminal)
    script, placement = template = preparation.template(prepared.sweep, prepared.project)
    paths = launch.write_over(_copies(prepared, _declaring_array(template, prepared.sweep)))
    checking.check_syntax(script, paths)
    terminal.results(paths)
    terminal.note(f"{wording.counted(len(paths), 'copy', 'copies')} of {script.path} written")
    terminal.note(scripts.describe(script, placement))
    preparation.tell_entropy(prepared, terminal)
    _warn_of_stale_copies(script, paths, terminal)
    return 0


def _declaring_array(template: Template, sweep: Sweep) -> Template:
    """What the copies are made by: the script, with the sweep's array where its index is a seed."""
    if not sweep.array:
        return template
    from heracles.commands import seed_arrays  # noqa: PLC0415 for few sweeps

    return seed_arrays.declared_in(template, sweep)


def _copies(prepared: Prepared, template: Template) -> Iterator[Copy]:
    _refuse_to_name_a_launch(prepared.sweep)
    return plan.copies(plan.filled(prepared.products(), prepared.sweep), *template)


def _refuse_to_name_a_launch(sweep: Sweep) -> None:
    for override in askers(sweep, "launch"):
        what = f"copies that are only written belong to no launch, which {override.key} asks for"
        raise UsageError(what, override.source, "launch them, or write ${heracles:id} in place of ${heracles:launch}")


def _warn_of_stale_copies(script: Script, written: Sequence[str], terminal: Terminal) -> None:
    fresh = set(written)
    stale = [copy.product_index for copy in launch.existing_copies(script.path) if copy.path not in fresh]
    if stale:
        remain = wording.counted(len(stale), "older copy remains", "older copies remain")
        names = wording.copy_names(script.path, stale)
        terminal.warn(f"{remain}, which a loop over the copies would launch too; to delete: rm {names}")
