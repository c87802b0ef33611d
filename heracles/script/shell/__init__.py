"""Reading shell text, as sh, bash, dash, ksh and zsh read it, into values that say what it runs."""

from __future__ import annotations

from heracles.script.shell.commands import read_statements
from heracles.script.shell.cursor import Body, Cursor, Unreadable
from heracles.script.shell.expansions import expansions_of
from heracles.script.shell.syntax import HereDocument, Program


def read_program(text: str, shell: str) -> Program:
    """Reads the whole text of a script for ``shell``, in time proportional to its length.

    Raises ``Unreadable``, with an offset in ``text``, where quotes or commands are not closed or cannot be followed.
    """
    cursor = Cursor(text, shell, read_statements)
    statements = read_statements(cursor)
    if not cursor.at_end:
        closer = cursor.reserved_word() or cursor.character()
        raise Unreadable(f"{closer} closes nothing", cursor.at)
    return Program(text, shell, statements, _documents(cursor))


def _documents(cursor: Cursor) -> tuple[HereDocument, ...]:
    """The here-documents with their expansions, in which further ones may turn up."""
    documents: list[HereDocument] = []
    while len(documents) < len(cursor.bodies):
        documents.append(_document(cursor, cursor.bodies[len(documents)]))
    return tuple(documents)


def _document(cursor: Cursor, body: Body) -> HereDocument:
    if body.quoted:
        return HereDocument(body.text, True, (), ())
    pieces = expansions_of(cursor.within(body.text, body.offset))
    return HereDocument(body.text, False, tuple(pieces.positionals), tuple(pieces.substitutions))
