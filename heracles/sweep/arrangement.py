"""Which argument holds where a key is given more than once."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heracles.grammar.values import Argument


def merged(arguments: Iterable[Argument]) -> tuple[Argument, ...]:
    """Keeps the first place and the last value of a repeated key, as Hydra's BasicSweeper does."""
    by_key = {argument.key: argument for argument in arguments}
    return tuple(by_key.values())


def repeated(arguments: Iterable[Argument]) -> tuple[Argument, ...]:
    """The arguments that a later one of the same key replaces."""
    replaced = []
    latest: dict[str, Argument] = {}
    for argument in arguments:
        if argument.key in latest:
            replaced.append(latest[argument.key])
        latest[argument.key] = argument
    return tuple(replaced)
