"""Who launches, where, with which heracles, and what git has checked out there."""

from __future__ import annotations

import os

from heracles import __version__, process
from heracles.errors import LaunchError
from heracles.frozen import NamedTuple

GIT_STATUS = (
    "git", "--no-optional-locks", "-c", "core.fsmonitor=false",
    "status", "--porcelain=v2", "--branch", "--untracked-files=no",
)  # fmt: skip
GIT_SECONDS = 5.0
"""How long git may take, on a slow file system."""

OF_ANOTHER_REPOSITORY = frozenset(
    ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY",
     "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_PREFIX")
)  # fmt: skip
"""Variables that git sets for its hooks, and that would have it look there instead (git rev-parse --local-env-vars)."""

COMMIT = "# branch.oid "
NO_COMMIT_YET = "(initial)"
HEADER = "# "


class Provenance(NamedTuple):
    """Where a launch came from; ``commit`` is None where git knows of none, or does not say.

    ``dirty``: files that git tracks differ from the commit.
    """

    user: str
    host: str
    version: str
    commit: str | None
    dirty: bool


class CheckedOut(NamedTuple):
    """What git has checked out: a commit, or None, and whether tracked files differ from it."""

    commit: str | None
    dirty: bool


NOTHING = CheckedOut(None, dirty=False)


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
    environment = {name: value for name, value in os.environ.items() if name not in OF_ANOTHER_REPOSITORY}
    try:
        answer = process.ask(GIT_STATUS, directory, environment, seconds)
    except LaunchError:
        return NOTHING
    return _read(answer.output) if answer.exit_code == 0 else NOTHING


def _read(status: str) -> CheckedOut:
    """Reads the porcelain format version 2, see git-status(1)."""
    lines = status.splitlines()
    commits = [line[len(COMMIT) :] for line in lines if line.startswith(COMMIT)]
    if not commits or commits == [NO_COMMIT_YET]:
        return NOTHING
    return CheckedOut(commits[0], dirty=any(not line.startswith(HEADER) for line in lines))
