"""From the key ``seeds`` to an argument: random seeds, the same for every product, or the index of a job array."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Union

from heracles.config import typed
from heracles.config.job_array import checked
from heracles.config.sweep_models import Seeds
from heracles.errors import UsageError
from heracles.grammar.values import Choices, Fixed, Override, RandomSeeds

if TYPE_CHECKING:
    from heracles.config.document import Entry
    from heracles.errors import Faults, Place
    from heracles.grammar.values import Argument

    Declared = Union[int, list[int], Seeds]  # a bool is an int; False means none

DEFAULT_KEY = "seed"
INDEX = "__env(SLURM_ARRAY_TASK_ID)__"
"""What the index of a job array is where the job runs."""


class Seeding(NamedTuple):
    """The argument that sets the seeds, and the job array whose index each is, if any."""

    argument: Argument
    array: str = ""


def seeding(declared: Declared | None, entry: Entry, faults: Faults) -> Seeding | None:
    """The seeds that stand at ``entry``; what is wrong with them goes to ``faults``."""
    if declared is None or declared is False:
        return None
    with faults.collected():
        return _seeding(declared, entry)
    return None


def _seeding(declared: Declared, entry: Entry) -> Seeding:
    if isinstance(declared, Seeds):
        return _of_table(declared, entry)
    if isinstance(declared, int):
        return Seeding(RandomSeeds(DEFAULT_KEY, declared, entry.key))
    return Seeding(Choices(DEFAULT_KEY, typed.column(DEFAULT_KEY, declared, entry), entry.key))


def _of_table(declared: Seeds, entry: Entry) -> Seeding:
    _refuse_all_but_one(declared, entry.value)
    key = typed.swept_key(declared.key, entry.inside("key").value)
    if declared.count is not None:
        return Seeding(RandomSeeds(key, declared.count, entry.key))
    if declared.values is not None:
        values = entry.inside("values")
        return Seeding(Choices(key, typed.column(key, declared.values, values), values.key))
    return Seeding(_index(key, entry.key), checked(declared.array or "", entry.inside("array").value))


def _index(key: str, place: Place) -> Fixed:
    return Fixed(Override(f"{key}={INDEX}", key, INDEX, place))


def _refuse_all_but_one(declared: Seeds, place: Place) -> None:
    given = [each for each in (declared.count, declared.values, declared.array) if each is not None]
    if len(given) != 1:
        cure = 'write: seeds = { count = 5 }   or: seeds = { values = [1, 2, 3] }   or: seeds = { array = "1-90" }'
        raise UsageError("seeds takes one of count, values and array", place, cure)
