"""``${heracles:id}``, ``:index``, ``:sweep`` and ``:launch`` in the words of a product, replaced by their values."""

from __future__ import annotations

from itertools import chain

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.grammar.templates import PRODUCT
from heracles.grammar.values import Fixed, RandomSeeds, Zip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from heracles.grammar.values import Argument, Override, Value
    from heracles.sweep.values import Product, Sweep


class Filled(NamedTuple):
    """A product as it is launched: what its words ask of it is filled in; ``id`` is that of the words before."""

    index: int  # type: ignore[assignment]  # hides tuple.index, as in Product
    id: str
    overrides: tuple[str, ...]
    values: dict[str, Value]


def askers(sweep: Sweep, name: str = "") -> Iterator[Override]:
    """The overrides of a sweep that ask for something of their product, or for what has this name."""
    form = f"{PRODUCT}{name}}}" if name else PRODUCT
    overrides = chain.from_iterable(map(_written, sweep.arguments))
    return (override for override in overrides if form in override.text)


def _written(argument: Argument) -> Iterable[Override]:
    """The overrides that somebody wrote: those that are computed as they are asked for stand in a word of its own."""
    if isinstance(argument, RandomSeeds):
        return ()
    options: Sequence[object] = argument.rows if isinstance(argument, Zip) else argument.overrides
    if not isinstance(options, tuple) and PRODUCT not in argument.source.text:
        return ()
    return chain.from_iterable(argument.rows) if isinstance(argument, Zip) else argument.overrides


def filled_product(product: Product, sweep: str | None, launch: str | None) -> Filled:
    """A product as it is launched; without a sweep or a launch, what asks for it stays as it is."""
    chosen, id_ = product.chosen, product.id
    names = _names(id_, product.index, sweep, launch)
    words = _filled(tuple([override.text for override in chosen]), names)
    return Filled(product.index, id_, words, {each.key: _value(each, word, names) for each, word in zip(chosen, words)})


def filled(
    words: tuple[str, ...],
    id: str,  # noqa: A002  # its name
    index: int,
    sweep: str,
    launch: str | None,
) -> tuple[str, ...]:
    """The words of a product as the application receives them; those that ask for nothing stay as they are.

    What is filled in is text, and quoted for Hydra where it would read as something else (an id such as ``12e4...``, a
    sweep named ``a,b``); only a value that is nothing but an index is a number. Other interpolations are not touched,
    nor, without a launch, what asks for it.
    """
    return _filled(words, _names(id, index, sweep, launch)) if PRODUCT in "".join(words) else words


def fillable(arguments: tuple[str, ...]) -> tuple[str, ...]:
    """The arguments of a sweep that are words: some are lines of heracles.toml, which nothing can be filled in."""
    if PRODUCT not in "".join(arguments):
        return arguments
    from heracles.sweep.blanks import words_among  # noqa: PLC0415 for few sweeps

    return words_among(arguments)


def _filled(words: tuple[str, ...], names: Mapping[str, str]) -> tuple[str, ...]:
    from heracles.sweep.blanks import filled_word  # noqa: PLC0415 for few sweeps

    return tuple([filled_word(word, names) if PRODUCT in word else word for word in words])


def _names(id_: str, index: int, sweep: str | None, launch: str | None) -> dict[str, str]:
    names = {"id": id_, "index": str(index), "sweep": sweep, "launch": launch}
    return {name: value for name, value in names.items() if value is not None}


def _value(override: Override, word: str, names: Mapping[str, str]) -> Value:
    """What Hydra reads of a word that was filled in."""
    if word is override.text:
        return override.value
    if f"{PRODUCT}index}}" in override.text:
        from heracles.grammar.words import parse  # noqa: PLC0415 for few sweeps

        (argument,) = parse([(word, override.source)])
        return argument.override.value if isinstance(argument, Fixed) else override.value
    return _replaced(override.value, names)


def _replaced(value: Value, names: Mapping[str, str]) -> Value:
    from heracles.sweep.blanks import replaced  # noqa: PLC0415 for few sweeps

    if isinstance(value, str):
        return replaced(value, names, names)
    if isinstance(value, list):
        return [_replaced(each, names) for each in value]
    if isinstance(value, dict):
        return {key: _replaced(each, names) for key, each in value.items()}
    return value
