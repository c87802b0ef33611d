"""Where the reading of a script stands, and the here-documents that are still to come."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from heracles.script.shell.syntax import Statement, Word

DEEPEST = 50
"""How far commands may be nested; a script has a handful of levels, and Python's stack an end."""

BLANKS = (" ", "\t", "\\\n")
METACHARACTERS = frozenset(" \t\n;&|<>()")
QUOTING = frozenset("\\'\"$`")
RESERVED_INITIALS = frozenset("!{}[]cdefistuw-")
LONGEST_RESERVED_WORD = 8


class Unreadable(Exception):
    """The text is not a script of its shell, or not one that heracles can follow; ``offset`` is where."""

    def __init__(self, what: str, offset: int) -> None:
        super().__init__(what)
        self.what = what
        self.offset = offset


class Body(NamedTuple):
    """The lines of a here-document; ``offset`` is where they begin, in the text of the cursor that met them."""

    text: str
    quoted: bool
    offset: int


class Cursor:
    """A place in ``text`` that moves on; ``origin`` is where ``text`` begins in the script as a whole.

    Words hold commands (``$(...)``) and commands words, so the reader of commands is handed in.
    """

    __slots__ = ("at", "bodies", "depth", "expected", "origin", "read_statements", "shell", "text")

    def __init__(self, text: str, shell: str, read_statements: Callable[[Cursor], tuple[Statement, ...]]) -> None:
        self.text = text
        self.shell = shell
        self.read_statements = read_statements
        self.at = 0
        self.origin = 0
        self.depth = 0
        self.bodies: list[Body] = []
        self.expected: list[tuple[int, Word, bool]] = []

    def within(self, text: str, origin: int) -> Cursor:
        """A cursor over text that was taken out of this one's at ``origin``; here-documents are counted on."""
        inner = Cursor(text, self.shell, self.read_statements)
        inner.origin = self.origin + origin
        inner.depth = self.depth
        inner.bodies = self.bodies
        return inner

    def fail(self, what: str, at: int) -> Unreadable:
        return Unreadable(what, self.origin + at)

    def descend(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.fail(f"commands are nested more than {DEEPEST} deep", self.at)

    def ascend(self) -> None:
        self.depth -= 1

    @property
    def at_end(self) -> bool:
        return self.at >= len(self.text)

    def stands_at(self, *texts: str) -> bool:
        return self.text.startswith(texts, self.at)

    def character(self, ahead: int = 0) -> str:
        """The character here or further on; empty behind the end."""
        return self.text[self.at + ahead : self.at + ahead + 1]

    def skip_blanks(self) -> None:
        """To the next word, operator or end of line: over blanks, continued lines and a comment."""
        text, at = self.text, self.at
        while text.startswith(BLANKS, at):
            at += 2 if text[at] == "\\" else 1
        if text.startswith("#", at):
            end = text.find("\n", at)
            at = len(text) if end < 0 else end
        self.at = at

    def skip_lines(self) -> None:
        """To the next word or operator, over ends of lines and the here-documents that follow them."""
        self.skip_blanks()
        while self.stands_at("\n"):
            self.end_line()
            self.skip_blanks()

    def end_line(self) -> None:
        self.at += 1
        expected, self.expected = self.expected, []
        for number, delimiter, strips_tabs in expected:
            self.bodies[number] = self._read_body(delimiter, strips_tabs)

    def expect_document(self, delimiter: Word, strips_tabs: bool) -> int:
        """Notes that a here-document follows this line; returns its number."""
        number = len(self.bodies)
        self.bodies.append(Body("", delimiter.quoted, 0))
        self.expected.append((number, delimiter, strips_tabs))
        return number

    def _read_body(self, delimiter: Word, strips_tabs: bool) -> Body:
        start = end = self.at
        continued = False
        while not self.at_end:
            line = self._take_line()
            if not continued and (line.lstrip("\t") if strips_tabs else line) == delimiter.value:
                break
            end = self.at
            continued = not delimiter.quoted and _ends_in_backslash(line)
        return Body(self.text[start:end], delimiter.quoted, self.origin + start)

    def _take_line(self) -> str:
        start, end = self.at, self.text.find("\n", self.at)
        end = len(self.text) if end < 0 else end
        self.at = end + 1
        return self.text[start:end]

    def reserved_word(self) -> str:
        """The unquoted word that begins here, if it is short enough to be a reserved one; else nothing."""
        if self.text[self.at : self.at + 1] not in RESERVED_INITIALS:
            return ""
        word = self._unquoted().replace("\\\n", "")
        return word if len(word) <= LONGEST_RESERVED_WORD else ""

    def take(self, reserved: str) -> bool:
        """Moves over a reserved word if it stands here."""
        if self.reserved_word() != reserved:
            return False
        self.at += len(self._unquoted())
        return True

    def _unquoted(self) -> str:
        text, end = self.text, self.at
        while end < len(text) and text[end] not in METACHARACTERS:
            if text[end] in QUOTING or end - self.at > 2 * LONGEST_RESERVED_WORD:
                if not text.startswith("\\\n", end):
                    return ""
                end += 1
            end += 1
        return text[self.at : end]


def _ends_in_backslash(line: str) -> bool:
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1
