"""``zip(model=choice(a,b),optimizer=choice(c,d))``: several keys that take their values together, row by row."""

from __future__ import annotations

from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.grammar.elements import Choice, Glob, Quoted, Range, Shuffled, Zipped
from heracles.grammar.keys import read_key
from heracles.grammar.lazy import shuffled
from heracles.grammar.ranges import numbers
from heracles.grammar.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from heracles.errors import Place
    from heracles.grammar.elements import Element, Given

ZIP = "zip"
USAGE = "zip(model=choice(a,b),optimizer=choice(c,d))"


class _Member(NamedTuple):
    """A key of the zip, where it stands, and its values."""

    key: str
    start: int
    column: Sequence[Element]


def zipped(given: Sequence[Given], start: int, source: Place) -> Zipped:
    """The rows of a zip that begins at ``start``; raises UsageError where its members do not pair."""
    members = [_member(one, source) for one in given]
    _refuse_too_few(members, source.at(start))
    _refuse_repeated(members, source)
    _refuse_unequal(members, source.at(start))
    keys, _, columns = zip(*members)
    return Zipped(keys, columns, range(len(columns[0])))


def in_random_order(rows: Zipped) -> Zipped:
    return rows._replace(order=shuffled(range(len(rows.order))))


def in_order(rows: Zipped, reverse: bool) -> Zipped:
    """The rows by their first values, equal ones by their second, and so on; raises TypeError if they have no order."""
    return rows._replace(order=sorted(range(len(rows.order)), key=lambda place: _row(rows, place), reverse=reverse))


def _row(rows: Zipped, place: int) -> list[Any]:
    row = [column[place] for column in rows.columns]
    return [element.text if isinstance(element, Quoted) else element for element in row]


def _member(one: Given, source: Place) -> _Member:
    if one.name is None:
        raise UsageError("a member of zip() has no key", source.at(one.start), f"write {USAGE}")
    key = read_key(source, one.start + len(one.name), one.start)
    if key.is_of_hydra_itself:
        raise UsageError("Hydra's own configuration cannot be swept", source.at(one.start), "give it one value")
    return _Member(key.text, one.start, _column(key.text, one, source))


def _column(key: str, one: Given, source: Place) -> Sequence[Element]:
    element = one.value
    if isinstance(element, Shuffled) or getattr(element, "is_shuffled", False):
        what = f"{key} is shuffled by itself, which would pair its values at random"
        raise UsageError(what, source.at(one.start), "shuffle whole rows: name=shuffle(zip(...))")
    if isinstance(element, Range):
        return _numbers(element, source.at(one.start))
    if isinstance(element, Choice):
        return element.items
    if isinstance(element, list):
        return element
    cure = "name its options" if isinstance(element, Glob) else "write its values"
    raise UsageError(f"{key} has no values to pair", source.at(one.start), f"{cure}: {key}=choice(a,b) or {key}=[a,b]")


def _numbers(sweep: Range, place: Place) -> Sequence[Element]:
    try:
        return numbers(sweep)
    except Refused as refusal:
        raise UsageError(refusal.what, place, refusal.cure) from None


def _refuse_too_few(members: Sequence[_Member], place: Place) -> None:
    if len(members) < 2:  # noqa: PLR2004 a pair
        what = "zip() of a single key pairs nothing" if members else "zip() is empty"
        cure = f"sweep it by itself: {members[0].key}=..., or write {USAGE}" if members else f"write {USAGE}"
        raise UsageError(what, place, cure)


def _refuse_repeated(members: Sequence[_Member], source: Place) -> None:
    seen: set[str] = set()
    for member in members:
        if member.key in seen:
            what = f"zip() has {member.key} twice"
            raise UsageError(what, source.at(member.start), "remove one of them")
        seen.add(member.key)


def _refuse_unequal(members: Sequence[_Member], place: Place) -> None:
    if len({len(member.column) for member in members}) > 1:
        lengths = ", ".join(f"{member.key} has {len(member.column)}" for member in members)
        what = f"zip() pairs values one by one, but their numbers differ: {lengths}"
        raise UsageError(what, place, "give each key the same number of values")
