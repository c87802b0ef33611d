"""Hydra's override grammar: the words of a sweep to typed values, and typed values to words."""

from heracles.grammar.groups import ConfigDirectory, Groups
from heracles.grammar.values import Argument, Choices, Fixed, Override, RandomSeeds, Value
from heracles.grammar.words import parse, parse_key, render

__all__ = [
    "Argument",
    "Choices",
    "ConfigDirectory",
    "Fixed",
    "Groups",
    "Override",
    "RandomSeeds",
    "Value",
    "parse",
    "parse_key",
    "render",
]
