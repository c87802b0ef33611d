"""Where the ledger is, what a launch is called, and where in the ledger its files are."""

from __future__ import annotations

import os
import time

HOME = ".heracles"
PROJECT_FILE = "heracles.toml"
PREPARED = ".prepared-"


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


def is_same(folder: str, other: str) -> bool:
    """Whether two paths lead to one folder, by whatever links."""
    return folder == other or os.path.realpath(folder) == os.path.realpath(other)


def create(home: str) -> None:
    """Makes the ledger's folder, if it is not there yet; git does not see what is in it."""
    os.makedirs(home, exist_ok=True)
    ignore = os.path.join(home, ".gitignore")
    if not os.path.exists(ignore):
        with open(ignore, "w", encoding="utf-8") as file:
            file.write("*\n")


def new_launch() -> str:
    """A name that no other launch has: the time, for people, and four random bytes."""
    return f"{time.strftime('%Y%m%d-%H%M%S')}-{os.urandom(4).hex()}"


def all_launches(home: str) -> str:
    """The folder that holds one folder a launch."""
    return os.path.join(home, "launches")


def all_claims(home: str) -> str:
    """The folder that holds one folder a claimed sweep."""
    return os.path.join(home, "claims")


def launch_folder(home: str, launch: str) -> str:
    """Where everything of a launch is."""
    return os.path.join(all_launches(home), launch)


def launch_file(home: str, launch: str) -> str:
    """The launch as it was begun; where this file is, the launch has begun."""
    return os.path.join(launch_folder(home, launch), "launch.json")


def products_file(home: str, launch: str) -> str:
    """The launch's products, one a line, in the order of their places."""
    return os.path.join(launch_folder(home, launch), "products.jsonl")


def journal_file(home: str, launch: str) -> str:
    """What was done for the launch, one step a line."""
    return os.path.join(launch_folder(home, launch), "journal.jsonl")


def copies(home: str, launch: str) -> str:
    """Where a launch's copies of the script go, for launchers that do not need them beside it."""
    return os.path.join(launch_folder(home, launch), "copies")


def logs(home: str, launch: str) -> str:
    """Where the output of a launch's local runs goes."""
    return os.path.relpath(os.path.join(launch_folder(home, launch), "logs"))


def exits(home: str, launch: str) -> str:
    """Where it is kept how a launch's local runs ended."""
    return os.path.join(launch_folder(home, launch), "exits")


def code(home: str, launch: str) -> str:
    """A copy of the project as it was when a launch began, in which its jobs run, if it has one."""
    return os.path.join(launch_folder(home, launch), "code")


def code_file(home: str, launch: str) -> str:
    """What is in that copy."""
    return os.path.join(launch_folder(home, launch), "code.jsonl")


def prepared(home: str, launch: str) -> str:
    """What becomes the folder of a launch when that begins; readers pass over names with a dot."""
    return os.path.join(all_launches(home), f"{PREPARED}{launch}")
