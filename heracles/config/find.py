"""Where heracles.toml is, and what messages call it."""

from __future__ import annotations

import os

from heracles.errors import UsageError

FILE_NAME = "heracles.toml"
CURE = "write one with: heracles init   or name one with: --config FILE"


def find(start: str, cure: str = CURE) -> str:
    """The path of the nearest heracles.toml in the folder ``start`` or above it.

    Raises a UsageError with that cure where there is none.
    """
    found = nearest(start)
    if found is None:
        what = f"there is no {FILE_NAME} in {os.path.abspath(start)} or in a folder above it"
        raise UsageError(what, cure=cure)
    return found


def nearest(start: str) -> str | None:
    """The path of the nearest heracles.toml in the folder ``start`` or above it, as git finds ``.git``, or None."""
    folder = os.path.abspath(start)
    while not os.path.lexists(path := os.path.join(folder, FILE_NAME)):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return path


def shown(path: str) -> str:
    """The path of a file as messages give it: from the working directory, where that is shorter."""
    try:
        return min(os.path.relpath(path), path, key=len)
    except OSError:
        return path
