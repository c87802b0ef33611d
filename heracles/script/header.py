"""The directives at the head of a script, read as sbatch reads them."""

from __future__ import annotations

from heracles.errors import Place, UsageError
from heracles.frozen import TYPE_CHECKING
from heracles.script.slurm_options import LONG, SBATCH_LETTERS
from heracles.script.values import Directive

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heracles.script.values import Script

BLANKS = " \t\v\f\r"
QUOTES = "\"'"
PBS_LETTERS = "aACcdejJklmMNopqrStuvwW"
PBS_ARRAYS = ("-t", "-J", "--array", "--job_array")
LINES_SEARCHED_FOR_PBS = 100
SHORTEST_ARRAY = "--ar"


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


def has_own_array(script: Script) -> bool:
    """Whether the header makes a job array: ``-a1-3``, ``--array 1-3``, ``--arr=1-3``, ``#PBS -t 1-3``, ``-J 1-3``."""
    for directive in directives(script):
        asks = asks_for_array if directive.prefix == "SBATCH" else _asks_pbs_for_array
        if asks(directive.words):
            return True
    return False


def asks_for_array(words: Sequence[str]) -> bool:
    """Whether these options of sbatch make a job array, in any way that getopt_long(3) takes it."""
    return any(
        option == "-a" or (option.startswith(SHORTEST_ARRAY) and "--array".startswith(option))
        for option in _options(words, SBATCH_LETTERS)
    )


def _asks_pbs_for_array(words: Sequence[str]) -> bool:
    return any(option in PBS_ARRAYS for option in _options(words, PBS_LETTERS))


def _options(words: Sequence[str], letters_with_value: str) -> Iterator[str]:
    """The names of the options in a list of words, as ``-a`` or ``--array``; values are passed over."""
    rest = iter(words)
    for word in rest:
        if word.startswith("--"):
            name, equals, _ = word.partition("=")
            yield name
            waits = not equals and name[2:] in LONG
        else:
            names, waits = _letters(word, letters_with_value)
            yield from names
        if waits:
            next(rest, None)


def _letters(word: str, letters_with_value: str) -> tuple[list[str], bool]:
    """The options in a word like ``-Ha1-3``, and whether the last one has its value in the next word."""
    names = []
    for place, letter in enumerate(word[1:] if word.startswith("-") else "", start=2):
        names.append("-" + letter)
        if letter in letters_with_value:
            return names, place == len(word)
    return names, False


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
