"""The values that override text stands for: what the rest of heracles sees of the grammar."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Union

    from heracles.errors import Place

    Value = Any
    """What Hydra reads: None, bool, int, float, str, or lists and dicts of these; keys of a dict are mostly str."""

    Argument = Union["Fixed", "Choices", "RandomSeeds", "Zip"]
    """What one word of a sweep means."""


class Override(NamedTuple):
    """One word as the application receives it.

    ``text`` is the whole word (``+env.num_envs=8``), ``key`` its key element with prefix and package
    (``+env.num_envs``), ``value`` the typed value that Hydra reads back from it, ``source`` where the user wrote it.
    """

    text: str
    key: str
    value: Value
    source: Place


class Fixed(NamedTuple):
    """An argument that does not sweep; its override is the argument as it was typed."""

    override: Override

    @property
    def key(self) -> str:
        return self.override.key

    @property
    def overrides(self) -> tuple[Override, ...]:
        """The one override, as an argument that sweeps has several."""
        return (self.override,)

    @property
    def source(self) -> Place:
        return self.override.source


class Choices(NamedTuple):
    """An argument that sweeps: one override per value, in order; may be empty (``range(0)``), may be lazy.

    ``note`` is what the user should be told once, if anything: which options a ``glob()`` cannot see.
    """

    key: str
    overrides: Sequence[Override]
    source: Place
    note: str = ""


class RandomSeeds(NamedTuple):
    """``key=__randseed(count)__``: that many random seeds for every product."""

    key: str
    count: int  # type: ignore[assignment]  # not tuple.count
    source: Place


class Zip(NamedTuple):
    """``key=zip(...)``: several keys that take their values together, one axis of the product.

    ``key`` is only a name for it; ``keys`` are those of the overrides, in the order that they have in every one of
    ``rows``, which may be lazy.
    """

    key: str
    keys: tuple[str, ...]
    rows: Sequence[tuple[Override, ...]]
    source: Place
