"""The folder in which runs gather what they write: with a snapshot, the project's own, where git ignores it."""

from __future__ import annotations

import os

from heracles import snapshot as snapshots
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

RUN_DIRECTORY = "hydra.run.dir="
BEGINNINGS_OF_WHAT_VARIES = ("$", "__env")


def folder_in(words: Sequence[str]) -> str:
    """The first folder of the run directory that the words of a sweep name ("": they name none, or none in there)."""
    named = [word.lstrip("+") for word in words if word.lstrip("+").startswith(RUN_DIRECTORY)]
    if not named:
        return ""
    text = named[-1][len(RUN_DIRECTORY) :].strip("'\"")
    for beginning in BEGINNINGS_OF_WHAT_VARIES:
        text = text.partition(beginning)[0]
    first = os.path.normpath(text).split("/")[0] if "/" in text else ""
    return "" if first in {os.curdir, os.pardir} else first


def make_folder(directory: str, words: Sequence[str]) -> None:
    """Makes it where git would ignore it: then a snapshot leads there, and the first launch writes where others do."""
    folder = folder_in(words)
    path = os.path.join(directory, folder)
    if folder and not os.path.lexists(path) and snapshots.is_ignored(directory, folder):
        os.makedirs(path, exist_ok=True)
