"""From the tables of ``zip`` to arguments: several keys that take their values together, row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heracles import grammar
from heracles.config import typed, writing
from heracles.errors import Faults, UsageError
from heracles.grammar.values import Choices, Zip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.config.document import Entry
    from heracles.config.typed import Leaf


def zips(tables: dict[str, dict[str, Any]], entry: Entry, faults: Faults) -> tuple[Zip, ...]:
    """The zips of the table of tables at ``entry``; what is wrong with them goes to ``faults``."""
    found: list[Zip] = []
    for name, table in tables.items():
        with faults.collected():
            found.append(_zip(name, table, entry.inside(name)))
    return tuple(found)


def _zip(name: str, table: dict[str, Any], entry: Entry) -> Zip:
    grammar.parse_key(name, entry.key)
    members = _members(typed.leaves(table, entry))
    _refuse_too_few(members, entry)
    _refuse_repeated(members)
    _refuse_unequal(members, entry)
    rows = tuple(zip(*(member.overrides for member in members)))
    return Zip(name, tuple(member.key for member in members), rows, entry.key)


def _members(leaves: Sequence[Leaf]) -> tuple[Choices, ...]:
    faults = Faults()
    members: list[Choices] = []
    for leaf in leaves:
        with faults.collected():
            members.append(_member(leaf))
    faults.raise_any()
    return tuple(members)


def _member(leaf: Leaf) -> Choices:
    if not isinstance(leaf.value, list):
        raise _no_list(leaf)
    if not leaf.value:
        raise UsageError("a zip without values makes no products", leaf.entry.value, "give it values, or take it out")
    key = typed.swept_key(leaf.name, leaf.entry.key)
    return Choices(key, typed.column(key, leaf.value, leaf.entry), leaf.entry.key)


def _no_list(leaf: Leaf) -> UsageError:
    if leaf.value == {}:
        return typed.no_key(leaf.entry.value)
    what = "a key of a zip has a list of values, one for each row"
    cure = f"what is the same in each row is an axis: axes.{writing.key(leaf.name)} = {writing.value(leaf.value)}"
    return UsageError(what, leaf.entry.value, cure)


def _refuse_too_few(members: Sequence[Choices], entry: Entry) -> None:
    if not members:
        raise UsageError("the zip is empty", entry.value, "give it two keys or more: a = [1, 2], b = [3, 4]")
    if len(members) == 1:
        key = members[0].key
        cure = f"write the list among the axes: axes.{writing.key(key)} = [...]; or give the zip another key"
        raise UsageError(f"a zip of a single key, {key}, pairs nothing", entry.value, cure)


def _refuse_repeated(members: Sequence[Choices]) -> None:
    faults = Faults()
    known: dict[str, Choices] = {}
    for member in members:
        name = member.key.lstrip("+")
        first = known.setdefault(name, member)
        if first is not member:
            what = f"{name} is given twice: here and in {first.source.label}"
            faults.add(what, member.source, "keep one of the two")
    faults.raise_any()


def _refuse_unequal(members: Sequence[Choices], entry: Entry) -> None:
    if len({len(member.overrides) for member in members}) > 1:
        lengths = ", ".join(f"{member.key} has {len(member.overrides)}" for member in members)
        what = f"a zip pairs values one by one, but their numbers differ: {lengths}"
        raise UsageError(what, entry.value, "give each key the same number of values")
