"""Where the symbolic links of a snapshot lead: into it, never to the code that may change meanwhile."""

from __future__ import annotations

import os

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def parents(path: str) -> Iterator[str]:
    """The folders that a path leads through, the innermost first."""
    while path := os.path.dirname(path):
        yield path


def not_behind_links(top: str, paths: Iterable[str]) -> Iterator[str]:
    """Those of the paths that lead through no link: where a folder became one, git counts what it tracks in it as gone.

    Whoever wrote to such a path of a copy would write where the link leads.
    """
    known: dict[str, bool] = {}
    for path in paths:
        folder = os.path.dirname(path)
        if folder not in known:
            known[folder] = any(os.path.islink(os.path.join(top, each)) for each in parents(path))
        if not known[folder]:
            yield path


def target(top: str, path: str, text: str) -> str:
    """What the link at ``path`` of a snapshot says, where the one in the project, whose top that is, says ``text``.

    One that stays inside says the same; an absolute path into the project becomes one into the snapshot; a relative
    path out of the project leads there from anywhere.
    """
    folder = os.path.dirname(path)
    if not os.path.isabs(text):
        outside = os.path.normpath(os.path.join(folder, text)).split(os.sep)[0] == os.pardir
        return os.path.normpath(os.path.join(top, folder, text)) if outside else text
    inside = os.path.relpath(os.path.realpath(text), top)
    return text if inside.split(os.sep)[0] == os.pardir else os.path.relpath(inside, folder or os.curdir)
