"""The record on disk: where it is, and what a launch is called."""

from __future__ import annotations

import os
import time

HOME = ".heracles"
PROJECT_FILE = "heracles.toml"


def home(directory: str) -> str:
    """The ledger's folder for a script in ``directory``: with the nearest ledger or heracles.toml above, else there."""
    here = os.path.abspath(directory)
    above = here
    while True:
        if any(os.path.exists(os.path.join(above, name)) for name in (HOME, PROJECT_FILE)):
            return os.path.join(above, HOME)
        if above == os.path.dirname(above):
            return os.path.join(here, HOME)
        above = os.path.dirname(above)


def new_launch() -> str:
    """A name that no other launch has: the time, for people, and four random bytes."""
    return f"{time.strftime('%Y%m%d-%H%M%S')}-{os.urandom(4).hex()}"


def logs(home: str, launch: str) -> str:
    """Where the output of a launch's local runs goes."""
    return os.path.relpath(os.path.join(home, "launches", launch, "logs"))


def create(home: str) -> None:
    """Makes the ledger's folder, if it is not there yet; git does not see what is in it."""
    os.makedirs(home, exist_ok=True)
    ignore = os.path.join(home, ".gitignore")
    if not os.path.exists(ignore):
        with open(ignore, "w", encoding="utf-8") as file:
            file.write("*\n")
