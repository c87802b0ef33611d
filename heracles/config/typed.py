"""Keys, nested, dotted or quoted, and their typed values: how axes, zips and exclusions are written."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any, NamedTuple

from heracles import grammar
from heracles.config import writing
from heracles.errors import Faults, UsageError
from heracles.grammar.dress import stands_for_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heracles.config.document import Entry
    from heracles.errors import Place
    from heracles.grammar.values import Override


class Leaf(NamedTuple):
    """A value under a table that only nests keys, the dotted key that leads to it, and where it stands."""

    name: str
    value: Any
    entry: Entry


def leaves(table: dict[str, Any], entry: Entry) -> tuple[Leaf, ...]:
    """The values under the table at ``entry``; an empty table is one, since it nests nothing."""
    return tuple(Leaf(".".join(keys), value, entry.inside(*keys)) for keys, value in _leaves(table))


def _leaves(table: dict[str, Any], keys: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in table.items():
        if isinstance(value, dict) and value:
            yield from _leaves(value, (*keys, key))
        else:
            yield (*keys, key), value


def parsed_key(text: str, place: Place) -> str:
    """A key that can have values; raises UsageError."""
    if text.startswith("~"):
        cure = f"write it among the overrides: overrides = [{writing.string(text)}]"
        raise UsageError(f"{text} deletes a key, which has no values", place, cure)
    return grammar.parse_key(text, place)


def swept_key(text: str, place: Place) -> str:
    """A key that can have several values; raises UsageError."""
    key = parsed_key(text, place)
    refuse_as_word(f"{key}=0,1", place)
    return key


def refuse_as_word(word: str, place: Place) -> None:
    """Raises what the command line says of a word: there are keys that cannot sweep, and values that cannot be."""
    try:
        grammar.parse([(word, place)])
    except UsageError as error:
        raise UsageError.of(fault._replace(place=place) for fault in error.faults) from None


def no_key(place: Place) -> UsageError:
    """What is said of an empty table, which is no value."""
    return UsageError("an empty table names no key", place, "a dict that is a value stands inside a list: [{}]")


def column(key: str, values: Sequence[Any], entry: Entry) -> tuple[Override, ...]:
    """An override for each item of the list at ``entry``; raises a UsageError with all that cannot be one."""
    faults = Faults()
    overrides: list[Override] = []
    for index, value in enumerate(values):
        with faults.collected():
            overrides.append(override(key, value, entry.inside(index)))
    faults.raise_any()
    return tuple(overrides)


def override(key: str, value: Any, entry: Entry) -> Override:
    """The override that sets a key to the value at ``entry``; raises UsageError."""
    place = entry.value
    _refuse_dates(value, place)
    _refuse_what_stands_for_values(key, value, place)
    return grammar.render(key, value, place)


def _refuse_dates(value: Any, place: Place) -> None:
    for found in _dates(value):
        cure = f"write it in quotes: {writing.string(str(found))}"
        raise UsageError(f"{found} is a date or time, which Hydra does not know", place, cure)


def _refuse_what_stands_for_values(key: str, value: Any, place: Place) -> None:
    if isinstance(value, str) and stands_for_values(value):
        cure = f"write it among the overrides: overrides = [{writing.string(f'{key}={value}')}]"
        raise UsageError(f"{value} would be passed on as this text: typed values are what they are", place, cure)


def _dates(value: Any) -> Iterator[date | time]:
    if isinstance(value, (date, time)):
        yield value
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _dates(item)
