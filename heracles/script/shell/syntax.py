"""What a shell script is made of, as plain values; offsets are characters from the beginning of its text."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple


class Positional(NamedTuple):
    """A use of the script's arguments: ``$@``, ``$*``, ``$#``, ``$1`` and their ``${...}`` forms.

    ``name`` is what stands for the argument (``@``, ``*``, ``#``, ``1``), ``has_default`` whether it is of the kind
    that is defined without arguments (``${1:-42}``).
    """

    offset: int
    text: str
    name: str
    quoted: bool
    has_default: bool


class Word(NamedTuple):
    """One word as it is written (``raw``), and without its quotes (``value``, in which expansions stay as written).

    ``expands`` says that the shell would replace parts of it, ``elements`` are the words of an array (``a=(x y)``),
    ``substitutions`` the commands within (``$(...)``, backquotes, ``<(...)``).
    """

    start: int
    end: int
    raw: str
    value: str
    expands: bool
    quoted: bool
    positionals: tuple[Positional, ...]
    substitutions: tuple[Statement, ...]
    elements: tuple[Word, ...] | None


class Redirection(NamedTuple):
    """``> log`` or ``2>&1``; ``document`` numbers the here-document among those of the script, -1 if it is none."""

    start: int
    end: int
    operator: str
    target: Word
    document: int


class HereDocument(NamedTuple):
    """The lines between ``<<EOF`` and ``EOF``; ``quoted`` as in ``<<'EOF'``, where nothing is expanded."""

    text: str
    quoted: bool
    positionals: tuple[Positional, ...]
    substitutions: tuple[Statement, ...]


class Command(NamedTuple):
    """A simple command: ``A=1 python main.py > log``."""

    start: int
    end: int
    assignments: tuple[Word, ...]
    words: tuple[Word, ...]
    redirections: tuple[Redirection, ...]


class Structure(NamedTuple):
    """Commands that belong together; ``kind`` is the word for it: a key of ``STRUCTURES``.

    ``words`` are the words of its own: what a loop goes through, the subject and patterns of a case, a test.
    """

    start: int
    end: int
    kind: str
    parts: tuple[Statement, ...]
    words: tuple[Word, ...] = ()
    redirections: tuple[Redirection, ...] = ()


class Function(NamedTuple):
    """The definition of a function, which runs nothing yet."""

    start: int
    end: int
    name: str
    body: Statement


if TYPE_CHECKING:
    from typing import Union

    Node = Union[Command, Structure, Function]


class Statement(NamedTuple):
    """One command of a sequence, with ``!`` and ``time`` before it; ``background`` where an ``&`` ends it."""

    start: int
    end: int
    node: Node
    background: bool


class Program(NamedTuple):
    """A whole script, read; ``shell`` is the name of the shell that it is written for."""

    text: str
    shell: str
    statements: tuple[Statement, ...]
    documents: tuple[HereDocument, ...]


STRUCTURES = {
    "pipe": "a pipe",
    "list": "a list (&& or ||)",
    "if": "if ... fi",
    "for": "a for loop",
    "select": "a select loop",
    "while": "a while loop",
    "until": "an until loop",
    "case": "case ... esac",
    "group": "{ ... }",
    "subshell": "( ... )",
    "coproc": "a coprocess",
    "test": "[[ ... ]]",
    "arithmetic": "(( ... ))",
    "substitution": "a command substitution",
}
