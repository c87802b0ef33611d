"""``heracles SCRIPT`` and ``heracles show NAME``: the products; nothing is touched."""

from __future__ import annotations

from itertools import islice

from heracles import plan, script as scripts, sweep as sweeps
from heracles.commands import preparation, wording
from heracles.commands.requests import AdHoc
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING
from heracles.sweep.filling import askers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.commands.preparation import Prepared
    from heracles.commands.requests import Selection, Source
    from heracles.script import Script
    from heracles.terminal import Terminal


def show(source: Source, selection: Selection, terminal: Terminal) -> int:
    """Prints the products, one shell-quoted line each, then where their overrides go and how to go on."""
    prepared = preparation.prepare(source, selection, terminal)
    terminal.results(_lines(prepared))
    _tell(prepared, terminal)
    terminal.note(_hint(source))
    return 0


def show_json(source: Source, selection: Selection, terminal: Terminal) -> int:
    """Prints the products as JSON Lines."""
    from heracles.commands.json_lines import json_line  # noqa: PLC0415

    prepared = preparation.prepare(source, selection, terminal)
    terminal.results(map(json_line, plan.filled(prepared.products(), prepared.sweep)))
    _tell(prepared, terminal)
    return 0


def _lines(prepared: Prepared) -> Iterator[str]:
    if prepared.conditions or any(askers(prepared.sweep)):
        return (plan.title(product.overrides) for product in plan.filled(prepared.products(), prepared.sweep))
    return islice(sweeps.lines(prepared.sweep, scripts.quote), prepared.limit)


def _tell(prepared: Prepared, terminal: Terminal) -> None:
    preparation.tell_entropy(prepared, terminal)
    template = preparation.template(prepared.sweep, prepared.project)
    number = prepared.number
    products = wording.counted(number, "product", "products")
    terminal.note(f"{products} of {template.script.path}; {scripts.describe(*template)}")
    _tell_launch(prepared, template.script, number, terminal)
    if prepared.sweep.snapshot:
        from heracles.commands.launching.code import tell_preview_of  # noqa: PLC0415

        tell_preview_of(prepared.sweep, terminal)


def _tell_launch(prepared: Prepared, script: Script, number: int, terminal: Terminal) -> None:
    if prepared.project is None or prepared.sweep.launcher is None:
        return
    from heracles.commands import seed_arrays  # noqa: PLC0415
    from heracles.commands.preview import tell_launch  # noqa: PLC0415

    settings = prepared.project.launcher(prepared.sweep.launcher)
    try:
        settings = seed_arrays.asked_for(settings, prepared.sweep, script)
    except UsageError as error:
        terminal.warn(f"it cannot be launched so: {error.faults[0].what}")
    else:
        tell_launch(settings, script, number, prepared.sweep, terminal)


def _hint(source: Source) -> str:
    if isinstance(source, AdHoc):
        return "nothing was touched; -w writes the copies, -r=sbatch launches and deletes them"
    return f"nothing was touched; to launch: heracles run {source.name}"
