"""``heracles __complete SHELL LINE [CUT]``: what the scripts of ``heracles completion`` ask when a name is completed.

Its first line says what the shell does with the others: ``words`` offers them, ``verbs`` offers them besides the
verbs, ``files`` and ``commands`` leave it to the shell, which completes the names of these.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress

from heracles.cli.cursor import Cursor, cursor
from heracles.cli.typed_line import TypedLine, typed_line
from heracles.commands.completing.candidates import candidates
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.commands.completing.questions import Question
    from heracles.terminal import Terminal

OR_A_FILE = ("word", "target", "file")
"""What may be, or may hold, a path of which heracles knows nothing."""
A_PATH = ("script", "configuration", "directory")
_SPECIAL = re.compile(r"([^\w@%+=:,./~^-])")


def complete(argv: Sequence[str], terminal: Terminal) -> int:
    """Prints the answer; prints nothing where anything is wrong, since a person is typing."""
    with suppress(Exception):
        terminal.results(_answer(*argv))
    return 0


def _answer(shell: str, line: str, cut: str = "") -> list[str]:
    """The lines for a shell; bash replaces only ``cut``, the end of the word at the cursor, and quotes nothing."""
    typed = typed_line(line)
    at = cursor(typed.words[1:], typed.last)
    found = _candidates(at)
    fitting = [word for word in found if word.startswith(typed.last)]
    if at.question.kind == "command":
        return ["commands"]
    if _is_left_to_the_shell(at.question, fitting):
        return ["files"]
    shown = [_for_bash(word, typed, cut) for word in fitting] if shell == "bash" else found
    return ["verbs" if at.may_be_verb else "words", *shown]


def _candidates(at: Cursor) -> list[str]:
    os.chdir(os.path.expanduser(at.directory))
    return [f"{at.before}{word}" for word in at.choices or candidates(at.question) if word.isprintable()]


def _is_left_to_the_shell(question: Question, fitting: Sequence[str]) -> bool:
    is_expanded = question.text.startswith("~") or "$" in question.text
    return not fitting and (question.kind in OR_A_FILE or (question.kind in A_PATH and is_expanded))


def _for_bash(word: str, typed: TypedLine, cut: str) -> str:
    """What comes instead of ``cut``: quoted for the shell, but where a quote is open."""
    replaced = word[len(typed.last) - len(typed_line(f"{typed.quote}{cut}").last) :]
    return _quoted(replaced, typed.quote)


def _quoted(text: str, quote: str) -> str:
    if quote == "'":
        return text.replace("'", "'\\''")
    return re.sub(r'(["\\$`])', r"\\\1", text) if quote else _SPECIAL.sub(r"\\\1", text)
