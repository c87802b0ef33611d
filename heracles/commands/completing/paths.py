"""Files and folders, as far as the folder that is typed."""

from __future__ import annotations

import os
import re
from contextlib import suppress

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.commands.completing.questions import Question

COPY = re.compile(r"_hydra\d+(-\d+)?(\.[^.]*)?$")


def directories(question: Question) -> Iterator[str]:
    return (entry for entry in _entries(question.text) if entry.endswith("/"))


def configurations(question: Question) -> Iterator[str]:
    return (entry for entry in _entries(question.text) if entry.endswith(("/", ".toml")))


def scripts(question: Question) -> Iterator[str]:
    """Files that may be a script: not those that heracles writes."""
    return (entry for entry in _entries(question.text) if not COPY.search(entry))


def _entries(text: str) -> Iterator[str]:
    """What is in the folder that is typed, folders with a slash; hidden entries where the dot is typed."""
    folder, typed = os.path.split(text)
    with suppress(OSError), os.scandir(folder or os.curdir) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if typed.startswith(".") or not entry.name.startswith("."):
                yield os.path.join(folder, entry.name) + ("/" if entry.is_dir() else "")
