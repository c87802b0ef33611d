"""Which of a target's products are meant: ``--only KEY=VALUE``, ``--failed``, an index or the beginning of an id."""

from __future__ import annotations

from heracles.errors import Faults, Place, UsageError, nearest
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.status import FAILED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Protocol, TypeVar

    from heracles.grammar import Argument, Value
    from heracles.reconcile import ProductState

    class HasState(Protocol):
        """A product that was launched, or might have been, and how far it is."""

        @property
        def index(self) -> int: ...
        @property
        def id(self) -> str: ...
        @property
        def values(self) -> dict[str, Value]: ...
        @property
        def state(self) -> ProductState: ...

    T = TypeVar("T", bound=HasState)

SHOWN = 5
"""How many of several that might be meant are named."""


class Narrowing(NamedTuple):
    """What a user says of the products that are meant: words ``KEY=VALUE``, their states, an index or id."""

    only: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    product: str | None = None


class _Wanted(NamedTuple):
    """The values of a key of which a product has to have one."""

    key: str
    values: tuple[Value, ...]

    def holds(self, product: HasState) -> bool:
        from heracles.sweep.values import same  # noqa: PLC0415  # where there are words

        found = (value for key, value in product.values.items() if key.lstrip("+") == self.key)
        return any(same(value, wanted) for value in found for wanted in self.values)


ALL = Narrowing()
FAILED_ONES = Narrowing(states=FAILED)


def narrowed(products: Iterable[T], narrowing: Narrowing) -> tuple[T, ...]:
    """The products that are meant, in their order.

    Raises a UsageError for a key or a value that no product has, and for an index or id of none or of several.
    """
    products = tuple(products)
    for wanted in _wanted(narrowing.only, products) if narrowing.only else ():
        products = tuple(each for each in products if wanted.holds(each))
    if narrowing.product is not None:
        products = _named(narrowing.product, products)
    if narrowing.states:
        products = tuple(each for each in products if each.state.state in narrowing.states)
    return products


def _named(name: str, products: Sequence[T]) -> tuple[T, ...]:
    """The product of that index, else the one whose id begins so."""
    by_index = tuple(each for each in products if str(each.index) == name)
    found = by_index or tuple(each for each in products if each.id.startswith(name))
    if not found:
        raise UsageError(f"there is no product {name}", cure=_cure_for_unknown(products))
    if len({each.id for each in found}) > 1:
        indices = ", ".join(str(each.index) for each in found[:SHOWN])
        what = f"{len(found)} products are called {name}: {indices}{', ...' if len(found) > SHOWN else ''}"
        raise UsageError(what, cure="say more of its id, or narrow it with --only KEY=VALUE")
    return found


def _cure_for_unknown(products: Sequence[HasState]) -> str:
    indices = [each.index for each in products]
    return f"products have indices from {min(indices)} to {max(indices)}, and ids" if indices else "there are none"


def _wanted(words: Sequence[str], products: Sequence[HasState]) -> tuple[_Wanted, ...]:
    """What the words ask for, those of one key together."""
    from heracles import grammar  # noqa: PLC0415  # where there are words

    placed = ((word, Place(f"--only {number}", word)) for number, word in enumerate(words, start=1))
    either: dict[str, tuple[Value, ...]] = {}
    faults = Faults()
    for argument in grammar.parse(placed):
        with faults.collected():
            key = argument.key.lstrip("+")
            values = _values(argument)
            _refuse_unknown(_Wanted(key, values), argument.source, products)
            either[key] = either.get(key, ()) + values
    faults.raise_any()
    return tuple(_Wanted(*each) for each in either.items())


def _values(argument: Argument) -> tuple[Value, ...]:
    from heracles import grammar  # noqa: PLC0415  # where there are words

    if isinstance(argument, (grammar.RandomSeeds, grammar.Zip)):
        raise UsageError("--only takes values", argument.source, "write --only KEY=VALUE, or KEY=1,2,3")
    return tuple(override.value for override in argument.overrides)


def _refuse_unknown(wanted: _Wanted, source: Place, products: Sequence[HasState]) -> None:
    """Raises a UsageError where no product has the key, or one of the values: it can only be a typo."""
    for value in wanted.values:
        one = _Wanted(wanted.key, (value,))
        if not any(one.holds(each) for each in products):
            raise _unknown(one, source, products)


def _unknown(wanted: _Wanted, source: Place, products: Sequence[HasState]) -> UsageError:
    keys = list(dict.fromkeys(key.lstrip("+") for each in products for key in each.values))
    if wanted.key in keys:
        return UsageError(f"no product has {wanted.key}={wanted.values[0]}", source)
    likely = nearest(wanted.key, keys)
    cure = f"did you mean {likely}?" if likely else f"their keys: {', '.join(keys) or 'none'}"
    return UsageError(f"no product has a key {wanted.key}", source.at(0), cure)
