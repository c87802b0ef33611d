"""Exclusions that match nothing, which are typos: which they are, and why."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from heracles.errors import Faults, UsageError
from heracles.grammar.values import RandomSeeds, Zip
from heracles.sweep.asked import met_in
from heracles.sweep.exclusion import Forbidden
from heracles.sweep.expansion import refuse_empty
from heracles.sweep.known import SHOWN_VALUES, arguments_of_key, refuse_if_it_never_occurs, written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.errors import Place
    from heracles.grammar.values import Override
    from heracles.sweep.values import Condition, Exclusion, Sweep


def refuse_idle_exclusions(sweep: Sweep) -> None:
    """Raises a UsageError for every exclusion that matches nothing, saying why, and where nothing at all is left.

    This is for a sweep as it is declared. Where words on the command line have replaced some of it, an exclusion may
    well match nothing any more, which is no typo.
    """
    met = [met_in(variant, sweep.exclude) for variant in sweep.variants]
    faults = Faults()
    for number, exclusion in enumerate(sweep.exclude):
        with faults.collected():
            _refuse_what_never_occurs(sweep, exclusion)
            if not any(bits >> number & 1 for bits in met):
                raise _never_meets(sweep, exclusion)
    faults.raise_any()
    refuse_empty(sweep)


def _refuse_what_never_occurs(sweep: Sweep, exclusion: Exclusion) -> None:
    faults = Faults()
    for condition in exclusion.conditions:
        with faults.collected():
            known = _known(sweep, condition, exclusion.source)
            for value in condition.values:
                with faults.collected():
                    refuse_if_it_never_occurs(value, condition.key, known, exclusion.source)
    faults.raise_any()


def _known(sweep: Sweep, condition: Condition, place: Place) -> list[Sequence[Override]]:
    arguments = arguments_of_key(sweep, condition.key, place)
    known = [argument.overrides for argument in arguments if not isinstance(argument, (RandomSeeds, Zip))]
    if not known:
        cure = "exclude by another key, or list the seeds"
        raise UsageError(f"{condition.key} is a random seed, which nobody knows before", place, cure)
    return known


def _never_meets(sweep: Sweep, exclusion: Exclusion) -> UsageError:
    found = [(variant, Forbidden.of(variant, (exclusion,))) for variant in sweep.variants]
    matches = (pair for variant, forbidden in found for pair in zip(variant, forbidden.arguments))
    zips = (one for one, matched in matches if isinstance(one, Zip) and not any(matched.occurring()))
    shown = " and ".join(map(_shown, exclusion.conditions))
    cure = next(map(_rows, zips), "no variant has all of these")
    return UsageError(f"no product has {shown}", exclusion.source, cure)


def _shown(condition: Condition) -> str:
    return f"{condition.key} = {' or '.join(map(written, condition.values))}"


def _rows(rows: Zip) -> str:
    shown = [" ".join([override.text for override in row]) for row in islice(rows.rows, SHOWN_VALUES)]
    return f"{rows.key} has {', '.join(shown)}{', ...' if len(rows.rows) > SHOWN_VALUES else ''}"
