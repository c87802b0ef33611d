"""Commands: simple ones, pipes, lists and sequences of them."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.script.shell.compounds import COMPOUNDS, read_compound
from heracles.script.shell.pieces import DIGITS, end_of
from heracles.script.shell.syntax import Command, Function, Redirection, Statement, Structure
from heracles.script.shell.words import assigned_name, read_word

if TYPE_CHECKING:
    from collections.abc import Callable

    from heracles.script.shell.cursor import Cursor
    from heracles.script.shell.syntax import Node, Word

CLOSERS = frozenset({"then", "elif", "else", "fi", "do", "done", "esac", "}"})
CASE_ENDS = (";;", ";&", ";|")
REDIRECTION_INITIALS = frozenset("<>&0123456789")
REDIRECTIONS = ("<<<", "<<-", "<<", "<>", "<&", "<", ">>", ">|", ">&", ">", "&>>", "&>")
HERE_DOCUMENTS = ("<<", "<<-")


def read_statements(cursor: Cursor) -> tuple[Statement, ...]:
    """The statements from the cursor to what ends a sequence: ``)``, ``;;``, ``done`` and their like, or the end."""
    statements = []
    cursor.skip_lines()
    while not _stands_at_close(cursor):
        statements.append(_read_statement(cursor))
        cursor.skip_lines()
    return tuple(statements)


def _stands_at_close(cursor: Cursor) -> bool:
    return cursor.at_end or cursor.stands_at(")", *CASE_ENDS) or cursor.reserved_word() in CLOSERS


def _read_statement(cursor: Cursor) -> Statement:
    statement = _read_list(cursor)
    cursor.skip_blanks()
    background = cursor.stands_at("&")
    if background or (cursor.stands_at(";") and not cursor.stands_at(*CASE_ENDS)):
        cursor.at += 1
    elif not (cursor.stands_at("\n") or _stands_at_close(cursor)):
        raise cursor.fail(f"{cursor.character()!r} does not belong here", cursor.at)
    return statement._replace(background=True) if background else statement


def _read_list(cursor: Cursor) -> Statement:
    return _read_joined(cursor, "list", ("&&", "||"), (), _read_pipe)


def _read_pipe(cursor: Cursor) -> Statement:
    start = cursor.at
    _skip_prefixes(cursor)
    has_prefixes = cursor.at > start
    statement = _read_joined(cursor, "pipe", ("|",), ("||",), _read_command)
    return statement._replace(start=cursor.origin + start) if has_prefixes else statement


def _skip_prefixes(cursor: Cursor) -> None:
    """Over ``!``, ``time`` and ``time -p``, which leave a command what it is."""
    while cursor.take("!") or cursor.take("time"):
        cursor.skip_blanks()
        if cursor.take("-p"):
            cursor.skip_blanks()


def _read_joined(
    cursor: Cursor, kind: str, operators: tuple[str, ...], others: tuple[str, ...], read: Callable[[Cursor], Statement]
) -> Statement:
    parts = [read(cursor)]
    cursor.skip_blanks()
    while cursor.stands_at(*operators) and not cursor.stands_at(*others):
        cursor.at += 2 if cursor.stands_at("&&", "||", "|&") else 1
        cursor.skip_lines()
        parts.append(read(cursor))
        cursor.skip_blanks()
    if len(parts) == 1:
        return parts[0]
    structure = Structure(parts[0].start, parts[-1].end, kind, tuple(parts))
    return Statement(structure.start, structure.end, structure, False)


def _read_command(cursor: Cursor) -> Statement:
    node = _read_node(cursor)
    return Statement(node.start, node.end, node, False)


def _read_node(cursor: Cursor) -> Node:
    reserved = cursor.reserved_word()
    if reserved == "function":
        return _read_function(cursor)
    if reserved == "coproc":
        return _read_coprocess(cursor)
    if reserved in COMPOUNDS or cursor.stands_at("("):
        return _with_redirections(cursor, read_compound(cursor))
    return _read_simple(cursor)


def _with_redirections(cursor: Cursor, structure: Structure) -> Structure:
    redirections = []
    cursor.skip_blanks()
    redirection = _read_redirection(cursor)
    while redirection is not None:
        redirections.append(redirection)
        cursor.skip_blanks()
        redirection = _read_redirection(cursor)
    if not redirections:
        return structure
    return structure._replace(end=redirections[-1].end, redirections=tuple(redirections))


def _read_redirection(cursor: Cursor) -> Redirection | None:
    start = cursor.at
    if cursor.character() not in REDIRECTION_INITIALS:
        return None
    operator = _take_operator(cursor)
    if not operator:
        cursor.at = start
        return None
    cursor.skip_blanks()
    target = read_word(cursor)
    if target is None:
        raise cursor.fail(f"{operator} goes nowhere", start)
    document = cursor.expect_document(target, operator == "<<-") if operator in HERE_DOCUMENTS else -1
    return Redirection(cursor.origin + start, target.end, operator, target, document)


def _take_operator(cursor: Cursor) -> str:
    """Moves over a redirection's operator and the number of a file before it; empty if there is none."""
    start = cursor.at
    cursor.at = end_of(DIGITS, cursor.text, start)
    if cursor.stands_at("<(", ">(") or (cursor.stands_at("&") and cursor.at > start):
        return ""
    operator = next((operator for operator in REDIRECTIONS if cursor.stands_at(operator)), "")
    cursor.at += len(operator)
    return operator


