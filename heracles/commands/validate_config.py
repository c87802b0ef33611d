"""``heracles validate-config``: whether heracles.toml says what heracles understands."""

from __future__ import annotations

import os

from heracles import config
from heracles.commands import wording
from heracles.errors import Faults
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.terminal import Terminal


def validate_config(files: Sequence[str], terminal: Terminal) -> int:
    """Reads the files (default: the nearest heracles.toml); raises a UsageError with every fault of all of them."""
    faults = Faults()
    for file in files or (config.find(os.curdir),):
        with faults.collected():
            project = config.load(file)
            sweeps = wording.counted(len(project.sweeps), "sweep", "sweeps")
            terminal.note(f"{file}: {sweeps}, no errors")
    faults.raise_any()
    return 0
