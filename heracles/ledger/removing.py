"""Removing a launch from the ledger: at once for whoever reads it, whenever the remover is killed."""

from __future__ import annotations

import os
import time

from heracles.ledger import files, folders

REMOVED = ".removed-"
"""What the name of a folder begins with that is no launch any more; readers pass over names with a dot."""

LONGEST_PREPARATION = 86400.0
"""Seconds after which a folder that was prepared for a launch is nobody's."""


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
    """Goes on where somebody was killed at removing a launch, or at preparing one; raises as ``remove`` does."""
    from shutil import rmtree  # noqa: PLC0415

    for folder in (*_named(home, REMOVED), *filter(_is_old, _named(home, folders.PREPARED))):
        with files.told(folder):
            rmtree(folder)


def _is_old(folder: str) -> bool:
    """Whether nobody prepares it any more."""
    return os.stat(folder).st_mtime < time.time() - LONGEST_PREPARATION


def _named(home: str, prefix: str) -> tuple[str, ...]:
    place = folders.all_launches(home)
    names = os.listdir(place) if os.path.isdir(place) else []
    return tuple(os.path.join(place, name) for name in names if name.startswith(prefix))
