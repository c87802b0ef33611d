"""The sweeps of a heracles.toml, as Python code meets them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from heracles import config, sweep as sweeps
from heracles.errors import UsageError
from heracles.sweep.filling import filled_product

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.config import Project
    from heracles.errors import HeraclesError
    from heracles.sweep.filling import Filled


class NoSuchSweep(UsageError, KeyError):
    """What was asked for is no name of a sweep."""


class Sweep:
    """A declared sweep; its length is the number of its products.

    ``script`` is a path from ``directory``, the absolute path of the folder of heracles.toml.
    """

    def __init__(self, sweep: sweeps.Sweep) -> None:
        self._sweep = sweep
        self.name = sweep.name
        self.script = sweep.script
        self.directory = sweep.directory
        self.description = sweep.description

    def products(self) -> Iterator[Filled]:
        """The products, in order, made as they are asked for, with the ids, seeds and words that a launch gives them.

        Each has ``index``, ``id`` (16 hex digits), ``overrides`` (words) and ``values`` (typed, by key);
        ``${heracles:launch}`` stays as it is.
        """
        return (filled_product(product, self.name, None) for product in sweeps.products(self._sweep))

    def __iter__(self) -> Iterator[Filled]:
        return self.products()

    def __len__(self) -> int:
        return sweeps.count(self._sweep)

    def __repr__(self) -> str:
        return f"<sweep {self.name} of {self.script}>"


class Sweeps(Mapping[str, Sweep]):
    """The sweeps of a heracles.toml by name, in its order; ``path`` is the absolute path of the file."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._sweeps = {sweep.name: Sweep(sweep) for sweep in project.sweeps}
        self.path = project.path

    def __getitem__(self, name: str) -> Sweep:
        if name not in self._sweeps:
            raise self._no_such(name)
        return self._sweeps[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sweeps)

    def __len__(self) -> int:
        return len(self._sweeps)

    def __repr__(self) -> str:
        return f"<sweeps of {self.path}: {', '.join(self)}>"

    def _no_such(self, name: str) -> HeraclesError:
        try:
            self._project.sweep(str(name))
        except UsageError as error:
            return NoSuchSweep.of(error.faults)
        return NoSuchSweep(f"{name!r} is no name of a sweep")


def load(path: str | os.PathLike[str] | None = None) -> Sweeps:
    """The sweeps of the file at ``path``, or of the nearest heracles.toml; raises a HeraclesError with every fault."""
    return Sweeps(config.load(config.find(os.curdir) if path is None else os.fspath(path)))
