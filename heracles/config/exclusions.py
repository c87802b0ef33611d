"""From the tables of ``exclude`` to exclusions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heracles import grammar
from heracles.config import typed
from heracles.errors import Faults, UsageError
from heracles.sweep import Condition, Exclusion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.config.document import Entry
    from heracles.config.typed import Leaf


def exclusions(tables: Sequence[dict[str, Any]] | None, entry: Entry, faults: Faults) -> tuple[Exclusion, ...]:
    """The exclusions of the list at ``entry``; what is wrong with them goes to ``faults``."""
    found: list[Exclusion] = []
    for index, table in enumerate(tables or ()):
        with faults.collected():
            found.append(_exclusion(table, entry.inside(index)))
    return tuple(found)


def _exclusion(table: dict[str, Any], entry: Entry) -> Exclusion:
    faults = Faults()
    conditions: dict[str, Condition] = {}
    for leaf in typed.leaves(table, entry):
        with faults.collected():
            condition = _condition(leaf)
            if conditions.setdefault(condition.key.lstrip("+"), condition) is not condition:
                raise _given_twice(leaf)
    faults.raise_any()
    return Exclusion(tuple(conditions.values()), entry.key)


def _given_twice(leaf: Leaf) -> UsageError:
    what = f"{leaf.name} is given twice in one exclusion"
    return UsageError(what, leaf.entry.key, "several values of one key stand in a list: [1, 2]")


def _condition(leaf: Leaf) -> Condition:
    if leaf.value == {}:
        raise typed.no_key(leaf.entry.value)
    if leaf.value == []:
        raise UsageError("no value is given, so nothing is left out", leaf.entry.value, "give it values: [1, 2]")
    key = grammar.parse_key(leaf.name, leaf.entry.key)
    values = leaf.value if isinstance(leaf.value, list) else [leaf.value]
    return Condition(key, tuple(override.value for override in typed.column(key, values, leaf.entry)))
