"""Following logs as they grow, whatever becomes of their files, until their tasks have ended."""

from __future__ import annotations

import errno
import os
import time
from typing import TYPE_CHECKING

from heracles.errors import LaunchError
from heracles.frozen import NamedTuple
from heracles.logs.lines import News

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import BinaryIO

PIECE = 1 << 20
GROWTH = 1.5
NOT_THERE = frozenset((errno.ENOENT, errno.ENOTDIR, errno.ESTALE))


class Pace(NamedTuple):
    """Seconds between looks at the files, and between questions whether their tasks have ended; both grow.

    ``settle`` is how long after its end a task's last words may take to arrive, on a network's file system.
    """

    first_look: float = 0.25
    longest_look: float = 5.0
    first_question: float = 10.0
    longest_question: float = 60.0
    settle: float = 1.0


PACE = Pace()


def follow(
    sizes: Mapping[str, int],
    have_ended: Callable[[], bool],
    pace: Pace = PACE,
    sleep: Callable[[float], object] = time.sleep,
) -> Iterator[News]:
    """What is added to logs behind their ``sizes`` by path (0: from the beginning), until their tasks ``have_ended``.

    A file may come later; one that is emptied or replaced is read from its beginning. Nobody is asked for an end while
    something is added. Raises a LaunchError where a file cannot be read.
    """
    files = tuple(_File(path, size) for path, size in sizes.items())
    try:
        yield from _until_the_end(files, _Questions(have_ended, pace), pace, sleep)
        sleep(pace.settle)
        yield from _news(files)
    finally:
        for file in files:
            file.close()


def _until_the_end(
    files: Sequence[_File], questions: _Questions, pace: Pace, sleep: Callable[[float], object]
) -> Iterator[News]:
    pause = pace.first_look
    while not questions.are_answered():
        any_news = False
        for news in _news(files):
            any_news = True
            yield news
        if any_news:
            questions.begin_anew()
        pause = pace.first_look if any_news else min(pause * GROWTH, pace.longest_look)
        sleep(pause)


def _news(files: Iterable[_File]) -> Iterator[News]:
    for file in files:
        yield from file.news()


class _Questions:
    """Asks whether tasks have ended, at ever longer intervals."""

    def __init__(self, have_ended: Callable[[], bool], pace: Pace) -> None:
        self._have_ended = have_ended
        self._pace = pace
        self._pause = pace.first_question
        self._next = time.monotonic()

    def are_answered(self) -> bool:
        """Whether it is time to ask, and they have."""
        if time.monotonic() < self._next:
            return False
        self._next = time.monotonic() + self._pause
        self._pause = min(self._pause * GROWTH, self._pace.longest_question)
        return self._have_ended()

    def begin_anew(self) -> None:
        self._pause = self._pace.first_question
        self._next = time.monotonic() + self._pause


class _File:
    """A log that grows; it is opened anew at each look, since a network's file system tells its size only then."""

    def __init__(self, path: str, size: int) -> None:
        self._path = path
        self._read = size
        self._anew = False
        self._file: BinaryIO | None = None

    def news(self) -> Iterator[News]:
        latest = _opened(self._path)
        if latest is None or self._is_replaced_by(latest):
            yield from self._rest()
        if latest is not None:
            self._turn_to(latest)
            yield from self._rest()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    def _turn_to(self, latest: BinaryIO) -> None:
        if self._is_replaced_by(latest) or os.fstat(latest.fileno()).st_size < self._read:
            self._read, self._anew = 0, True
        self.close()
        self._file = latest

    def _is_replaced_by(self, latest: BinaryIO) -> bool:
        return self._file is not None and not os.path.sameopenfile(self._file.fileno(), latest.fileno())

    def _rest(self) -> Iterator[News]:
        """What the open file has behind what was read of it, if it is still to be had."""
        while data := self._piece():
            self._read += len(data)
            yield News(self._path, data, self._anew)
            self._anew = False

    def _piece(self) -> bytes:
        if self._file is None:
            return b""
        try:
            self._file.seek(self._read)
            return self._file.read(PIECE)
        except OSError:
            return b""


def _opened(path: str) -> BinaryIO | None:
    """The file, or None where there is none yet; raises a LaunchError where it cannot be read."""
    try:
        return open(path, "rb")
    except OSError as error:
        if error.errno in NOT_THERE:
            return None
        raise LaunchError(f"{path} cannot be read: {error.strerror}") from None
