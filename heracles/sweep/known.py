"""What a sweep has: its keys and their values, and what is said where something is not among them."""

from __future__ import annotations

from itertools import islice

from heracles.errors import UsageError, nearest
from heracles.frozen import TYPE_CHECKING
from heracles.sweep.arrangement import by_key
from heracles.sweep.values import place_of_key, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
    found = {each.text: each.value for overrides in known for each in islice(overrides, COMPARED_VALUES)}
    likely = _most_alike(value, found) if len(found) > SHOWN_VALUES else _nearly(value, found)
    shown = sorted(found, key=lambda text: text != likely)[:SHOWN_VALUES]
    more = ", ..." if len(found) > SHOWN_VALUES else ""
    there = f"{_of_another_kind(value, found.values())}there is {', '.join(shown)}{more}"
    raise UsageError(f"no product has {key} = {written(value)}", place, there)


def written(value: Value) -> str:
    """A value as people know it from TOML."""
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _most_alike(value: Value, found: Mapping[str, Value]) -> str | None:
    """The text of a known value: of numbers the one that is nearest, of others the one that is written nearly so."""
    numbers = [text for text, other in found.items() if _kind(other) == NUMBER]
    if _kind(value) == NUMBER and numbers:
        return min(numbers, key=lambda text: _distance(found[text], value))
    return _nearly(value, found)


def _distance(one: float, other: float) -> float:
    try:
        return abs(one - other)
    except OverflowError:  # one is an integer that no float is large enough for
        return float("inf")


def _nearly(value: Value, found: Iterable[str]) -> str | None:
    texts = {text.partition("=")[2]: text for text in found}
    return texts.get(nearest(str(value), texts) or "")


NUMBER = "a number"


def _of_another_kind(value: Value, others: Iterable[Value]) -> str:
    kinds = set(map(_kind, others))
    if len(kinds) != 1 or _kind(value) in kinds:
        return ""
    return f"it is {kinds.pop()} there, and not {_kind(value)}: "


def _kind(value: Value) -> str:
    if isinstance(value, bool):
        return "true or false"
    kinds = {int: NUMBER, float: NUMBER, str: "text", list: "a list", dict: "a dict"}
    return kinds.get(type(value), "null")
