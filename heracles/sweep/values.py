"""A sweep and its products, as plain frozen values."""

from __future__ import annotations

from itertools import chain

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.grammar.values import Fixed, Zip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.errors import Place
    from heracles.grammar.values import Argument, Override, Value

    Pick = tuple[Override, ...]
    """What a product has of one argument."""


class Condition(NamedTuple):
    """Holds for the products whose override of ``key`` has one of ``values``; see place_of_key() on a leading ``+``."""

    key: str
    values: tuple[Value, ...]

    def holds(self, product: Product) -> bool:
        chosen = product.chosen
        place = place_of_key(self.key, [override.key for override in chosen])
        return place is not None and self.allows(chosen[place].value)

    def allows(self, value: Value) -> bool:
        return any(same(value, allowed) for allowed in self.values)


class Exclusion(NamedTuple):
    """Leaves out the products for which every one of ``conditions`` holds; ``source`` is where the user wrote it."""

    conditions: tuple[Condition, ...]
    source: Place


class Results(NamedTuple):
    """Where each run of a sweep leaves its results, and which of the values in there are meant.

    ``path`` is relative to the sweep's directory, ``${heracles:...}`` in it is filled in; ``keys`` are dotted.
    """

    path: str
    keys: tuple[str, ...] = ()


class Sweep(NamedTuple):
    """A script, what varies and how it is launched; nothing behind it knows whether it was declared or given ad hoc.

    ``script`` is a path, relative to ``directory``, from which the sweep runs; ``variants`` are its overrides, axes and
    seeds in the order of the product, the last one fastest: once, or once for each variant that is declared, whose
    products follow one another; ``exclude`` says which products are left out of them. ``entropy`` is what its random
    seeds grow from; ``config_dir`` is the application's conf folder, relative to ``directory`` too; ``array`` is the
    range of the job array whose index each product takes as its seed (``1-90``), empty for none; ``check`` are the
    words of the command that tells whether the application accepts overrides; ``results`` is where its runs leave what
    they found; ``snapshot``: it is launched from a copy of its project.
    """

    name: str
    script: str
    directory: str
    variants: tuple[tuple[Argument, ...], ...]
    entropy: str
    launcher: str | None = None
    placement: str | None = None
    description: str = ""
    config_dir: str | None = None
    exclude: tuple[Exclusion, ...] = ()
    array: str = ""
    check: tuple[str, ...] = ()
    results: Results | None = None
    snapshot: bool = False

    @property
    def arguments(self) -> tuple[Argument, ...]:
        """Every argument of the sweep once, those that its variants have in common first."""
        return tuple({id(argument): argument for variant in self.variants for argument in variant}.values())

    @property
    def written(self) -> tuple[str, ...]:
        """Its arguments as the user wrote them; what does not sweep as the word that the products have."""
        return tuple(one.override.text if isinstance(one, Fixed) else one.source.text for one in self.arguments)

    @property
    def of_variants(self) -> tuple[str, ...]:
        """Of its arguments that do not sweep, the words that only some of its variants have."""
        words = [{one.override.text for one in variant if isinstance(one, Fixed)} for variant in self.variants]
        return tuple(sorted(words[0].union(*words).difference(words[0].intersection(*words))))


class Product(NamedTuple):
    """One point of a sweep; ``picks`` holds what was chosen of each argument, as one or several overrides."""

    index: int  # type: ignore[assignment]  # hides tuple.index, as users expect of a product
    picks: tuple[Pick, ...]

    @property
    def overrides(self) -> tuple[str, ...]:
        """The overrides as the application receives them, one word each."""
        return tuple(override.text for override in self.chosen)

    @property
    def values(self) -> dict[str, Value]:
        """The typed values by key."""
        return {override.key: override.value for override in self.chosen}

    @property
    def chosen(self) -> tuple[Override, ...]:
        """The overrides with their keys, typed values and sources."""
        return tuple(chain.from_iterable(self.picks))

    @property
    def id(self) -> str:
        """The identity of the product for ever: 16 hex digits that do not depend on the order of the axes."""
        from heracles.sweep.identity import digest  # noqa: PLC0415

        return digest(self.chosen)


def keys_of(argument: Argument) -> tuple[str, ...]:
    """The keys that an argument sets."""
    return argument.keys if isinstance(argument, Zip) else (argument.key,)


def place_of_key(key: str, keys: Sequence[str]) -> int | None:
    """Where the one of ``keys`` stands that is meant: ``key`` itself, else the first that is ``key`` behind a ``+``."""
    if key in keys:
        return keys.index(key)
    return next((place for place, other in enumerate(keys) if other.lstrip("+") == key), None)


def same(left: Value, right: Value) -> bool:
    """Equality in which true is not 1, 1 is 1.0, and nan is nan."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return bool(left == right) or (left != left and right != right)  # noqa: PLR0124
