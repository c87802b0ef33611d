"""What a heracles.toml declares, by name, read without checking it: for a shell that completes words.

Whatever is wrong with the file is left out, and pydantic is not needed: a person waits for the answer.
"""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from heracles import grammar
from heracles.errors import HeraclesError, Place
from heracles.grammar.values import Choices, RandomSeeds
from heracles.launchers.base import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from heracles.grammar.values import Argument

NOWHERE = Place("")


class OutlinedSweep(NamedTuple):
    """A sweep: its arguments in their order, those of all variants among them, and the keys of its results."""

    name: str
    arguments: tuple[Argument, ...] = ()
    results: tuple[str, ...] = ()


class Outline(NamedTuple):
    """The sweeps of a file, and the names of launchers, the built-in ones among them."""

    sweeps: tuple[OutlinedSweep, ...] = ()
    launchers: tuple[str, ...] = tuple(BUILT_IN)


def outline(path: str | None) -> Outline:
    """What can be read of the file at ``path``; without one, or where it is no TOML, what is built in."""
    data = _read(path) if path else {}
    defaults = _table(data.get("defaults"))
    sweeps = (_sweep(name, {**defaults, **_table(table)}) for name, table in _table(data.get("sweeps")).items())
    return Outline(tuple(sweeps), tuple({**BUILT_IN, **_table(data.get("launchers"))}))


def arguments_of(words: Iterable[Any]) -> tuple[Argument, ...]:
    """What the words of a sweep mean, but for those that mean nothing."""
    found: list[Argument] = []
    for word in words:
        with suppress(HeraclesError):
            found += grammar.parse([(str(word), NOWHERE)])
    return tuple(found)


def _read(path: str) -> dict[str, Any]:
    with suppress(OSError, ValueError, ImportError, RecursionError), open(path, encoding="utf-8-sig") as file:
        data: dict[str, Any] = import_module("heracles.config.toml").loads(file.read())
        return data
    return {}


def _sweep(name: str, table: dict[str, Any]) -> OutlinedSweep:
    variants = (argument for each in _list(table.get("variants")) for argument in _arguments(_table(each)))
    arguments = (*_arguments(table), *variants, *_seeds(table.get("seeds")))
    return OutlinedSweep(name, arguments, tuple(map(str, _list(_table(table.get("results")).get("keys")))))


def _arguments(table: dict[str, Any]) -> Iterator[Argument]:
    yield from arguments_of(_list(table.get("overrides")))
    zips = _table(table.get("zip")).values()
    for axes in (table.get("axes"), *zips):
        for key, value in _leaves(_table(axes)):
            yield _choices(key, value if isinstance(value, list) else [value])


def _leaves(table: dict[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value


def _choices(key: str, values: list[Any]) -> Choices:
    overrides = []
    for value in values:
        with suppress(HeraclesError):
            overrides.append(grammar.render(key, value, NOWHERE))
    return Choices(key, tuple(overrides), NOWHERE)


def _seeds(declared: object) -> Iterator[Argument]:
    key = str(_table(declared).get("key", "seed"))
    values = declared if isinstance(declared, list) else _list(_table(declared).get("values"))
    if declared:
        yield _choices(key, values) if values else RandomSeeds(key, 1, NOWHERE)


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
