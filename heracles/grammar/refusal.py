"""The error of a function: it knows what is wrong with its arguments, but not where they stood."""

from __future__ import annotations


class Refused(ValueError):
    """A function cannot take its arguments: what is wrong, what would be right, and which argument it is, if one."""

    def __init__(self, what: str, cure: str = "", argument: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.cure = cure
        self.argument = argument
