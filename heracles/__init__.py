"""Heracles sweeps Hydra applications that live inside containers, from the outside, where the scheduler is.

From Python, ``heracles.load`` gives the sweeps of a heracles.toml, and ``heracles.products`` those of words:

    sweep = heracles.load("heracles.toml")["ablation-a"]
    for product in sweep.products():
        print(product.index, product.id, product.overrides, product.values)

Nothing prints, and nothing ends the process: what is wrong is raised as a HeraclesError.
"""

TYPE_CHECKING = False  # typing's own, without the time that importing typing takes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from os import PathLike
    from typing import Union

    from heracles.declared import Sweep, Sweeps
    from heracles.errors import HeraclesError
    from heracles.product import Product
    from heracles.version import __version__

__all__ = ["HeraclesError", "Product", "Sweep", "Sweeps", "__version__", "load", "products"]

_MODULES = {
    "HeraclesError": "errors",
    "Product": "product",
    "Sweep": "declared",
    "Sweeps": "declared",
    "__version__": "version",
}
"""Where those are that are loaded when they are asked for."""


def load(path: "Union[str, PathLike[str], None]" = None) -> "Sweeps":
    """The sweeps that a heracles.toml declares, by name; without ``path``, those of the nearest one from here upwards.

    Each has ``name``, ``script``, ``directory``, ``description``, a length, and ``products()``, which are those that
    ``heracles run`` launches. A name that is not there raises a HeraclesError that is a KeyError too.
    Raises a HeraclesError with all faults of the file. Needs pydantic.
    """
    from heracles import declared  # noqa: PLC0415

    return declared.load(path)


def products(
    words: "Iterable[str]",
    entropy: "Union[int, str, None]" = None,
    config_dir: "Union[str, PathLike[str], None]" = None,
) -> "Iterator[Product]":
    """The products of a sweep, in Hydra's order, made as they are asked for.

    ``words`` are those of a command line (``["a=1,2", "seed=__randseed(5)__"]``); ``entropy`` is what random seeds grow
    from, something new where it is not given; ``config_dir`` is the application's conf folder, for ``glob()``.
    ``${heracles:sweep}`` and ``${heracles:launch}`` stay as they are.
    Raises a HeraclesError with all faults of the words.
    """
    if isinstance(words, str):
        raise TypeError("words is a list of words, not one: [" + repr(words) + "]")
    from os import fspath  # noqa: PLC0415

    from heracles import entropy as entropies, grammar, sweep  # noqa: PLC0415
    from heracles.errors import Place  # noqa: PLC0415
    from heracles.grammar.groups import ConfigDirectory  # noqa: PLC0415
    from heracles.product import public  # noqa: PLC0415

    placed = ((word, Place("word " + str(number), word)) for number, word in enumerate(words, start=1))
    groups = ConfigDirectory(fspath(config_dir)) if config_dir else None
    arguments = sweep.merged(grammar.parse(placed, groups))
    grown_from = entropies.fresh() if entropy is None else str(entropy)
    return public(sweep.products(sweep.Sweep("", "", "", (arguments,), grown_from)), None)


def __dir__() -> "list[str]":
    return __all__


if not TYPE_CHECKING:  # a type checker knows them from above, and that there are no others

    def __getattr__(name: str) -> object:
        if name not in _MODULES:
            raise AttributeError("module 'heracles' has no attribute " + repr(name))
        from importlib import import_module  # noqa: PLC0415

        return getattr(import_module("heracles." + _MODULES[name]), name)
