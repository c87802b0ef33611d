"""Products as JSON Lines."""

from __future__ import annotations

import json
from math import isfinite

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from heracles.grammar import Value
    from heracles.ledger.values import Recordable


def json_line(product: Recordable, **more: object) -> str:
    """One product as one JSON object: ``index``, ``id``, ``overrides`` (words), ``values`` (typed, by key) and more."""
    fields = {
        "index": product.index,
        "id": product.id,
        "overrides": product.overrides,
        "values": {key: _portable(value) for key, value in product.values.items()},
        **more,
    }
    return json.dumps(fields)


def _portable(value: Value) -> Value:
    """The value with nan and the infinities as text, since JSON has no numbers for them."""
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {key: _portable(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_portable(each) for each in value]
    return value
