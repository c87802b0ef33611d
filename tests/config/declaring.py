"""A sweep that is declared by a few lines: its products, or what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from heracles import config
from heracles.errors import UsageError
from heracles.sweep import products
from tests.config.telling import block, write

if TYPE_CHECKING:
    from pathlib import Path

    from heracles.sweep import Sweep


def declared(folder: Path, lines: str) -> Sweep:
    """The sweep ``a`` that is declared by these lines, from the third line on, and a script."""
    write(folder, f'[sweeps.a]\nscript = "s.sh"\n{block(lines)}\n')
    return config.load("heracles.toml").sweep("a")


def words(folder: Path, lines: str) -> list[tuple[str, ...]]:
    """The products of that sweep."""
    return [product.overrides for product in products(declared(folder, lines))]


def faults(folder: Path, lines: str) -> list[tuple[str, str, str]]:
    """What is wrong with that sweep, where, and the cure."""
    with pytest.raises(UsageError) as caught:
        declared(folder, lines)
    return [(fault.what, fault.place.label if fault.place else "", fault.cure) for fault in caught.value.faults]
