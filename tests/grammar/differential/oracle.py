"""What Hydra itself makes of a word: its parser, then the sweeper that expands ``--multirun``."""

from __future__ import annotations

import random
import warnings
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import hydra
    from hydra._internal.core_plugins.basic_sweeper import BasicSweeper
    from hydra.core.override_parser.overrides_parser import OverridesParser
    from hydra.core.override_parser.types import Override

if TYPE_CHECKING:
    from hydra.core.config_loader import ConfigLoader

IS_1_3 = hydra.__version__.startswith("1.3.")
TOO_MANY = 3000
"""Values of a sweep after which the oracle gives up: some of Hydra's ranges never end."""


class Answer(NamedTuple):
    """What Hydra passes to the jobs of a sweep: the words, and the typed values that it read."""

    is_sweep: bool
    key: str
    words: list[str]
    values: list[Any]
    is_endless: bool = False


def ask(word: str, loader: ConfigLoader | None = None) -> Answer | None:
    """Hydra's answer to one word; None if it refuses, in whatever way."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _answer(OverridesParser.create(loader).parse_overrides([word])[0])
        except Exception:
            return None


def read_back(word: str) -> tuple[str, Any]:
    """The key and the typed value of a word that must not sweep."""
    answer = ask(word)
    assert answer is not None, f"Hydra refuses {word!r}"
    assert not answer.is_sweep, f"Hydra takes {word!r} for a sweep"
    return answer.key, answer.values[0]


def _answer(override: Override) -> Answer:
    key = override.get_key_element()
    if not override.is_sweep_override():
        words = BasicSweeper.split_arguments([override], None)[0]
        return Answer(False, key, [word for product in words for word in product], [override.value()])
    if override.is_hydra_override():
        message = "Hydra's run() refuses to sweep over its own configuration"
        raise ValueError(message)
    if override.is_discrete_sweep() and len(list(islice(override.sweep_iterator(), TOO_MANY))) == TOO_MANY:
        return Answer(True, key, [], [], is_endless=True)
    random.seed(0)
    words = BasicSweeper.split_arguments([override], None)[0]
    random.seed(0)
    values = [Override._convert_value(value) for value in override.sweep_iterator()]  # noqa: SLF001 as its value() does
    return Answer(True, key, [word for product in words for word in product], values)
