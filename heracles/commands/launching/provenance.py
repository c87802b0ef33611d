"""Who launches, where, with which heracles, and what git has checked out there."""

from __future__ import annotations

import os

from heracles import __version__, git
from heracles.errors import LaunchError
from heracles.frozen import NamedTuple

STATUS = ("status", "--porcelain=v2", "--branch", "--untracked-files=no")
GIT_SECONDS = 5.0
"""How long git may take, on a slow file system."""

COMMIT = "# branch.oid "
NO_COMMIT_YET = "(initial)"
HEADER = "# "


class Provenance(NamedTuple):
    """Where a launch came from; ``commit`` is None where git knows of none, or does not say.

    ``changed`` is the number of files that git tracks and that differ from the commit.
    """

    user: str
    host: str
    version: str
    commit: str | None
    changed: int


class CheckedOut(NamedTuple):
    """What git has checked out: a commit, or None, and how many tracked files differ from it."""

    commit: str | None
    changed: int


NOTHING = CheckedOut(None, 0)


def provenance(directory: str) -> Provenance:
    """Where a launch from ``directory`` comes from; never fails."""
    return Provenance(user_name(os.geteuid()), os.uname().nodename, __version__, *checked_out(directory, GIT_SECONDS))


def user_name(user: int) -> str:
    """The name of a user id; in a container that has no entry for it, what the environment says, else the number."""
    from pwd import getpwuid  # noqa: PLC0415

    try:
        return getpwuid(user).pw_name
    except KeyError:
        return os.environ.get("LOGNAME") or os.environ.get("USER") or str(user)


def checked_out(directory: str, seconds: float) -> CheckedOut:
    """What git has checked out in a directory.

    Nothing, where there is no git or no repository, where git refuses (the repository is another user's, see
    safe.directory in git-config(1)), or where it does not answer within ``seconds``.
    """
    try:
        answer = git.ask(STATUS, directory, seconds)
    except LaunchError:
        return NOTHING
    return _read(answer.output) if answer.exit_code == 0 else NOTHING


def _read(status: str) -> CheckedOut:
    """Reads the porcelain format version 2, see git-status(1)."""
    lines = status.splitlines()
    commits = [line[len(COMMIT) :] for line in lines if line.startswith(COMMIT)]
    if not commits or commits == [NO_COMMIT_YET]:
        return NOTHING
    return CheckedOut(commits[0], sum(not line.startswith(HEADER) for line in lines))
