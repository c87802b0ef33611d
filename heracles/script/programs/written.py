"""Files that a script writes itself, by a here-document, to run them later."""

from __future__ import annotations

import os

from heracles.frozen import TYPE_CHECKING
from heracles.script.shell.syntax import Command
from heracles.script.shell.walking import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from heracles.script.shell.syntax import HereDocument, Program


def written_files(program: Program) -> Mapping[str, str]:
    """The texts by path of ``cat <<EOF > FILE``; paths as they are written, without ``./``."""
    written = {}
    for node, _ in nodes(program.statements):
        if isinstance(node, Command) and [word.value for word in node.words] == ["cat"]:
            for path, document in _written_by(node, program):
                written[path] = document.text if document.quoted else _unescaped(document.text)
    return written


def _written_by(command: Command, program: Program) -> Iterator[tuple[str, HereDocument]]:
    documents = [program.documents[r.document] for r in command.redirections if r.document >= 0]
    targets = [r.target.value for r in command.redirections if r.operator in {">", ">|"}]
    if documents and targets:
        yield os.path.normpath(targets[-1]), documents[-1]


def _unescaped(text: str) -> str:
    """The text as the shell writes it, but for its expansions."""
    for character in "$`\\":
        text = text.replace("\\" + character, character)
    return text
