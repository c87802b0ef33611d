"""Of many values, those that are worth trying on each Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence


def first_on_each(values: Sequence[Any]) -> list[Any]:
    """Parameters, of which the first is tried on each Python and the others on the newest; a tuple is a row of them."""
    rows = [value if isinstance(value, tuple) else (value,) for value in values]
    return [pytest.param(*rows[0]), *(pytest.param(*row, marks=pytest.mark.once) for row in rows[1:])]
