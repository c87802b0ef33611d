"""What one word of a sweep means: an override as it stands, a sweep over several, random seeds, or paired keys."""

from __future__ import annotations

from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING
from heracles.grammar.dress import count_of_seeds
from heracles.grammar.elements import Choice, Extension, Glob, Range, Zipped, plain
from heracles.grammar.keys import key_end, read_key
from heracles.grammar.lexer import BLANKS, skip
from heracles.grammar.parser import read_value
from heracles.grammar.refusal import Refused
from heracles.grammar.rendering import render, swept
from heracles.grammar.values import Choices, Fixed, Override, RandomSeeds, Zip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TypeVar

    from heracles.errors import Place
    from heracles.grammar.elements import Element
    from heracles.grammar.groups import Groups
    from heracles.grammar.keys import Key
    from heracles.grammar.ranges import Number
    from heracles.grammar.values import Argument, Value

    T = TypeVar("T")


def meaning(source: Place, groups: Groups | None) -> Argument:
    """What the word ``source.text`` means; raises UsageError."""
    stop = key_end(source.text)
    if stop == len(source.text) and not source.text.startswith("~"):
        raise _no_value(source)
    key = read_key(source, stop)
    if stop == len(source.text):
        return Fixed(Override(source.text, key.text, None, source))
    start = skip(source.text, stop + 1, BLANKS)
    count = count_of_seeds(source, start)
    if count is not None:
        return _random_seeds(key, count, source.at(start))
    return _of_value(key, read_value(source, start), source.at(start), groups)


def _of_value(key: Key, element: Element, source: Place, groups: Groups | None) -> Argument:
    if isinstance(element, (Choice, Range, Glob)):
        _refuse_for_hydra_itself(key, source)
        return _choices(key, element, source, groups)
    if isinstance(element, Zipped):
        return _zip(key, element, source)
    if isinstance(element, Extension):
        return Fixed(Override(source.text, key.text, _extending(key, element, source), source))
    value = plain(element)
    _refuse_multirun(key, value, source)
    return Fixed(Override(source.text, key.text, value, source))


def _choices(key: Key, element: Choice | Range | Glob, source: Place, groups: Groups | None) -> Choices:
    if isinstance(element, Range):
        return _choices_of_range(key.text, element, source)
    if isinstance(element, Glob):
        return _choices_of_glob(key, element, source, groups)
    items = _shuffled(element.items) if element.is_shuffled else element.items
    return Choices(key.text, _each(lambda item: _swept(key.text, source, item), items), source)


def _choices_of_range(key: str, element: Range, source: Place) -> Choices:
    return Choices(key, _each(lambda number: _swept(key, source, number), _numbers(element, source)), source)


def _choices_of_glob(key: Key, element: Glob, source: Place, groups: Groups | None) -> Choices:
    from heracles.grammar.groups import selected  # noqa: PLC0415 only for glob()

    options, note = selected(element, key.name, groups, source)
    return Choices(key.text, tuple(render(key.text, option, source) for option in options), source, note)


def _zip(name: Key, element: Zipped, source: Place) -> Zip:
    if name.prefix:
        what = f"zip() cannot stand behind a key with {name.prefix}"
        raise UsageError(what, source.at(0), f"write {name.text[len(name.prefix) :]}=zip({name.prefix}key=...)")
    columns = [_column(key, column, source) for key, column in zip(element.keys, element.columns)]
    rows = _each(lambda place: tuple(column[place] for column in columns), _places(element.order, columns))
    return Zip(name.text, element.keys, rows, source)


def _column(key: str, elements: Sequence[Element], source: Place) -> Sequence[Override]:
    return _each(lambda element: _swept(key, source, element), elements)


def _places(order: Sequence[int], columns: Sequence[Sequence[Override]]) -> Sequence[int]:
    return tuple(order) if all(isinstance(column, tuple) for column in columns) else order


def _each(function: Callable[[Any], T], items: Sequence[Any]) -> Sequence[T]:
    """The function of each item: now, unless the items are computed one by one themselves."""
    if isinstance(items, (list, tuple)):
        return tuple(map(function, items))
    from heracles.grammar.lazy import Mapped  # noqa: PLC0415 only for numbers and random order

    return Mapped(function, items)


def _shuffled(items: Sequence[Element]) -> Sequence[Element]:
    from heracles.grammar.lazy import shuffled  # noqa: PLC0415 only for shuffle()

    order = shuffled(items)
    return tuple(order) if isinstance(items, (list, tuple)) else order


def _swept(key: str, source: Place, item: Element) -> Override:
    return Override(f"{key}={swept(item)}", key, plain(item), source)


def _numbers(element: Range, source: Place) -> Sequence[Number]:
    from heracles.grammar.ranges import numbers  # noqa: PLC0415 only for range()

    try:
        return numbers(element)
    except Refused as refusal:
        raise UsageError(refusal.what, source, refusal.cure) from None


def _random_seeds(key: Key, count: int, source: Place) -> RandomSeeds:
    _refuse_for_hydra_itself(key, source)
    if key.is_deletion:
        raise UsageError("a deletion takes no random seeds", source.at(0), f"write {key.text[1:]}=...")
    return RandomSeeds(key.text, count, source)


def _extending(key: Key, element: Extension, source: Place) -> Value:
    if key.prefix:
        what = f"extend_list() cannot stand behind a key with {key.prefix}"
        raise UsageError(what, source.at(0), f"write {key.text[len(key.prefix) :]}=extend_list(...)")
    return plain(list(element.items))


def _refuse_for_hydra_itself(key: Key, source: Place) -> None:
    if key.is_of_hydra_itself:
        raise UsageError("Hydra's own configuration cannot be swept", source, "give it one value")


def _refuse_multirun(key: Key, value: Value, source: Place) -> None:
    if key.name == "hydra":
        mode = value.get("mode") if isinstance(value, dict) else None
    else:
        mode = value if key.name in ("hydra.mode", "hydra[mode]") else None
    if mode in ("MULTIRUN", "RunMode.MULTIRUN", 2):
        what = "hydra.mode=MULTIRUN would send every product to one folder"
        raise UsageError(what, source, "leave it out: heracles runs each product on its own")


def _no_value(source: Place) -> UsageError:
    word = source.text
    if not word:
        return UsageError("an argument is empty", source.at(0), "remove it, or write key=value")
    return UsageError(f"there is no = in {word!r}", source.at(len(word)), "write key=value, or ~key to delete a key")
