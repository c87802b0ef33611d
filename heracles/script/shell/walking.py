"""Going through a script that was read: what it runs, and the names that it defines."""

from __future__ import annotations

from itertools import chain

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.script.shell.syntax import Command, Function, Structure
from heracles.script.shell.words import assigned_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from heracles.script.shell.syntax import Node, Statement, Word

ASSIGNING = frozenset({"export", "declare", "typeset", "local", "readonly"})


class Names(NamedTuple):
    """What a script defines: functions, aliases, and the variables that have one meaning throughout.

    A variable comes with the words that assign to it: ``NAME=...``, and ``NAME+=...`` after it.
    """

    functions: Mapping[str, Function]
    aliases: frozenset[str]
    variables: Mapping[str, tuple[Word, ...]]


def nodes(statements: Iterable[Statement], inside: tuple[str, ...] = ()) -> Iterator[tuple[Node, tuple[str, ...]]]:
    """Everything that these statements run, substitutions included, with the kinds of the structures around it.

    The outermost kind comes first. A function is yielded, but not gone into: its body runs where it is called.
    """
    for statement in statements:
        node = statement.node
        yield node, inside
        if isinstance(node, Structure):
            yield from nodes(node.parts, (*inside, node.kind))
        for word in words_of(node):
            yield from nodes(word.substitutions, (*inside, "substitution"))


def words_of(node: Node) -> tuple[Word, ...]:
    """All words of a node itself, those of its assignments, arrays and redirections included."""
    if isinstance(node, Function):
        return ()
    assignments = node.assignments if isinstance(node, Command) else ()
    words = (*assignments, *node.words, *(redirection.target for redirection in node.redirections))
    if any(word.elements for word in words):
        return tuple(chain.from_iterable(map(with_elements, words)))
    return words


def with_elements(word: Word) -> Iterator[Word]:
    yield word
    for element in word.elements or ():
        yield from with_elements(element)


def names_in(statements: Iterable[Statement]) -> Names:
    """The names that these statements define, inside functions too."""
    functions: dict[str, Function] = {}
    assigned: dict[str, list[Word]] = {}
    aliases: list[str] = []
    for node in _nodes_and_bodies(statements):
        if isinstance(node, Function):
            functions[node.name] = node
        elif isinstance(node, Command):
            for word in _assignments(node):
                assigned.setdefault(assigned_name(word.raw), []).append(word)
            aliases += _aliases(node)
    variables = {name: tuple(words) for name, words in assigned.items() if _has_one_meaning(words)}
    return Names(functions, frozenset(aliases), variables)


def _nodes_and_bodies(statements: Iterable[Statement]) -> Iterator[Node]:
    for node, _ in nodes(statements):
        yield node
        if isinstance(node, Function):
            yield from _nodes_and_bodies((node.body,))


def _assignments(command: Command) -> Iterator[Word]:
    if not command.words:
        yield from command.assignments
    elif command.words[0].value in ASSIGNING:
        yield from (word for word in command.words[1:] if assigned_name(word.raw))


def _aliases(command: Command) -> Iterator[str]:
    if command.words and command.words[0].value == "alias":
        yield from (word.value.partition("=")[0] for word in command.words[1:] if "=" in word.value)


def _has_one_meaning(words: list[Word]) -> bool:
    return not _adds(words[0]) and all(_adds(word) for word in words[1:])


def _adds(assignment: Word) -> bool:
    return assignment.raw.partition("=")[0].endswith("+")
