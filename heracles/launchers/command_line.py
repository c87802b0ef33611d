"""Splits the command of a launcher into words, as a shell would, without being one."""

from __future__ import annotations

import os
import shlex

from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from heracles.errors import Place

OPERATORS = frozenset("();<>|&")
EXPANSIONS = "$`"


def words(command: str, source: Place) -> tuple[str, ...]:
    """The words of ``command``; ``~`` at its beginning is the home directory.

    Raises a UsageError where it is empty, a quote is not closed, or a shell would be needed (pipes, lists,
    redirections, variables), and says how to write that.
    """
    try:
        split = shlex.split(command)
    except ValueError as error:
        raise UsageError(f"the command cannot be split into words: {error}".lower(), source) from None
    if not split:
        raise UsageError("the command is empty", source, "name a command: -r=sbatch")
    _refuse_shell_syntax(command, source)
    return (os.path.expanduser(split[0]), *split[1:])


def _refuse_shell_syntax(command: str, source: Place) -> None:
    tokens = shlex.shlex(command, posix=False, punctuation_chars=True)
    tokens.whitespace_split, tokens.commenters = True, ""
    for token in tokens:
        if OPERATORS.issuperset(token) or (token[0] not in "'\"" and any(each in token for each in EXPANSIONS)):
            raise UsageError(
                f"the command is called without a shell, so {token} would mean nothing",
                source.at(command.find(token)),
                f"let a shell have it, the file is $0: {shlex.quote(_through_bash(command, token))}",
            )


def _through_bash(command: str, token: str) -> str:
    before, after = command, ""
    if OPERATORS.issuperset(token):
        before, operator, rest = command.partition(token)
        after = f" {operator}{rest}"
    script = before.rstrip() + ' "$0"' + after
    return f"bash -c {shlex.quote(script)}"
