"""Sweeps: values, expansion into products, seeds, identity, selection; pure and streaming."""

from heracles.sweep.arrangement import by_key, merged, repeated
from heracles.sweep.expansion import count, has_random_seeds, length, lines, products
from heracles.sweep.filling import filled
from heracles.sweep.selection import conditions, selected
from heracles.sweep.values import Condition, Exclusion, Product, Sweep

__all__ = [
    "Condition",
    "Exclusion",
    "Product",
    "Sweep",
    "by_key",
    "conditions",
    "count",
    "filled",
    "has_random_seeds",
    "length",
    "lines",
    "merged",
    "products",
    "repeated",
    "selected",
]
