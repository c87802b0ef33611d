"""The other files of a script: those that it writes itself, and where the rest may lie."""

from __future__ import annotations

import os
import stat

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.script.shell.syntax import Command
from heracles.script.shell.walking import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from heracles.script.programs.arguments import Argument
    from heracles.script.shell.syntax import HereDocument, Program

LARGEST = 1 << 20
"""Bytes of a file that is taken for a script at all."""
MOST_DIRECTORIES = 20


class Files(NamedTuple):
    """``directories`` are where a relative path may start, ``written`` the texts of ``cat <<EOF > FILE`` by path.

    Paths are as they are written, without ``./``.
    """

    directories: tuple[str, ...]
    written: Mapping[str, str]


def files_around(program: Program, files: Files) -> Files:
    """The files as a program sees them that may go elsewhere by ``cd``, and write some itself."""
    written = dict(files.written)
    directories = dict.fromkeys(files.directories)
    for node, _ in nodes(program.statements):
        if isinstance(node, Command) and node.words:
            for path, document in _written_by(node, program):
                written[path] = document.text if document.quoted else _unescaped(document.text)
            for target in _gone_to(node):
                directories.update((os.path.join(start, target), None) for start in files.directories)
    return Files(tuple(directories)[:MOST_DIRECTORIES], written)


def _written_by(command: Command, program: Program) -> Iterator[tuple[str, HereDocument]]:
    documents = [program.documents[r.document] for r in command.redirections if r.document >= 0]
    targets = [r.target.value for r in command.redirections if r.operator in {">", ">|"}]
    if documents and targets and [word.value for word in command.words] == ["cat"]:
        yield os.path.normpath(targets[-1]), documents[-1]


def _unescaped(text: str) -> str:
    """The text as the shell writes it, but for its expansions."""
    for character in "$`\\":
        text = text.replace("\\" + character, character)
    return text


def _gone_to(command: Command) -> list[str]:
    if command.words[0].value != "cd":
        return []
    return [word.value for word in command.words[1:] if not word.expands]


def texts_of(name: Argument, files: Files) -> list[str]:
    """What a file contains that is named in a script: as the script writes it, or as it is found, maybe twice."""
    path = os.path.normpath(name.text)
    if path in files.written:
        return [files.written[path]]
    if not name.known:
        return []
    path = os.path.expanduser(name.text)
    paths = dict.fromkeys(os.path.realpath(os.path.join(directory, path)) for directory in files.directories)
    return [text for text in map(_text_of, paths) if text is not None]


def _text_of(path: str) -> str | None:
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
            return None
        with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
            return file.read()
    except OSError:
        return None
