"""What a sweep says, and what ``[defaults]`` says for all of them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from heracles.grammar.groups import ConfigDirectory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.config.document import Document, Entry
    from heracles.config.models import File
    from heracles.config.sweep_models import Sweep
    from heracles.grammar import Groups


class Layer(NamedTuple):
    """A table with the keys of a sweep, and where it stands."""

    table: Sweep
    entry: Entry


class Layers(NamedTuple):
    """The table of the sweep of that name, and that of the defaults."""

    name: str
    own: Layer
    defaults: Layer

    def saying(self, key: str) -> Layer:
        """The layer whose value of the key holds: that of the defaults where the sweep has none."""
        return self.own if key in self.own.table.model_fields_set else self.defaults

    def groups(self, directory: str) -> Groups | None:
        """The config groups from which ``glob()`` selects, where the file lies in ``directory``."""
        config_dir = self.saying("config_dir").table.config_dir
        return None if config_dir is None else ConfigDirectory(os.path.join(directory, config_dir))


def layers(file: File, document: Document) -> Iterator[Layers]:
    """Those of each sweep of a file, in its order."""
    defaults = Layer(file.defaults, document.entry("defaults"))
    for name, table in file.sweeps.items():
        yield Layers(name, Layer(table, document.entry("sweeps", name)), defaults)
