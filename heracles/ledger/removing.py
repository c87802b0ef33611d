"""Removing a launch from the ledger: at once for whoever reads it, whenever the remover is killed."""

from __future__ import annotations

import os

from heracles.frozen import TYPE_CHECKING
from heracles.ledger import files, folders

if TYPE_CHECKING:
    from collections.abc import Iterator

REMOVED = ".removed-"
"""What the name of a folder begins with that is no launch any more; readers pass over names with a dot."""


def remove(home: str, launch: str) -> None:
    """Removes all that is kept of a launch; raises a LaunchError where that cannot be."""
    from shutil import rmtree  # noqa: PLC0415

    folder = folders.launch_folder(home, launch)
    aside = os.path.join(folders.all_launches(home), f"{REMOVED}{launch}")
    with files.told(folder):
        os.rename(folder, aside)
        files.sync_folder(folders.all_launches(home))
        rmtree(aside)


def sweep_up(home: str) -> None:
    """Goes on where somebody was killed at removing a launch; raises as ``remove`` does."""
    from shutil import rmtree  # noqa: PLC0415

    for folder in tuple(_half_removed(home)):
        with files.told(folder):
            rmtree(folder)


def _half_removed(home: str) -> Iterator[str]:
    place = folders.all_launches(home)
    names = os.listdir(place) if os.path.isdir(place) else []
    return (os.path.join(place, name) for name in names if name.startswith(REMOVED))
