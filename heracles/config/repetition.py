"""Keys that an arrangement gives more than once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heracles.grammar.values import Zip
from heracles.sweep import by_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from heracles.config.arguments import Arrangement
    from heracles.errors import Faults
    from heracles.grammar.values import Argument

KEEP_ONE = "keep one of the two"
MOVE = "move it from where it holds for all variants into each of them"


def refuse_repeated(arrangement: Arrangement, faults: Faults) -> None:
    """Adds a fault for each key, and each name of a zip, that is given again."""
    common, variant, seeds = arrangement
    _refuse_repeated(common.overrides, (*common.axes, *common.zips, *seeds), faults)
    _refuse_repeated(variant.overrides, (*variant.axes, *variant.zips), faults)
    _refuse_also_common(variant.all, common.all, MOVE, faults)
    _refuse_also_common(variant.all, seeds, KEEP_ONE, faults)
    _refuse_repeated_names(arrangement.all, faults)


def _refuse_repeated(overrides: Iterable[Argument], others: Iterable[Argument], faults: Faults) -> None:
    """Overrides may come back to a key with another prefix (``~a``, then ``+a=5``); axes, zips and seeds may not."""
    known: dict[str, Argument] = {}
    for argument in _each_key(overrides):
        _refuse_known(argument.key, known, argument, faults)
    by_name = {_name(argument): argument for argument in known.values()}
    for argument in _each_key(others):
        _refuse_known(_name(argument), by_name, argument, faults)


def _refuse_also_common(variant: Iterable[Argument], common: Iterable[Argument], cure: str, faults: Faults) -> None:
    known = {_name(argument): argument for argument in _each_key(common)}
    for argument in _each_key(variant):
        name = _name(argument)
        if name in known:
            what = f"{name} is given in a variant, and for all of them in {known[name].source.label}"
            faults.add(what, argument.source, cure)


def _refuse_repeated_names(arguments: Iterable[Argument], faults: Faults) -> None:
    known: dict[str, Argument] = {}
    for argument in arguments:
        if isinstance(argument, Zip):
            _refuse_known(f"the zip {argument.key}", known, argument, faults)


def _refuse_known(called: str, known: dict[str, Argument], argument: Argument, faults: Faults) -> None:
    first = known.setdefault(called, argument)
    if first is not argument:
        faults.add(f"{called} is given twice: here and in {first.source.label}", argument.source, KEEP_ONE)


def _each_key(arguments: Iterable[Argument]) -> Iterator[Argument]:
    return (one for argument in arguments for one in by_key(argument))


def _name(argument: Argument) -> str:
    return argument.key.lstrip("+")
