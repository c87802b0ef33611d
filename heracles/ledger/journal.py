"""The journal of a launch: appended to and read, never changed."""

from __future__ import annotations

import json
import os

from heracles.frozen import TYPE_CHECKING
from heracles.ledger import encoding, files, version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.ledger.values import Entry, Launch


class Writer:
    """Appends to the journal of ``launch``; for the holder of its sweep's claim alone. A context manager."""

    def __init__(self, launch: Launch, path: str) -> None:
        self.launch = launch
        self._path = path
        with files.told(path):
            self._descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC)
            files.cut_torn_line(self._descriptor)

    def append(self, *entries: Entry) -> None:
        """Records the entries, in one write; when it returns, they are on the disk.

        Raises a LaunchError where they could not be written; the journal is then as before.
        """
        with files.told(self._path):
            files.append(self._descriptor, "".join(f"{encoding.entry_text(entry)}\n" for entry in entries))

    def close(self) -> None:
        os.close(self._descriptor)

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def create(path: str, heracles: str) -> None:
    """Begins an empty journal."""
    files.write_whole(path, encoding.to_text(version.header(heracles)) + "\n")


def entries(path: str) -> Iterator[Entry]:
    """The entries in order; a last line without its line break was never finished and does not count.

    Raises a LaunchError where the journal is damaged, or from a newer heracles.
    """
    with open(path, encoding="ascii", errors="replace", newline="\n") as file:
        _check_header(path, file.readline())
        for number, line in enumerate(file, start=2):
            if line.endswith("\n"):
                yield _entry(path, number, line)


def _check_header(path: str, line: str) -> None:
    try:
        version.check(path, json.loads(line))
    except encoding.DAMAGED:
        raise encoding.damage(path, 1, line) from None


def _entry(path: str, number: int, line: str) -> Entry:
    try:
        return encoding.entry(line)
    except encoding.DAMAGED:
        raise encoding.damage(path, number, line) from None
