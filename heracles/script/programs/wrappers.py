"""Programs that start another program: which one, and with which arguments."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING
from heracles.script.programs.names import SUBCOMMANDS, WRAPPERS, Wrapper
from heracles.script.shell.words import assigned_name

if TYPE_CHECKING:
    from heracles.script.programs.arguments import Argument
    from heracles.script.programs.verdicts import Call

TAKE_ASSIGNMENTS = frozenset({"env", "sudo", "doas"})


def started_by(call: Call, start: int) -> Call:
    """The call that remains of a wrapper's when its options, from ``start`` on, and its operands are taken off."""
    wrapper = WRAPPERS.get(call.name, Wrapper())
    place = _skip_options(call, start, wrapper)
    for _ in range(wrapper.operands):
        place += _is_plain(call, place)
    if place < len(call.arguments) and call.arguments[place].text == "--":
        place += 1
    return call.from_(place)


def names_an_image(call: Call) -> bool:
    """Whether an operand, the image of a container, stands before what such a wrapper starts."""
    return WRAPPERS.get(call.name, Wrapper()).operands > 0


def _is_plain(call: Call, place: int) -> bool:
    return place < len(call.arguments) and not call.arguments[place].overrides


def _skip_options(call: Call, place: int, wrapper: Wrapper) -> int:
    while _is_plain(call, place):
        text = call.arguments[place].text
        if text == "--":
            return place + 1
        if not (text.startswith("-") or (call.name in TAKE_ASSIGNMENTS and assigned_name(text))):
            return place
        place += 2 if takes_next_word(text, wrapper) else 1
    return min(place, call.overrides_at)


def takes_next_word(text: str, wrapper: Wrapper) -> bool:
    """Whether an option (``-B``, ``-eB``, ``--bind``, a word) has its value in the next word."""
    if text.startswith("--"):
        return text[2:] in wrapper.long
    if not text.startswith("-"):
        return False
    first = next((place for place, letter in enumerate(text) if place and letter in wrapper.letters), 0)
    return first > 0 and first == len(text) - 1


def subcommand_of(call: Call) -> int:
    """Where a program's subcommand is among its arguments; behind them if there is none.

    A word behind an option may be the value of that, unless it is a subcommand that starts programs.
    """
    words = [argument.text for argument in call.arguments[: call.overrides_at]]
    places = [place for place, word in enumerate(words) if place and not word.startswith("-")]
    sure = [place for place in places if words[place] in SUBCOMMANDS[call.name] or words[place - 1][:1] != "-"]
    return next(iter(sure or places), len(call.arguments))


def runs_a_program(call: Call) -> bool:
    """Whether the subcommand of such a program (``singularity exec``, not ``pull``) starts another one.

    True as well where it cannot be known: ``singularity $HOW x.sif``.
    """
    place = subcommand_of(call)
    if place >= len(call.arguments):
        return False
    argument: Argument = call.arguments[place]
    return not argument.known or argument.text in SUBCOMMANDS[call.name]
