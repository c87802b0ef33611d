"""What belongs to a project: the files that git tracks, and those that it neither tracks nor ignores."""

from __future__ import annotations

import os

from heracles import git
from heracles.errors import HeraclesError, LaunchError, UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.snapshot.links import not_behind_links

if TYPE_CHECKING:
    from typing import Callable

SECONDS = 120.0
"""How long git may take, on a slow file system."""

FILES = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")
IGNORED = ("ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory")
LEDGER = ".heracles"
CACHE = "__pycache__"
"""Bytecode that Python makes anew: it must not be shared by what may be another version of the code."""

WITHOUT = "or launch without a snapshot"


class Project(NamedTuple):
    """A work tree of git at ``top`` (absolute), of which ``inside`` is the folder that is launched from ("": the top).

    ``paths`` are the files that belong to it, those of repositories inside of it among them, ``shared`` the files and
    folders that git ignores; all are seen from the top. Whether they are there is not looked at.
    """

    top: str
    inside: str
    paths: tuple[str, ...]
    shared: tuple[str, ...]


def project(directory: str, leave_out: Callable[[str], bool] = lambda _: False) -> Project:
    """The project that a directory is in, less the paths to ``leave_out`` (seen from the directory) and any ledger.

    Raises a UsageError where git does not say what belongs to it.
    """
    top = _asked(("rev-parse", "--show-toplevel"), directory).removesuffix("\n")
    inside = os.path.relpath(os.path.realpath(directory), top)
    inside = "" if inside == os.curdir else inside
    listed = _listed(top, "")
    real = not_behind_links(top, listed.paths)
    paths = (path for path in real if not leave_out(os.path.relpath(path, inside or os.curdir)))
    return Project(top, inside, tuple(paths), tuple(path for path in listed.shared if CACHE not in path.split("/")))


def is_ignored(directory: str, folder: str) -> bool:
    """Whether git would ignore a folder; raises a UsageError where it does not say."""
    try:
        return git.ask(("check-ignore", "--quiet", "--", f"{folder}/"), directory, SECONDS).exit_code == 0
    except LaunchError as error:
        raise _no_snapshot(directory, error.faults[0].what, WITHOUT.removeprefix("or ")) from None


class _Listed(NamedTuple):
    paths: tuple[str, ...]
    shared: tuple[str, ...]


def _listed(repository: str, before: str) -> _Listed:
    """What a repository lists, and those inside of it: submodules, and others that are not ignored."""
    names = _names(FILES, repository)
    inner = [_listed(os.path.join(repository, name), f"{before}{name}/") for name in names if _is_one(repository, name)]
    return _Listed(
        (*(before + name for name in names), *(path for each in inner for path in each.paths)),
        (*(before + name for name in _names(IGNORED, repository)), *(path for each in inner for path in each.shared)),
    )


def _names(words: tuple[str, ...], repository: str) -> tuple[str, ...]:
    """Each once (a path in conflict is listed for every side of it), folders without the slash behind them."""
    names = dict.fromkeys(path.rstrip("/") for path in _asked(words, repository).split("\0")[:-1])
    return tuple(name for name in names if LEDGER not in name.split("/"))


def _is_one(repository: str, name: str) -> bool:
    path = os.path.join(repository, name)
    return not os.path.islink(path) and os.path.lexists(os.path.join(path, ".git"))


def _asked(words: tuple[str, ...], directory: str) -> str:
    try:
        answer = git.ask(words, directory, SECONDS)
    except LaunchError as error:
        raise _no_snapshot(directory, error.faults[0].what, f"install git, or load its module, {WITHOUT}") from None
    if answer.exit_code == 0:
        return answer.output
    if answer.exit_code is None:
        raise _no_snapshot(directory, f"git did not answer within {SECONDS:.0f} s", WITHOUT.removeprefix("or "))
    said = answer.complaints.strip().removeprefix("fatal: ")
    if "not a git repository" in said:
        cure = f"git init there, and name in .gitignore what is no code (data, results, images), {WITHOUT}"
        raise _no_snapshot(directory, "it is in no git repository, and git says what belongs to it", cure)
    raise _no_snapshot(directory, f"git says: {said}", WITHOUT.removeprefix("or "))


def _no_snapshot(directory: str, why: str, cure: str) -> HeraclesError:
    return UsageError(f"there can be no snapshot of {os.path.abspath(directory)}: {why}", cure=cure)
