"""Which argument holds where a key is given more than once."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.grammar.values import Choices, Zip
from heracles.sweep.values import keys_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from heracles.grammar.values import Argument, Override


def by_key(argument: Argument) -> tuple[Argument, ...]:
    """An argument for each key that an argument sets: each key of a zip as if it were swept alone."""
    return _of_keys(argument, keys_of(argument))


def merged(arguments: Iterable[Argument]) -> tuple[Argument, ...]:
    """Keeps the first place and the last value of a repeated key, as Hydra's BasicSweeper does.

    Of a zip that loses some of its keys, the rows that differ in the others are left; a later zip of the same name
    replaces all of it.
    """
    kept: tuple[Argument, ...] = ()
    for argument in arguments:
        kept = _followed(kept, argument)
    return kept


def repeated(arguments: Iterable[Argument]) -> tuple[Argument, ...]:
    """The arguments that a later one of the same key replaces; of a zip, those of the keys that it loses."""
    replaced: list[Argument] = []
    kept: tuple[Argument, ...] = ()
    for argument in arguments:
        replaced += [lost for earlier in kept for lost in _lost(earlier, argument)]
        kept = _followed(kept, argument)
    return tuple(replaced)


def _followed(kept: tuple[Argument, ...], argument: Argument) -> tuple[Argument, ...]:
    return followed([None if _replaces_all(argument, one) else left(one, keys_of(argument)) for one in kept], argument)


def followed(left: Sequence[Argument | None], argument: Argument) -> tuple[Argument, ...]:
    """What is left of some arguments, with one more in the place of the first of which nothing is left, else behind."""
    place = left.index(None) if None in left else len(left)
    return tuple(one for one in (*left[:place], argument, *left[place:]) if one is not None)


def left(argument: Argument, keys: Container[str]) -> Argument | None:
    """What is left of an argument without these keys; itself, if it has none of them."""
    if not _of_keys(argument, keys):
        return argument
    return _without(argument, keys) if isinstance(argument, Zip) else None


def _lost(earlier: Argument, later: Argument) -> tuple[Argument, ...]:
    return (earlier,) if _replaces_all(later, earlier) else _of_keys(earlier, keys_of(later))


def _replaces_all(later: Argument, earlier: Argument) -> bool:
    return isinstance(earlier, Zip) and isinstance(later, Zip) and earlier.key == later.key


def _of_keys(argument: Argument, keys: Container[str]) -> tuple[Argument, ...]:
    if not isinstance(argument, Zip):
        return (argument,) if argument.key in keys else ()
    places = [place for place, key in enumerate(argument.keys) if key in keys]
    return tuple(Choices(argument.keys[place], _column(argument, place), argument.source) for place in places)


def _without(rows: Zip, lost: Container[str]) -> Zip | None:
    places = [place for place, key in enumerate(rows.keys) if key not in lost]
    shorter = [tuple(row[place] for place in places) for row in rows.rows]
    different = {tuple(override.text for override in row): row for row in shorter}
    keys = tuple(rows.keys[place] for place in places)
    return rows._replace(keys=keys, rows=tuple(different.values())) if keys else None


def _column(rows: Zip, place: int) -> Sequence[Override]:
    if isinstance(rows.rows, tuple):
        return tuple(row[place] for row in rows.rows)
    from heracles.grammar.lazy import Mapped  # noqa: PLC0415 only for numbers

    return Mapped(lambda row: row[place], rows.rows)
