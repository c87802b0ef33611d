"""Words on the command line that replace arguments of a declared sweep, or add to it."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.grammar.values import Zip
from heracles.sweep.arrangement import followed, left, merged
from heracles.sweep.values import keys_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from heracles.grammar.values import Argument
    from heracles.sweep.values import Sweep

    Variants = tuple[tuple[Argument, ...], ...]


def replaced(sweep: Sweep, words: Iterable[Argument]) -> Sweep:
    """The sweep with each word in the place of what it replaces; one that replaces nothing goes behind all variants.

    A word replaces its key in the variants that have it; where none has it, in those that have it but for a leading
    ``+``. What variants share, they share still. Exclusions stay, though they may match nothing any more.
    """
    variants = sweep.variants
    for word in merged(words):
        variants = _with(variants, word)
    return sweep._replace(variants=variants)


def _with(variants: Variants, word: Argument) -> Variants:
    arguments = {id(argument): argument for variant in variants for argument in variant}
    keys = {key for one in keys_of(word) for key in _meant(one, arguments.values())}
    after = {place: _left(argument, word, keys) for place, argument in arguments.items()}
    touched = {place for place, argument in arguments.items() if after[place] is not argument}
    return tuple(
        followed([after[id(argument)] for argument in variant], word)
        if not touched or not touched.isdisjoint(map(id, variant))
        else variant
        for variant in variants
    )


def _meant(key: str, arguments: Iterable[Argument]) -> Iterator[str]:
    known = {known for argument in arguments for known in keys_of(argument)}
    if key in known:
        return iter((key,))
    return (one for one in known if one.lstrip("+") == key.lstrip("+"))


def _left(argument: Argument, word: Argument, keys: set[str]) -> Argument | None:
    if isinstance(argument, Zip) and isinstance(word, Zip) and argument.key == word.key:
        return None
    return left(argument, keys)
