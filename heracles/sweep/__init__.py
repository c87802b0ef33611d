"""Sweeps: values, expansion into products, seeds, identity, selection; pure and streaming."""

from heracles.frozen import TYPE_CHECKING
from heracles.sweep.arrangement import by_key, merged, repeated
from heracles.sweep.expansion import count, has_random_seeds, lines, products, refuse_empty
from heracles.sweep.filling import filled
from heracles.sweep.pools import length
from heracles.sweep.selection import selected
from heracles.sweep.values import Condition, Exclusion, Product, Results, Sweep

if TYPE_CHECKING:
    from heracles.sweep.coverage import covering, substituted
    from heracles.sweep.duplicates import refuse_duplicates
    from heracles.sweep.exclusion import excluded
    from heracles.sweep.idle import refuse_idle_exclusions
    from heracles.sweep.replacing import replaced
    from heracles.sweep.wanted import conditions

__all__ = [
    "Condition",
    "Exclusion",
    "Product",
    "Results",
    "Sweep",
    "by_key",
    "conditions",
    "count",
    "covering",
    "excluded",
    "filled",
    "has_random_seeds",
    "length",
    "lines",
    "merged",
    "products",
    "refuse_duplicates",
    "refuse_empty",
    "refuse_idle_exclusions",
    "repeated",
    "replaced",
    "selected",
    "substituted",
]

_MODULES = {
    "conditions": "wanted",
    "covering": "coverage",
    "substituted": "coverage",
    "refuse_duplicates": "duplicates",
    "excluded": "exclusion",
    "refuse_idle_exclusions": "idle",
    "replaced": "replacing",
}
"""Where those are that few commands need."""


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 for few commands

    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
