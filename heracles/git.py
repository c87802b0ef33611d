"""How git is asked: of the work tree that a directory is in, whatever the environment names, and changing nothing."""

from __future__ import annotations

import os

from heracles import process
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from heracles.process import Answer

GIT = ("git", "--no-optional-locks", "-c", "core.fsmonitor=false")

OF_ANOTHER_REPOSITORY = frozenset(
    ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY",
     "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_PREFIX")
)  # fmt: skip
"""Variables that git sets for its hooks, and that would have it look there instead (git rev-parse --local-env-vars)."""


def ask(words: tuple[str, ...], directory: str, seconds: float) -> Answer:
    """What git answers in a directory, in English; raises a LaunchError where it cannot be started."""
    environment = {name: value for name, value in os.environ.items() if name not in OF_ANOTHER_REPOSITORY}
    return process.ask((*GIT, *words), directory, {**environment, "LC_ALL": "C"}, seconds)
