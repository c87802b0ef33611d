"""The directives at the head of a script, read as sbatch reads them."""

from __future__ import annotations

from heracles.errors import Place, UsageError
from heracles.frozen import TYPE_CHECKING
from heracles.script.slurm_options import PBS, SBATCH, options_in
from heracles.script.values import Directive

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heracles.script.slurm_options import Option
    from heracles.script.values import Script

BLANKS = " \t\v\f\r"
QUOTES = "\"'"
LINES_SEARCHED_FOR_PBS = 100


def directives(script: Script) -> tuple[Directive, ...]:
    """The lines of options, in order.

    As in sbatch (src/sbatch/opt.c and xlate.c of Slurm): ``#SBATCH`` (once ``#SLURM``) begins a line, up to the first
    line that is neither blank nor a comment; ``#PBS`` within the first hundred lines that begin otherwise than with
    ``#``. Words end at blanks, may be quoted, keep the character after a backslash, and end at a ``#``.
    Raises UsageError at a quote that is never closed.
    """
    lines = script.text.split("\n")
    found = [*_of_slurm(script, lines), *_of_pbs(script, lines)]
    return tuple(sorted(found, key=lambda directive: directive.line))


def options(script: Script) -> Iterator[tuple[Option, Place]]:
    """The options that the directives ask for, in the order in which sbatch takes them: those for PBS overrule.

    Each comes with its line, and a caret where the line has its word as it is.
    """
    found = directives(script)
    for prefix, grammar in (("SBATCH", SBATCH), ("PBS", PBS)):
        for directive in found:
            if directive.prefix == prefix:
                yield from ((each, _place(script, directive, each)) for each in options_in(directive.words, grammar))


def _place(script: Script, directive: Directive, option: Option) -> Place:
    line = script.text.split("\n")[directive.line - 1]
    blank = line.find(" " + option.words[0])
    return Place(f"{script.path}:{directive.line}", line, None if blank < 0 else blank + 1)


def _of_slurm(script: Script, lines: Sequence[str]) -> Iterator[Directive]:
    for number, line in enumerate(lines, start=1):
        for magic in ("#SBATCH", "#SLURM"):
            if line.startswith(magic):
                yield Directive(number, "SBATCH", _words(script, number, line, len(magic)))
        if line.strip(BLANKS) and not line.lstrip(BLANKS).startswith("#"):
            return


def _of_pbs(script: Script, lines: Sequence[str]) -> Iterator[Directive]:
    others = 0
    for number, line in enumerate(lines, start=1):
        if line.startswith("#PBS"):
            yield Directive(number, "PBS", _words(script, number, line, len("#PBS")))
        others += not line.startswith("#")
        if others > LINES_SEARCHED_FOR_PBS:
            return


def _words(script: Script, number: int, line: str, at: int) -> tuple[str, ...]:
    words: list[str] = []
    try:
        word, at = _word(line, at)
        while word:
            words.append(word)
            word, at = _word(line, at)
    except _OpenQuote as error:
        place = Place(f"{script.path}:{number}", line, error.offset)
        raise UsageError("a quote in this directive is never closed, which sbatch refuses", place, "close it") from None
    return tuple(words)


class _OpenQuote(Exception):
    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


def _word(line: str, at: int) -> tuple[str, int]:
    """The word behind an offset and where it ends; sbatch takes an empty one for the end of the line."""
    while at < len(line) and line[at] in BLANKS:
        at += 1
    letters: list[str] = []
    while at < len(line) and line[at] not in BLANKS and line[at] != "#":
        taken, at = _quoted(line, at) if line[at] in QUOTES else _letter(line, at)
        letters.append(taken)
    return "".join(letters), at


def _letter(line: str, at: int) -> tuple[str, int]:
    """One character, which a backslash may keep from being special."""
    return (line[at + 1 : at + 2], at + 2) if line[at] == "\\" else (line[at], at + 1)


def _quoted(line: str, at: int) -> tuple[str, int]:
    """What stands between quotes, and where they end."""
    quote, opened = line[at], at
    letters: list[str] = []
    at += 1
    while line[at : at + 1] != quote:
        if at >= len(line):
            raise _OpenQuote(opened)
        letter, at = _letter(line, at)
        letters.append(letter)
    return "".join(letters), at + 1
