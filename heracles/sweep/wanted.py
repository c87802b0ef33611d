"""What ``--only KEY=VALUE`` asks of a sweep."""

from __future__ import annotations

from heracles.errors import Faults, UsageError
from heracles.frozen import TYPE_CHECKING
from heracles.grammar.values import RandomSeeds, Zip
from heracles.sweep.known import arguments_of_key, refuse_if_it_never_occurs
from heracles.sweep.values import Condition

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from heracles.grammar.values import Argument, Override, Value
    from heracles.sweep.values import Sweep


def conditions(sweep: Sweep, wanted: Iterable[Argument]) -> tuple[Condition, ...]:
    """Reads ``--only`` arguments against a sweep; a ``+`` before a key may be left out, a key given twice means either.

    Raises a UsageError for a key or a value that no variant of the sweep has, since it can only be a typo.
    """
    faults = Faults()
    either: dict[str, tuple[Value, ...]] = {}
    for argument in wanted:
        with faults.collected():
            condition = _condition(sweep, argument)
            either[condition.key] = either.get(condition.key, ()) + condition.values
    faults.raise_any()
    return tuple(Condition(key, values) for key, values in either.items())


def _condition(sweep: Sweep, wanted: Argument) -> Condition:
    values = tuple(override.value for override in _overrides(wanted))
    arguments = arguments_of_key(sweep, wanted.key, wanted.source.at(0))
    key = _common_key(wanted, arguments)
    if not any(isinstance(argument, RandomSeeds) for argument in arguments):
        known = [_overrides(argument) for argument in arguments]
        for value in values:
            refuse_if_it_never_occurs(value, key, known, wanted.source)
    return Condition(key, values)


def _common_key(wanted: Argument, arguments: Sequence[Argument]) -> str:
    """The key as all variants have it; as it is asked for, where they differ in ``+``."""
    keys = {argument.key for argument in arguments}
    return keys.pop() if len(keys) == 1 else wanted.key


def _overrides(argument: Argument) -> Sequence[Override]:
    if isinstance(argument, RandomSeeds):
        raise UsageError("--only takes values, not random seeds", argument.source, "write --only seed=12345")
    if isinstance(argument, Zip):
        raise UsageError("--only takes values, not a zip", argument.source, "write one of its keys: --only model=a,b")
    return argument.overrides
