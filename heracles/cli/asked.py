"""What is raised where the user asked for a text instead of for work."""

from __future__ import annotations


class Asked(Exception):
    """Help, or the version."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text
