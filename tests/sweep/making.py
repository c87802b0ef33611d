"""Short ways to make sweeps, and to say what is expected of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from heracles import sweep as sweeps
from heracles.errors import Place, UsageError
from heracles.grammar.values import Choices, Fixed, Override, RandomSeeds, Zip

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from heracles.grammar.values import Argument

NOWHERE = Place("argument 1")


def override(key: str, value: object) -> Override:
    return Override(f"{key}={value}", key, value, NOWHERE)


def axis(key: str, *values: object) -> Choices:
    return Choices(key, [override(key, value) for value in values], NOWHERE)


def fixed(key: str, value: object) -> Fixed:
    return Fixed(override(key, value))


def random_seeds(key: str, count: int) -> RandomSeeds:
    return RandomSeeds(key, count, NOWHERE)


def zipped(name: str, **columns: Sequence[object]) -> Zip:
    rows = zip(*columns.values())
    overrides = tuple(tuple(override(key, value) for key, value in zip(columns, row)) for row in rows)
    return Zip(name, tuple(columns), overrides, NOWHERE)


def sweep_of(*arguments: Argument, entropy: str = "7") -> sweeps.Sweep:
    return sweeps.Sweep("s", "sbatch.sh", ".", (arguments,), entropy)


def sweep_of_variants(
    *variants: Sequence[Argument], exclude: Sequence[sweeps.Exclusion] = (), entropy: str = "7"
) -> sweeps.Sweep:
    return sweeps.Sweep("s", "sbatch.sh", ".", tuple(map(tuple, variants)), entropy, exclude=tuple(exclude))


def exclusion(conditions: Mapping[str, object], label: str = "exclude[0]") -> sweeps.Exclusion:
    """Values of a key that are given as a tuple are alternatives."""
    asked = ((key, value if isinstance(value, tuple) else (value,)) for key, value in conditions.items())
    return sweeps.Exclusion(tuple(sweeps.Condition(key, values) for key, values in asked), Place(label))


def refused(work: Callable[[], object]) -> list[tuple[str, str, str]]:
    """What is wrong, where, and the cure, of every fault."""
    with pytest.raises(UsageError) as caught:
        work()
    return [(fault.what, fault.place.label if fault.place else "", fault.cure) for fault in caught.value.faults]
