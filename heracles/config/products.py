"""What is wrong with the products of sweeps that are declared rightly: some are twice, or exclusions leave out none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heracles import sweep as sweeps
from heracles.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection

    from heracles.errors import Faults
    from heracles.sweep import Exclusion, Sweep


def refuse_repeated_products(declared: Collection[Sweep], faults: Faults) -> None:
    """Adds a fault for what makes the same product of a sweep twice."""
    for sweep in declared:
        with faults.collected():
            sweeps.refuse_duplicates(sweep)


def refuse_idle_exclusions(declared: Collection[Sweep], inherited: Collection[Exclusion], faults: Faults) -> None:
    """Adds a fault for each exclusion of a sweep's own that leaves out nothing, and for all that leave nothing."""
    for sweep in declared:
        own = tuple(one for one in sweep.exclude if one not in inherited)
        with faults.collected():
            sweeps.refuse_idle_exclusions(sweep._replace(exclude=own))
            _refuse_emptied(sweep)


def _refuse_emptied(sweep: Sweep) -> None:
    if not sweeps.count(sweep):
        what = f"the sweep {sweep.name} has no products: all are excluded"
        raise UsageError(what, sweep.exclude[0].source, "exclude less of it")


def refuse_idle_defaults(declared: Collection[Sweep], inherited: Collection[Exclusion], faults: Faults) -> None:
    """Adds a fault for each inherited exclusion that leaves out nothing of any sweep."""
    for exclusion in inherited:
        if all(_is_idle(exclusion, sweep) for sweep in declared):
            what = "this leaves out no product of any sweep"
            faults.add(what, exclusion.source, "look for a typo in its keys and values, or take it out")


def _is_idle(exclusion: Exclusion, sweep: Sweep) -> bool:
    return sweeps.count(sweep._replace(exclude=(exclusion,))) == sweeps.count(sweep._replace(exclude=()))
