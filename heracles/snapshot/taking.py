"""Taking a snapshot: a copy of all that belongs to a project, as it was at one moment."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from itertools import chain

from heracles.errors import LaunchError
from heracles.frozen import TYPE_CHECKING
from heracles.snapshot import copying, manifest, repository
from heracles.snapshot.links import parents, target
from heracles.snapshot.manifest import File, Held, Link

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Callable

    from heracles.snapshot.listing import Project
    from heracles.snapshot.manifest import Snapshot

ATTEMPTS = 3


def take(listed: Callable[[], Project], snapshot: Snapshot, earlier: Snapshot | None) -> Held:
    """Makes a snapshot of a project that is listed by ``listed``; what ``earlier`` has already is not copied again.

    When it returns, everything in it was so at one and the same moment: after the last file was copied, the project was
    as it had been copied. Raises a LaunchError where it keeps changing, or the disk does not take it.
    """
    before = _earlier(earlier)
    changed = ""
    for _ in range(ATTEMPTS):
        with told(snapshot):
            project = listed()
            held = _Taking(project, snapshot.code, before, earlier.code if earlier else "").held()
            changed = next(_changes(held, project, listed()), "")
            if not changed:
                repository.make(project.top, snapshot.code)
                manifest.write(snapshot, held)
                return held
            remove(snapshot.code)
    cure = "launch when nobody writes there; what runs write belongs into .gitignore, and is not copied then"
    raise LaunchError(f"no snapshot: {changed} changes while the project is copied", cure=cure)


@contextmanager
def told(snapshot: Snapshot) -> Iterator[None]:
    """Turns what the system says of a file into a LaunchError that names it."""
    try:
        yield
    except OSError as error:
        name = os.fsdecode(error.filename) if error.filename else snapshot.code
        cure = "see to it that there is room, and that you may read the project; nothing was launched"
        raise LaunchError(f"no snapshot: {os.path.relpath(name)}: {error.strerror}", cure=cure) from None


def remove(code: str) -> None:
    from shutil import rmtree  # noqa: PLC0415

    if os.path.isdir(code):
        rmtree(code)


def _earlier(snapshot: Snapshot | None) -> dict[str, File]:
    """What an earlier snapshot has, by path; nothing where that cannot be known."""
    try:
        return {file.path: file for file in manifest.read(snapshot).files} if snapshot else {}
    except LaunchError:
        return {}


class _Taking:
    """One attempt at copying a project to ``code``; ``before`` is what the snapshot in ``earlier`` has."""

    def __init__(self, project: Project, code: str, before: dict[str, File], earlier: str) -> None:
        self._project = project
        self._folders = Folders(code)
        self._before = before
        self._earlier = earlier

    def held(self) -> Held:
        self._folders.make(self._project.inside)
        entries = tuple(chain.from_iterable((self._copied(), self._shared())))
        files = tuple(each for each in entries if isinstance(each, File))
        return Held(self._project.inside, files, tuple(each for each in entries if isinstance(each, Link)))

    def _copied(self) -> Iterator[File | Link]:
        for path in self._project.paths:
            source = os.path.join(self._project.top, path)
            try:
                yield from self._one(path, source)
            except (FileNotFoundError, NotADirectoryError):
                if os.path.lexists(source):
                    raise

    def _one(self, path: str, source: str) -> Iterator[File | Link]:
        """A file or a link; folders are those of repositories, whose files are listed one by one."""
        mode = os.lstat(source).st_mode
        if stat.S_ISLNK(mode):
            text = os.readlink(source)
            yield self._link(Link(path, target(self._project.top, path, text), text))
        elif stat.S_ISREG(mode):
            yield copying.kept(source, self._folders.place(path), path, self._before.get(path), self._earlier)

    def _shared(self) -> Iterator[Link]:
        """Links to what git ignores, where nothing of theirs is in the copy already, nor a link to what they are in."""
        linked: set[str] = set()
        for path in self._project.shared:
            if linked.isdisjoint(parents(path)) and not self._folders.has(path):
                linked.add(path)
                yield self._link(Link(path, os.path.join(self._project.top, path), None))

    def _link(self, link: Link) -> Link:
        os.symlink(link.target, self._folders.place(link.path))
        return link


class Folders:
    """The folders of a snapshot, made as they are needed."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._made: set[str] = set()

    def make(self, folder: str) -> None:
        if folder not in self._made:
            os.makedirs(os.path.join(self._code, folder), exist_ok=True)
            self._made.add(folder)

    def place(self, path: str) -> str:
        """Where a file goes, in a folder that is there."""
        self.make(os.path.dirname(path))
        return os.path.join(self._code, path)

    def has(self, path: str) -> bool:
        return os.path.lexists(os.path.join(self._code, path))


def _changes(held: Held, before: Project, now: Project) -> Iterator[str]:
    """The paths of a project that are not any more as they were copied; what git ignores may change."""
    yield from sorted(set(before.paths).symmetric_difference(now.paths))
    copied: dict[str, File | Link] = {file.path: file for file in held.files}
    copied.update((link.path, link) for link in held.links)
    for path in now.paths:
        if not _is_as_copied(os.path.join(now.top, path), copied.get(path)):
            yield path


def _is_as_copied(source: str, copied: File | Link | None) -> bool:
    try:
        status = os.lstat(source)
    except (FileNotFoundError, NotADirectoryError):
        return copied is None
    if isinstance(copied, Link):
        return stat.S_ISLNK(status.st_mode) and os.readlink(source) == copied.original
    if copied is None:
        return not (stat.S_ISREG(status.st_mode) or stat.S_ISLNK(status.st_mode))
    now = copying.of_status(copied.path, status)
    return stat.S_ISREG(status.st_mode) and now == copied._replace(read=now.read, digest="")
