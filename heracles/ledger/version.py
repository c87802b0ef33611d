"""Which heracles may read a file: an older one is told so before it misreads anything."""

from __future__ import annotations

from heracles.errors import LaunchError
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

FORMAT = 1


def header(heracles: str) -> dict[str, Any]:
    """What a file begins with: the version of its format, and of the heracles that began it."""
    return {"format": FORMAT, "heracles": heracles}


def check(path: str, header: dict[str, Any]) -> None:
    """Raises a LaunchError where a newer heracles wrote the file, a KeyError or TypeError where this is no header."""
    if header["format"] > FORMAT:
        what = f"{path} was written by a newer heracles, in format {header['format']}; this one reads up to {FORMAT}"
        raise LaunchError(what, cure=f"go on with heracles {header['heracles']} or newer")
