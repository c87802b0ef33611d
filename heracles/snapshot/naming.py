"""Where a text names files of a project by their absolute paths: these are not those of a snapshot."""

from __future__ import annotations

import os

from heracles.frozen import TYPE_CHECKING
from heracles.snapshot.links import parents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.snapshot.listing import Project

HOME = ("~", "$HOME", "${HOME}")
REST = r"""(/[^\s"'`:;,|&<>()$*?\[\]{}\\=]*)?(?![\w.-])"""
"""What may follow the path of a folder: a path in it, and nothing that would make it another name."""


def live_paths(project: Project, directory: str, text: str) -> Iterator[str]:
    """The paths in a text that lead to something of the project that a snapshot has its own copy of, as written.

    ``directory`` is a folder of the project as the user calls it, by way of symbolic links perhaps.
    """
    import re  # noqa: PLC0415  # few launches have a snapshot

    folders = _folders(project)
    for top in dict.fromkeys(_names(project, os.path.abspath(directory))):
        for found in re.finditer(re.escape(top) + REST, text):
            inside = os.path.normpath((found[1] or "/").lstrip("/") or os.curdir)
            if inside in folders:
                yield found[0]


def _names(project: Project, directory: str) -> Iterator[str]:
    """What the top is called: in full, by way of the directory, and from the home directory."""
    as_called = directory.removesuffix(project.inside).rstrip("/") if project.inside else directory
    home = os.path.expanduser("~")
    for name in (project.top, as_called):
        yield name
        if name.startswith(f"{home}/"):
            yield from (f"{short}{name[len(home) :]}" for short in HOME)


def _folders(project: Project) -> frozenset[str]:
    """The files and all folders that have some, the top among them."""
    return frozenset((os.curdir, *project.paths, *(each for path in project.paths for each in parents(path))))
