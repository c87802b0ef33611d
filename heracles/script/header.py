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
    while True:
        while line[at : at + 1] in BLANKS and at < len(line):
            at += 1
        word, at = _word(script, number, line, at)
        if not word:
            return tuple(words)
        words.append(word)


def _word(script: Script, number: int, line: str, at: int) -> tuple[str, int]:
    """One word and where it ends; sbatch takes an empty one for the end of the line."""
    letters: list[str] = []
    quote = ""
    opened = at
    while at < len(line) and (quote or line[at] not in BLANKS):
        character = line[at]
        if character == "\\":
            letters.append(line[at + 1 : at + 2])
            at += 1
        elif quote:
            if character == quote:
                quote = ""
            else:
                letters.append(character)
        elif character in "\"'":
            quote, opened = character, at
        elif character == "#":
            break
        else:
            letters.append(character)
        at += 1
    if quote:
        place = Place(f"{script.path}:{number}", line, opened)
        raise UsageError("a quote in this directive is never closed, which sbatch refuses", place, "close it")
    return "".join(letters), at
