"""From the overrides, axes and zips of a table, and the seeds of a sweep, to its arguments in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from heracles import grammar
from heracles.config.axes import axes
from heracles.config.zips import zips
from heracles.errors import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.config.document import Entry
    from heracles.config.sweep_models import Sweep, Variant
    from heracles.errors import Faults
    from heracles.grammar import Groups
    from heracles.grammar.values import Argument


class Arguments(NamedTuple):
    """What a table gives to the products, each in the order of the table."""

    overrides: tuple[Argument, ...] = ()
    axes: tuple[Argument, ...] = ()
    zips: tuple[Argument, ...] = ()

    @property
    def all(self) -> tuple[Argument, ...]:
        return (*self.overrides, *self.axes, *self.zips)


class Arrangement(NamedTuple):
    """The arguments of one list of products: those of the sweep, those of the variant, and the seeds, the fastest."""

    common: Arguments = Arguments()
    variant: Arguments = Arguments()
    seeds: tuple[Argument, ...] = ()

    @property
    def all(self) -> tuple[Argument, ...]:
        return (*self.common.all, *self.variant.all, *self.seeds)


def arguments(table: Sweep | Variant, entry: Entry, groups: Groups | None, faults: Faults) -> Arguments:
    """What the table at ``entry`` holds besides its variants and seeds; what is wrong with it goes to ``faults``.

    ``groups`` knows the options of config groups, from which ``glob()`` selects.
    """
    return Arguments(
        _overrides(table.overrides, entry.inside("overrides"), groups, faults),
        axes(table.axes, entry.inside("axes"), faults),
        zips(table.zip, entry.inside("zip"), faults),
    )


def _overrides(words: Sequence[str], entry: Entry, groups: Groups | None, faults: Faults) -> tuple[Argument, ...]:
    placed = [(word, _place_of_word(word, entry.inside(index))) for index, word in enumerate(words)]
    parsed: list[Argument] = []
    with faults.collected():
        parsed.extend(grammar.parse(placed, groups))
    return tuple(parsed)


def _place_of_word(word: str, entry: Entry) -> Place:
    """A word as it is after TOML's escapes, so that a caret points at what it means."""
    return Place(entry.value.label, word)
