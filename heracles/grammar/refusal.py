"""The error of a function: it knows what is wrong with its arguments, but not where they stood."""

from __future__ import annotations


class Refused(ValueError):
    """A function cannot take its arguments: what is wrong, and what would be right."""

    def __init__(self, what: str, cure: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.cure = cure
