"""From what a sweep and the defaults say to the arguments of its products, in their order."""

from __future__ import annotations

from itertools import chain, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from heracles.config.arguments import Arguments, Arrangement, arguments
from heracles.config.seeds import seeding
from heracles.config.sweep_models import Variant
from heracles.grammar.values import Zip
from heracles.sweep import by_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from heracles.config.document import Entry
    from heracles.config.layers import Layer, Layers
    from heracles.config.seeds import Seeding
    from heracles.errors import Faults
    from heracles.grammar import Groups
    from heracles.grammar.values import Argument

    Name = tuple[bool, str]
    """Of an argument: whether it is a zip, and its key without ``+`` or ``~``."""


class Declared(NamedTuple):
    """What one layer gives to the products: for all of them, for those of each variant, and seeds, or that none are."""

    common: Arguments
    variants: tuple[Arguments, ...]
    seeding: Seeding | None
    says_seeds: bool

    @property
    def seeds(self) -> tuple[Argument, ...]:
        return () if self.seeding is None else (self.seeding.argument,)


class Arranged(NamedTuple):
    """The arguments of each variant, or of the only one there is; and the job array whose index is the seed."""

    arrangements: tuple[Arrangement, ...]
    array: str


def arranged(layers: Layers, groups: Groups | None, faults: Faults) -> Arranged:
    """The arguments of a sweep, in which what it says itself replaces what the defaults say of the same keys.

    What is wrong with them goes to ``faults``.
    """
    defaults = declared(layers.defaults, groups, faults)
    own = declared(layers.own, groups, faults)
    arrangements = tuple(_arrangements(own, defaults))
    seeding = own.seeding if own.says_seeds else defaults.seeding
    return Arranged(arrangements, _array(seeding, arrangements, faults) if seeding else "")


def _array(seeding: Seeding, arrangements: Sequence[Arrangement], faults: Faults) -> str:
    """The job array of every product; empty where none takes its index as a seed."""
    argument, array = seeding
    others = [each for each in arrangements if argument not in each.seeds]
    if not array or len(others) == len(arrangements):
        return ""
    for one in (one for each in others for one in each.all if _name(argument) in map(_name, by_key(one))):
        what = f"{argument.key} is given in a variant, and for others by a job array in {argument.source.label}"
        faults.add(what, one.source, "give it in all variants or in none, since every product would be that array")
    return array


def declared(layer: Layer, groups: Groups | None, faults: Faults) -> Declared:
    """What a layer says by itself; what is wrong with it goes to ``faults``."""
    table, entry = layer
    return Declared(
        arguments(table, entry, groups, faults),
        _variants(table.variants or [], entry.inside("variants"), groups, faults),
        seeding(table.seeds, entry.inside("seeds"), faults),
        "seeds" in table.model_fields_set,
    )


def _variants(tables: list[Variant], entry: Entry, groups: Groups | None, faults: Faults) -> tuple[Arguments, ...]:
    empty = [entry.inside(index).key for index, table in enumerate(tables) if table == Variant()]
    for place in empty[1:]:
        faults.add(f"nothing is in this variant, nor in {empty[0].label}", place, "keep one of the two")
    return tuple(arguments(table, entry.inside(index), groups, faults) for index, table in enumerate(tables))


def _arrangements(own: Declared, defaults: Declared) -> Iterable[Arrangement]:
    inherited = () if own.variants else defaults.variants
    default_seeds = () if own.says_seeds else defaults.seeds
    nothing = Arguments()
    for mine, theirs in list(zip_longest(own.variants, inherited, fillvalue=nothing)) or [(nothing, nothing)]:
        yield _replaced(
            Arrangement(defaults.common, theirs, default_seeds),
            Arrangement(own.common, mine, own.seeds),
        )


def _replaced(defaults: Arrangement, own: Arrangement) -> Arrangement:
    given = {_name(argument) for whole in own.all for argument in (whole, *by_key(whole))}
    return Arrangement(
        _replaced_in_table(defaults.common, own.common, given),
        _replaced_in_table(defaults.variant, own.variant, given),
        _replaced_in_place(defaults.seeds, own.seeds, given),
    )


def _replaced_in_table(defaults: Arguments, own: Arguments, given: set[Name]) -> Arguments:
    return Arguments(*(_replaced_in_place(theirs, mine, given) for theirs, mine in zip(defaults, own)))


def _replaced_in_place(defaults: Iterable[Argument], own: Iterable[Argument], given: set[Name]) -> tuple[Argument, ...]:
    """The defaults but for those that are given otherwise, which have the sweep's own in their place; then the rest."""
    replacing: dict[Name, list[Argument]] = {_name(argument): [] for argument in defaults}
    rest: list[Argument] = []
    for argument in own:
        replacing.get(_name(argument), rest).append(argument)
    kept = [replacing.pop(_name(each), []) if _name(each) in given else [each] for each in defaults]
    return (*chain.from_iterable(kept), *rest)


def _name(argument: Argument) -> Name:
    return isinstance(argument, Zip), argument.key.lstrip("+~")
