"""A sweep and its products, as plain frozen values."""

from __future__ import annotations

from itertools import chain

from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from heracles.grammar.values import Argument, Override, Value


class Sweep(NamedTuple):
    """A script, what varies and how it is launched; nothing behind it knows whether it was declared or given ad hoc.

    ``script`` is a path, relative to ``directory``, from which the sweep runs; ``arguments`` are its overrides, axes
    and seeds in the order of the product, the last one fastest; ``entropy`` is what its random seeds grow from;
    ``config_dir`` is the application's conf folder, relative to ``directory`` too.
    """

    name: str
    script: str
    directory: str
    arguments: tuple[Argument, ...]
    entropy: str
    launcher: str | None = None
    placement: str | None = None
    description: str = ""
    config_dir: str | None = None


class Product(NamedTuple):
    """One point of a sweep; ``picks`` holds what was chosen of each axis, as one or several overrides."""

    index: int  # type: ignore[assignment]  # hides tuple.index, as users expect of a product
    picks: tuple[tuple[Override, ...], ...]

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
