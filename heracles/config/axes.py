"""From the table ``axes`` to arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heracles.config import typed, writing
from heracles.config.sweep_models import Sweep
from heracles.errors import UsageError
from heracles.grammar.values import Choices, Fixed

if TYPE_CHECKING:
    from heracles.config.document import Entry
    from heracles.config.typed import Leaf
    from heracles.errors import Faults
    from heracles.grammar.values import Argument

OF_SWEEP = Sweep.model_fields.keys() - {"script"}
"""What nobody calls an axis; that a script is missing is told elsewhere."""


def axes(table: dict[str, Any], entry: Entry, faults: Faults) -> tuple[Argument, ...]:
    """The axes of the table at ``entry``; what is wrong with them goes to ``faults``."""
    found: list[Argument] = []
    for leaf in typed.leaves(table, entry):
        with faults.collected():
            found.append(_axis(leaf))
    return tuple(found)


def _axis(leaf: Leaf) -> Argument:
    _refuse_key_of_sweep(leaf)
    if leaf.value == []:
        what = "an axis without values makes no products"
        raise UsageError(what, leaf.entry.value, "give it values, or take it out")
    if leaf.value == {}:
        raise typed.no_key(leaf.entry.value)
    if isinstance(leaf.value, list):
        key = typed.swept_key(leaf.name, leaf.entry.key)
        return Choices(key, typed.column(key, leaf.value, leaf.entry), leaf.entry.key)
    override = typed.override(typed.parsed_key(leaf.name, leaf.entry.key), leaf.value, leaf.entry)
    typed.refuse_as_word(override.text, leaf.entry.key)
    return Fixed(override)


def _refuse_key_of_sweep(leaf: Leaf) -> None:
    """In TOML, whatever follows a header belongs to it: ``seeds = 5`` behind the axes would be one of them."""
    if leaf.name in OF_SWEEP:
        as_word = f"overrides = [{writing.string(f'{leaf.name}=...')}]"
        cure = f"move it above the header of the axes; if it is a key of the application, write {as_word}"
        raise UsageError(f"{leaf.name} is a key of the sweep, and stands among its axes", leaf.entry.key, cure)
