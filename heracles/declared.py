"""The sweeps of a heracles.toml, as Python code meets them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from heracles import config, sweep as sweeps
from heracles.errors import UsageError
from heracles.product import public

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.config import Project
    from heracles.errors import HeraclesError
    from heracles.product import Product


class NoSuchSweep(UsageError, KeyError):
    """What was asked for is no name of a sweep."""


class Sweep:
    """A declared sweep: its products are those of ``products()`` or of a loop over it, and its length is their number.

    ``script`` is a path from ``directory``, the absolute path of the folder of heracles.toml.
    """

    def __init__(self, sweep: sweeps.Sweep) -> None:
        self._sweep = sweep
        self.name = sweep.name
        self.script = sweep.script
        self.directory = sweep.directory
        self.description = sweep.description

    def products(self) -> Iterator[Product]:
        """The products, in order, made as they are asked for, with the ids, seeds and words that a launch gives them.

        ``${heracles:launch}`` stays as it is.
        """
        return public(sweeps.products(self._sweep), self.name)

    def __iter__(self) -> Iterator[Product]:
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
    cure = "write one with: heracles init   or name one: heracles.load(PATH)"
    return Sweeps(config.load(config.find(os.curdir, cure) if path is None else os.fspath(path)))
