"""The shells that batch scripts are written for, as far as this machine has them; in CI, none may be missing."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def here(commands: Iterable[str]) -> list[str]:
    """Of commands that call a shell, those that can be called; in CI all, so that the tests of a missing one fail."""
    return [command for command in commands if "CI" in os.environ or shutil.which(command.split()[0])]


DIFFERENT = here(("bash", "dash", "zsh", "ksh"))
EVERY = here(("bash", "dash", "zsh", "ksh", "sh"))
