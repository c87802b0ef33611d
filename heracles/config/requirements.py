"""Whether the packages are there without which heracles.toml cannot be read."""

from __future__ import annotations

import sys
from importlib import import_module

from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PYDANTIC = "pydantic >= 2"
LAST_WITHOUT_TOMLLIB = (3, 10)


def require_readers() -> None:
    """Raises a UsageError that says what to install, where pydantic 2 or a reader of TOML cannot be imported."""
    missing = list(_missing())
    if missing:
        packages = " ".join(f"'{package}'" if " " in package else package for package in missing)
        what = f"heracles.toml needs {' and '.join(missing)}, which this Python cannot import"
        raise UsageError(what, cure=f"install with: {sys.executable or 'python3'} -m pip install {packages}")


def _missing() -> Iterator[str]:
    if not _has("pydantic") or import_module("pydantic").VERSION.startswith("1."):
        yield PYDANTIC
    if sys.version_info[:2] <= LAST_WITHOUT_TOMLLIB and not _has("tomli"):
        yield "tomli"


def _has(module: str) -> bool:
    try:
        import_module(module)
    except ImportError:
        return False
    return True
