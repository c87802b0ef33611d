"""Which values of refused products are the cause: those that are refused in an accepted product, too."""

from __future__ import annotations

from heracles import sweep as sweeps
from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from heracles.commands.trying.trials import Application
    from heracles.errors import Place
    from heracles.grammar import Argument
    from heracles.grammar.values import Override
    from heracles.sweep import Product, Sweep

MOST_BASES = 4
"""Refused products of which each argument is left out in turn, where none is accepted."""


class Tried(NamedTuple):
    """A product of a variant, and why the application refuses it; "": it does not."""

    variant: int
    product: Product
    refusal: str


class Cause(NamedTuple):
    """What is refused, in words, where the user wrote it, and what the application says."""

    what: str
    place: Place | None
    refusal: str


class _Suspect(NamedTuple):
    """A value of a refused product, and the words in which it is tried."""

    words: tuple[str, ...]
    overrides: tuple[str, ...]
    place: Place


def causes(tried: Sequence[Tried], sweep: Sweep, application: Application) -> tuple[Cause, ...]:
    """Why products are refused: each cause once, with the values that bring it about.

    A value that occurs in an accepted product is not suspected. Where a variant has no such product, each argument of
    a refused one is left out in turn; where that helps, the other values are looked at without it.
    """
    found: list[Cause] = []
    for number, variant in enumerate(sweep.variants):
        of_variant = [each for each in tried if each.variant == number]
        found += _of_variant(of_variant, variant, sweep, application)
    return _grouped(found)


def _of_variant(
    tried: Sequence[Tried], variant: Sequence[Argument], sweep: Sweep, application: Application
) -> Iterator[Cause]:
    refused = [each for each in tried if each.refusal]
    accepted = [each.product for each in tried if not each.refusal]
    if not refused:
        return
    if accepted:
        yield from _of_values(refused, accepted, variant, sweep, application)
        return
    helping = _left_out_with_success(refused, variant, application)
    if not helping:
        yield Cause("", None, refused[0].refusal)
    for place, each in helping.items():
        yield _of_key(variant[place], each, place)
    if helping:
        rest = [argument for place, argument in enumerate(variant) if place not in helping]
        yield from _of_variant(_again(refused, helping, application), rest, sweep, application)


def _of_values(
    refused: Sequence[Tried],
    accepted: Sequence[Product],
    variant: Sequence[Argument],
    sweep: Sweep,
    application: Application,
) -> Iterator[Cause]:
    known = [{_texts(product.picks[place]) for product in accepted} for place in range(len(variant))]
    suspects = [tuple(_suspects(each.product, accepted, known, sweep, application)) for each in refused]
    words = tuple({suspect.words: None for of_product in suspects for suspect in of_product})
    refusals = {words[number]: why for number, why in application.refusals(words)}
    for each, of_product in zip(refused, suspects):
        guilty = [suspect for suspect in of_product if refusals[suspect.words]]
        for suspect in guilty:
            yield Cause(" ".join(suspect.overrides), suspect.place, refusals[suspect.words])
        if not guilty:
            yield Cause(_together(each.product, variant), None, each.refusal)


def _suspects(
    product: Product,
    accepted: Sequence[Product],
    known: Sequence[Collection[tuple[str, ...]]],
    sweep: Sweep,
    application: Application,
) -> Iterator[_Suspect]:
    """The values of a refused product that no accepted one has, each in an accepted one."""
    for place, pick in enumerate(product.picks):
        if _texts(pick) not in known[place]:
            candidates = (sweeps.substituted(base, place, product) for base in accepted)
            in_other = next((each for each in candidates if not sweeps.excluded(sweep, each)), None)
            if in_other is not None:
                yield _Suspect(application.overrides(in_other), _texts(pick), pick[0].source)


def _together(product: Product, variant: Sequence[Argument]) -> str:
    """The values of a product that vary: no single one of them is refused."""
    picks = (pick for pick, argument in zip(product.picks, variant) if sweeps.length(argument) > 1)
    return f"{' '.join(text for pick in picks for text in _texts(pick))} together"


def _left_out_with_success(
    refused: Sequence[Tried], variant: Sequence[Argument], application: Application
) -> dict[int, Tried]:
    """The places of the arguments without which a refused product is accepted, each with the first such product."""
    trials = [(each, place) for each in refused[:MOST_BASES] for place in range(len(variant))]
    words = [application.overrides(_without(each.product, (place,))) for each, place in trials]
    found: dict[int, Tried] = {}
    for number, why in sorted(application.refusals(words)):
        each, place = trials[number]
        if not why:
            found.setdefault(place, each)
    return found


def _of_key(argument: Argument, refused: Tried, place: int) -> Cause:
    texts = " ".join(_texts(refused.product.picks[place]))
    what = texts if sweeps.length(argument) == 1 else f"any value of {argument.key}, such as {texts}"
    return Cause(what, argument.source, refused.refusal)


def _again(refused: Sequence[Tried], left_out: Collection[int], application: Application) -> list[Tried]:
    """The products as they are taken without some of their arguments."""
    products = [_without(each.product, left_out) for each in refused]
    refusals = dict(application.refusals([application.overrides(product) for product in products]))
    return [
        Tried(each.variant, product, refusals[number]) for number, (each, product) in enumerate(zip(refused, products))
    ]


def _without(product: Product, places: Collection[int]) -> Product:
    return product._replace(picks=tuple(pick for place, pick in enumerate(product.picks) if place not in places))


def _texts(pick: Iterable[Override]) -> tuple[str, ...]:
    return tuple(override.text for override in pick)


def _grouped(found: Iterable[Cause]) -> tuple[Cause, ...]:
    """The causes, those of which the application says the same as one."""
    by_refusal: dict[str, list[Cause]] = {}
    for cause in found:
        by_refusal.setdefault(cause.refusal, []).append(cause)
    return tuple(
        Cause(", ".join(dict.fromkeys(cause.what for cause in group)), group[0].place, refusal)
        for refusal, group in by_refusal.items()
    )
