"""What a sweep has: its keys and their values, and what is said where something is not among them."""

from __future__ import annotations

from itertools import islice

from heracles.errors import UsageError, nearest
from heracles.frozen import TYPE_CHECKING
from heracles.sweep.arrangement import by_key
from heracles.sweep.values import place_of_key, same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.errors import Place
    from heracles.grammar.values import Argument, Override, Value
    from heracles.sweep.values import Sweep

SHOWN_VALUES = 8
COMPARED_VALUES = 1000


def arguments_of_key(sweep: Sweep, key: str, place: Place) -> tuple[Argument, ...]:
    """What the variants give to a key, each argument once; raises a UsageError where none of them has it."""
    found = {id(argument): one for variant in sweep.variants for argument, one in _of_key(variant, key)}
    if not found:
        known = list(dict.fromkeys(one.key for argument in sweep.arguments for one in by_key(argument)))
        likely = nearest(key, known)
        cure = f"did you mean {likely}?" if likely else f"its keys: {', '.join(known) or 'none'}"
        raise UsageError(f"the sweep has no key {key}", place, cure)
    return tuple(found.values())


def _of_key(variant: Sequence[Argument], key: str) -> list[tuple[Argument, Argument]]:
    """The argument of the variant that sets the key, and what it gives to that key alone; none or one."""
    columns = [(argument, one) for argument in variant for one in by_key(argument)]
    place = place_of_key(key, [one.key for _, one in columns])
    return [] if place is None else [columns[place]]


def refuse_if_it_never_occurs(value: Value, key: str, known: Sequence[Sequence[Override]], place: Place) -> None:
    """Raises a UsageError that names what there is, the most alike first."""
    if any(same(value, override.value) for overrides in known for override in overrides):
        return
    texts = list(dict.fromkeys(each.text for overrides in known for each in islice(overrides, COMPARED_VALUES)))
    likely = nearest(str(value), [text.partition("=")[2] for text in texts])
    shown = sorted(texts, key=lambda text: text.partition("=")[2] != likely)[:SHOWN_VALUES]
    more = ", ..." if len(texts) > SHOWN_VALUES else ""
    raise UsageError(f"no product has {key} = {value!r}", place, f"there is {', '.join(shown)}{more}")
