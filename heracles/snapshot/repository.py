"""A repository of its own for a snapshot, by which git, asked in there, tells of the commit that it was taken of.

Without one, git would find the project's around it: `git rev-parse --show-toplevel`, and whatever looks for a folder
with a `.git` in it, would lead to the code as it is when the job runs, and HEAD to what is checked out then.
"""

from __future__ import annotations

import os

from heracles import git

SECONDS = 30.0
SPLIT_INDEX = ("rev-parse", "--shared-index-path")
COMMIT = ("rev-parse", "--verify", "--quiet", "HEAD")
FORMAT = ("config", "--get", "extensions.objectformat")
UNBORN = "ref: refs/heads/main"
FOLDERS = ("objects/info", "refs/heads")


def make(top: str, code: str) -> None:
    """Makes it, with the project's objects, its HEAD (detached) and its index; raises an OSError."""
    import shutil  # noqa: PLC0415  # it loads every kind of archive

    own = os.path.join(code, ".git")
    for folder in FOLDERS:
        os.makedirs(os.path.join(own, folder))
    for original in (_place("index", top), _said(SPLIT_INDEX, top), _place("shallow", top)):
        if original and os.path.exists(os.path.join(top, original)):
            shutil.copyfile(os.path.join(top, original), os.path.join(own, os.path.basename(original)))
    _write(own, "objects/info/alternates", os.path.join(top, _place("objects", top)))
    _write(own, "HEAD", _said(COMMIT, top) or UNBORN)
    _write(own, "config", _config(_said(FORMAT, top)))


def copy(code: str, other: str) -> None:
    """Gives another snapshot the repository that one has; raises an OSError."""
    import shutil  # noqa: PLC0415  # as above

    own = os.path.join(code, ".git")
    if os.path.isdir(own):
        shutil.copytree(own, os.path.join(other, ".git"), symlinks=True)


def _config(object_format: str) -> str:
    if not object_format:
        return "[core]\n\trepositoryformatversion = 0\n\tbare = false"
    return f"[core]\n\trepositoryformatversion = 1\n\tbare = false\n[extensions]\n\tobjectformat = {object_format}"


def _place(name: str, top: str) -> str:
    """Where the project's repository has what others have in ``.git``: a worktree has some of it elsewhere."""
    return _said(("rev-parse", "--git-path", name), top)


def _said(words: tuple[str, ...], top: str) -> str:
    """What git says, less its line break; nothing where it knows nothing."""
    answer = git.ask(words, top, SECONDS)
    return answer.output.removesuffix("\n") if answer.exit_code == 0 else ""


def _write(folder: str, name: str, line: str) -> None:
    with open(os.path.join(folder, name), "w", encoding="utf-8", errors="surrogateescape") as file:
        file.write(f"{line}\n")
