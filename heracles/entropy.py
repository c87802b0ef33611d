"""What random seeds grow from, where nobody says."""

from __future__ import annotations

import os


def fresh() -> str:
    """A number that nobody has drawn before."""
    return str(int.from_bytes(os.urandom(8), "big"))
