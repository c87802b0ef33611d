"""Where copies that run on this machine write."""

from __future__ import annotations

import os

from heracles.frozen import TYPE_CHECKING
from heracles.launchers.base.logs import Written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.launchers.base.logs import Launched


def log_path(folder: str, name: str, attempt: int) -> str:
    """The log, in a folder, of an attempt to run the copy with the products ``name``: output and errors together."""
    return os.path.join(folder, f"{name}.{attempt}.log" if attempt > 1 else f"{name}.log")


def written(folder: str, tasks: Sequence[Launched]) -> tuple[Written, ...]:
    """Where each of the tasks writes, all of them in this folder."""
    paths = (os.path.abspath(log_path(folder, each.name, each.tag.attempt)) for each in tasks)
    return tuple(Written(path, path) for path in paths)
