"""Where the runs of a sweep leave their results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heracles.errors import Place
from heracles.results import check_name
from heracles.sweep.result_paths import check_path
from heracles.sweep.values import Results

if TYPE_CHECKING:
    from heracles.config.layers import Layer
    from heracles.errors import Faults


def results(layer: Layer, faults: Faults) -> Results | None:
    """What a layer says of them; what is wrong with it goes to ``faults``."""
    table, entry = layer.table.results, layer.entry.inside("results", "path")
    if table is None:
        return None
    with faults.collected():
        place = Place(entry.value.label, table.path)
        check_path(table.path, place)
        check_name(table.path, place)
    return Results(table.path, tuple(dict.fromkeys(table.keys)))
