"""Which products are meant: ``--only KEY=VALUE`` and ``--limit N``."""

from __future__ import annotations

from itertools import islice

from heracles.errors import Faults, UsageError, nearest
from heracles.frozen import TYPE_CHECKING
from heracles.grammar.values import RandomSeeds, Zip
from heracles.sweep.arrangement import by_key
from heracles.sweep.values import Condition, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from heracles.grammar.values import Argument, Override, Value
    from heracles.sweep.values import Product, Sweep

SHOWN_VALUES = 8


def selected(products: Iterable[Product], conditions: Sequence[Condition], limit: int | None) -> Iterator[Product]:
    """Streams the first ``limit`` products for which every condition holds, with the index they have in the sweep."""
    kept = (each for each in products if all(condition.holds(each) for condition in conditions))
    return islice(kept, limit)


def conditions(sweep: Sweep, wanted: Iterable[Argument]) -> tuple[Condition, ...]:
    """Reads ``--only`` arguments against a sweep; a ``+`` before a key may be left out, a key given twice means either.

    Raises a UsageError for a key or a value that the sweep does not have, since it can only be a typo.
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
    argument = _argument_of_key(sweep, wanted)
    condition = Condition(argument.key, values)
    if not isinstance(argument, RandomSeeds):
        _refuse_values_that_never_occur(_overrides(argument), condition, wanted)
    return condition


def _argument_of_key(sweep: Sweep, wanted: Argument) -> Argument:
    arguments = [one for argument in sweep.arguments for one in by_key(argument)]
    for argument in arguments:
        if wanted.key in (argument.key, argument.key.lstrip("+")):
            return argument
    known = [argument.key for argument in arguments]
    likely = nearest(wanted.key, known)
    cure = f"did you mean {likely}?" if likely else f"its keys: {', '.join(known) or 'none'}"
    raise UsageError(f"the sweep has no key {wanted.key}", wanted.source.at(0), cure)


def _refuse_values_that_never_occur(known: Sequence[Override], condition: Condition, wanted: Argument) -> None:
    for value in condition.values:
        if not any(same(value, override.value) for override in known):
            texts = list(dict.fromkeys(override.text for override in known))
            shown = ", ".join(texts[:SHOWN_VALUES])
            more = ", ..." if len(texts) > SHOWN_VALUES else ""
            raise UsageError(f"no product has {condition.key} = {value!r}", wanted.source, f"there is {shown}{more}")


def _overrides(argument: Argument) -> Sequence[Override]:
    if isinstance(argument, RandomSeeds):
        raise UsageError("--only takes values, not random seeds", argument.source, "write --only seed=12345")
    if isinstance(argument, Zip):
        raise UsageError("--only takes values, not a zip", argument.source, "write one of its keys: --only model=a,b")
    return argument.overrides
