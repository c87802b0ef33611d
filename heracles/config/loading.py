"""From a heracles.toml to the project that it declares."""

from __future__ import annotations

import os

from heracles.config.find import shown
from heracles.config.requirements import require_readers
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from heracles.config.project import Part, Project


def load(path: str) -> Project:
    """Reads, checks and compiles the file at ``path``.

    Raises a UsageError where it cannot be read, and one with every fault where it does not declare what it should.
    """
    require_readers()
    from heracles.config.compiling import compiled  # noqa: PLC0415
    from heracles.config.document import read  # noqa: PLC0415

    try:
        return compiled(read(path), os.path.abspath(path))
    except RecursionError:
        raise UsageError(f"lists or tables in {shown(path)} are nested too deeply") from None


def explain(path: str, name: str) -> tuple[Part, ...]:
    """Each part of a sweep of the file at ``path``, its text and where it was declared, in the product's order.

    A part of a variant is called ``variant 1: axis``. Raises as ``load`` does, and where there is no such sweep.
    """
    sweep = load(path).sweep(name)
    from heracles.config.document import read  # noqa: PLC0415
    from heracles.config.explaining import explained  # noqa: PLC0415

    return explained(read(path), sweep)
