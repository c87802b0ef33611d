"""From the overrides, axes and seeds that a sweep declares to its arguments."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any, Union

from heracles import grammar
from heracles.config import writing
from heracles.config.models import Seeds
from heracles.errors import Faults, Place, UsageError
from heracles.grammar.values import Choices, Fixed, RandomSeeds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from heracles.config.document import Entry
    from heracles.config.models import Sweep
    from heracles.grammar import Groups
    from heracles.grammar.values import Argument, Override

    DeclaredSeeds = Union[int, list[int], Seeds, None]

DEFAULT_SEED_KEY = "seed"


def arguments(sweep: Sweep, entry: Entry, groups: Groups | None, faults: Faults) -> tuple[Argument, ...]:
    """The arguments of the sweep that stands at ``entry``: overrides, axes, seeds; what is wrong goes to ``faults``.

    ``groups`` knows the options of config groups, from which ``glob()`` selects.
    """
    overrides = _overrides(sweep.overrides, entry.inside("overrides"), groups, faults)
    axes = _axes(sweep.axes, entry.inside("axes"), faults)
    seeds = _seeds(sweep.seeds, entry.inside("seeds"), faults)
    _refuse_keys_given_twice(overrides, (*axes, *seeds), faults)
    return (*overrides, *axes, *seeds)


def _overrides(words: Sequence[str], entry: Entry, groups: Groups | None, faults: Faults) -> tuple[Argument, ...]:
    placed = [(word, _place_of_word(word, entry.inside(index))) for index, word in enumerate(words)]
    parsed: list[Argument] = []
    with faults.collected():
        parsed.extend(grammar.parse(placed, groups))
    return tuple(parsed)


def _place_of_word(word: str, entry: Entry) -> Place:
    """A word as it is after TOML's escapes, so that a caret points at what it means."""
    return Place(entry.value.label, word)


def _axes(table: dict[str, Any], entry: Entry, faults: Faults) -> tuple[Argument, ...]:
    axes: list[Argument] = []
    for keys, values in _leaves(table):
        with faults.collected():
            axes.append(_axis(".".join(keys), values, entry.inside(*keys)))
    return tuple(axes)


def _leaves(table: dict[str, Any], keys: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The values under a table that only nests keys, each with the keys that lead to it."""
    for key, value in table.items():
        if isinstance(value, dict) and value:
            yield from _leaves(value, (*keys, key))
        else:
            yield (*keys, key), value


def _axis(name: str, values: Any, entry: Entry) -> Argument:
    if values in ([], {}):
        raise _no_value(values, entry.value)
    key = _key(name, entry.key)
    if isinstance(values, list):
        return _choices(key, values, entry)
    override = _render(key, values, entry)
    _refuse_as_word(override.text, entry.key)
    return Fixed(override)


def _no_value(values: list[Any] | dict[str, Any], place: Place) -> UsageError:
    if values == []:
        return UsageError("an axis without values makes no products", place, "give it values, or take it out")
    return UsageError("an empty table names no axis", place, "a dict that is a value stands inside a list: [{}]")


def _choices(key: str, values: Sequence[Any], entry: Entry) -> Choices:
    _refuse_as_word(f"{key}=0,1", entry.key)
    faults = Faults()
    overrides: list[Override] = []
    for index, value in enumerate(values):
        with faults.collected():
            overrides.append(_render(key, value, entry.inside(index)))
    faults.raise_any()
    return Choices(key, tuple(overrides), entry.key)


def _render(key: str, value: Any, entry: Entry) -> Override:
    for found in _dates(value):
        cure = f"write it in quotes: {writing.string(str(found))}"
        raise UsageError(f"{found} is a date or time, which Hydra does not know", entry.value, cure)
    return grammar.render(key, value, entry.value)


def _dates(value: Any) -> Iterator[date | time]:
    if isinstance(value, (date, time)):
        yield value
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _dates(item)


def _seeds(declared: DeclaredSeeds, entry: Entry, faults: Faults) -> tuple[Argument, ...]:
    seeds: list[Argument] = []
    with faults.collected():
        seeds.extend(_arguments_of_seeds(declared, entry))
    return tuple(seeds)


def _arguments_of_seeds(declared: DeclaredSeeds, entry: Entry) -> Iterator[Argument]:
    if isinstance(declared, Seeds):
        yield _seeds_of_table(declared, entry)
    elif isinstance(declared, int):
        yield RandomSeeds(DEFAULT_SEED_KEY, declared, entry.key)
    elif declared is not None:
        yield _choices(DEFAULT_SEED_KEY, declared, entry)


def _seeds_of_table(declared: Seeds, entry: Entry) -> Argument:
    place = entry.inside("key").value
    key = _key(declared.key, place)
    _refuse_as_word(f"{key}=0,1", place)
    if declared.count is not None and declared.values is None:
        return RandomSeeds(key, declared.count, entry.key)
    if declared.values is not None and declared.count is None:
        return _choices(key, declared.values, entry.inside("values"))
    cure = "write: seeds = { count = 5 }   or: seeds = { values = [1, 2, 3] }"
    raise UsageError("seeds takes either a count or values", entry.value, cure)


def _refuse_as_word(word: str, place: Place) -> None:
    """Raises what the command line says of a word: there are keys that cannot sweep, and values that cannot be."""
    try:
        grammar.parse([(word, place)])
    except UsageError as error:
        raise UsageError.of(fault._replace(place=place) for fault in error.faults) from None


def _key(text: str, place: Place) -> str:
    if text.startswith("~"):
        cure = f"write it among the overrides: overrides = [{writing.string(text)}]"
        raise UsageError(f"{text} deletes a key, which has no values", place, cure)
    return grammar.parse_key(text, place)


def _refuse_keys_given_twice(overrides: Iterable[Argument], others: Iterable[Argument], faults: Faults) -> None:
    """Overrides may come back to a key with another prefix (``~a``, then ``+a=5``); axes and seeds may not."""
    by_key: dict[str, Argument] = {}
    for argument in overrides:
        _refuse_known(argument.key, by_key, argument, faults)
    by_name = {key.lstrip("+"): argument for key, argument in by_key.items()}
    for argument in others:
        _refuse_known(argument.key.lstrip("+"), by_name, argument, faults)


def _refuse_known(key: str, known: dict[str, Argument], argument: Argument, faults: Faults) -> None:
    first = known.setdefault(key, argument)
    if first is not argument:
        faults.add(f"{key} is given twice: here and in {first.source.label}", argument.source, "keep one of the two")
