"""Long lists of names, kept as text that reads like prose."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())
