"""Heracles sweeps Hydra applications that live inside containers, from the outside, where the scheduler is.

From Python, ``heracles.products`` gives the products of a sweep:

    for product in heracles.products(["env.num_envs=8,16", "env.name=HalfCheetah,Reacher"]):
        print(product.index, product.id, product.overrides, product.values)
"""

TYPE_CHECKING = False  # typing's own, without the time that importing typing takes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Optional

    from heracles.sweep import Product

__all__ = ["products"]
__version__ = "0.1.0"


def products(
    words: "Iterable[str]", entropy: "Optional[str]" = None, config_dir: "Optional[str]" = None
) -> "Iterator[Product]":
    """The products of a sweep, in Hydra's order, made as they are asked for.

    ``words`` are those of a command line (``a=1,2``, ``seed=__randseed(5)__``); ``entropy`` is what random seeds grow
    from, something new where it is not given; ``config_dir`` is the application's conf folder, for ``glob()``.
    Each product has ``index``, ``id`` (16 hex digits), ``overrides`` (words) and ``values`` (typed, by key).
    Raises a HeraclesError with all faults of the words.
    """
    from heracles import entropy as entropies, grammar, sweep  # noqa: PLC0415
    from heracles.errors import Place  # noqa: PLC0415
    from heracles.grammar.groups import ConfigDirectory  # noqa: PLC0415

    placed = ((word, Place("word " + str(number), word)) for number, word in enumerate(words, start=1))
    groups = ConfigDirectory(config_dir) if config_dir else None
    arguments = sweep.merged(grammar.parse(placed, groups))
    return sweep.products(sweep.Sweep("", "", "", (arguments,), entropy or entropies.fresh()))
