"""Hydra's override grammar: the words of a sweep to typed values, and typed values to words."""

from heracles.frozen import TYPE_CHECKING
from heracles.grammar.keys import parse_key
from heracles.grammar.rendering import render
from heracles.grammar.values import Choices, Fixed, Override, RandomSeeds, Zip
from heracles.grammar.words import parse

if TYPE_CHECKING:
    from heracles.grammar.groups import Groups as Groups
    from heracles.grammar.values import Argument as Argument, Value as Value

__all__ = ["Choices", "Fixed", "Override", "RandomSeeds", "Zip", "parse", "parse_key", "render"]