def _read_simple(cursor: Cursor) -> Node:
    start = cursor.at
    words: list[Word] = []
    redirections: list[Redirection] = []
    while _read_part(cursor, words, redirections):
        cursor.skip_blanks()
        if len(words) == 1 and not redirections and _takes_parentheses(cursor):
            return _read_body(cursor, start, words[0].raw)
    if not (words or redirections):
        raise cursor.fail(f"{cursor.character()!r} does not belong here", start)
    end = max(part[-1].end for part in (words, redirections) if part)
    first = next((place for place, word in enumerate(words) if not assigned_name(word.raw)), len(words))
    return Command(cursor.origin + start, end, tuple(words[:first]), tuple(words[first:]), tuple(redirections))


def _read_part(cursor: Cursor, words: list[Word], redirections: list[Redirection]) -> bool:
    redirection = _read_redirection(cursor)
    if redirection is not None:
        redirections.append(redirection)
        return True
    word = read_word(cursor)
    if word is not None and not (_names_descriptor(word) and cursor.stands_at("<", ">")):
        words.append(word)
    return word is not None


def _names_descriptor(word: Word) -> bool:
    """Whether the word is the ``{fd}`` of ``{fd}> log``."""
    return word.raw.startswith("{") and word.raw.endswith("}") and word.raw[1:-1].isidentifier()


def _takes_parentheses(cursor: Cursor) -> bool:
    """Moves over the ``()`` of a function's definition."""
    if not cursor.stands_at("("):
        return False
    opened = cursor.at
    cursor.at += 1
    cursor.skip_blanks()
    if not cursor.stands_at(")"):
        raise cursor.fail("'(' does not belong here", opened)
    cursor.at += 1
    return True


def _read_function(cursor: Cursor) -> Function:
    start = cursor.at
    cursor.take("function")
    cursor.skip_blanks()
    name = read_word(cursor)
    if name is None:
        raise cursor.fail("the function has no name", start)
    cursor.skip_blanks()
    _takes_parentheses(cursor)
    return _read_body(cursor, start, name.raw)


def _read_body(cursor: Cursor, start: int, name: str) -> Function:
    cursor.skip_lines()
    cursor.descend()
    body = _read_command(cursor)
    cursor.ascend()
    return Function(cursor.origin + start, body.end, name, body)


def _read_coprocess(cursor: Cursor) -> Structure:
    start = cursor.at
    cursor.take("coproc")
    cursor.skip_blanks()
    cursor.descend()
    body = _read_command(cursor)
    cursor.skip_blanks()
    if cursor.reserved_word() in COMPOUNDS or cursor.stands_at("("):
        body = _read_command(cursor)
    cursor.ascend()
    return Structure(cursor.origin + start, body.end, "coproc", (body,))
