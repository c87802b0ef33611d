"""What is said of products that are launched again, and how a user names the states for which they are."""

from __future__ import annotations

from itertools import accumulate

from heracles import status
from heracles.commands import wording
from heracles.commands.known.advice import in_words
from heracles.errors import Place, UsageError, nearest
from heracles.frozen import TYPE_CHECKING
from heracles.launchers.base import CommandSettings
from heracles.reconcile.states import WORST_FIRST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heracles.commands.relaunching.failures import Choice
    from heracles.launchers.base import State
    from heracles.ledger import Record
    from heracles.terminal import Terminal

FAILED: tuple[State, ...] = tuple(state for state in WORST_FIRST if state in status.FAILED)
STATES: tuple[State, ...] = (*FAILED, "cancelled", "unknown")
"""For which products may be launched again; for the last two only where they are named."""
OTHERS: tuple[State, ...] = ("waiting", "held", "pending", "running", "completed")


def named_states(words: str) -> tuple[State, ...]:
    """The states in ``failed,timeout``; raises a UsageError for those in which nothing is launched again."""
    starts = accumulate((len(word) + 1 for word in words.split(",")), initial=0)
    return tuple(_state(word, Place("--state", words, at)) for word, at in zip(words.split(","), starts))


def _state(word: str, place: Place) -> State:
    for state in STATES:
        if state == word:
            return state
    likely = nearest(word, STATES)
    cure = f"did you mean {likely}?" if likely else f"there are {', '.join(STATES)}"
    what = f"what is {word} is never launched again" if word in OTHERS else f"there is no state {word}"
    raise UsageError(what, place, cure)


def tell_choice(choice: Choice, name: str, records: Sequence[Record], terminal: Terminal) -> None:
    """Says how many products in which states are launched again, or how far those are that are not."""
    if choice.unfinished:
        products = wording.counted(choice.unfinished, "product is", "products are")
        terminal.note(f"{products} left alone: other tasks of the same job array still wait or run")
    for line in _launched_again(choice, records) if choice.failed else _nothing(choice, name, records):
        terminal.note(line)
    if choice.left:
        terminal.warn(f"other tasks of these products are not: {in_words(choice.left, records)}")
    if any("unknown" in each.states for each in choice.failed):
        terminal.warn("nobody tells what became of unknown ones: they may have run, or may still run")
    _tell_undeclared(choice, terminal)


def _tell_undeclared(choice: Choice, terminal: Terminal) -> None:
    """Says how many of what is launched again the sweep would not launch as it is declared today."""
    number = sum(not each.launched.is_declared for each in choice.failed)
    if number:
        which = wording.counted(number, "of these is", "of these are")
        terminal.note(f"{which} not declared in heracles.toml today, and launched again all the same")


def _launched_again(choice: Choice, records: Sequence[Record]) -> Iterator[str]:
    states = [state for each in choice.failed for state in each.states]
    of_tasks = any(each.tasks for each in choice.failed)
    products = f" (tasks of {wording.counted(len(choice.failed), 'product', 'products')})" if of_tasks else ""
    yield f"launched again: {in_words(states, records)}{products}"


def _nothing(choice: Choice, name: str, records: Sequence[Record]) -> Iterator[str]:
    yield f"nothing of {name} is launched again: {in_words(choice.states, records)}"
    settings = (record.launch.settings for record in records)
    commands = dict.fromkeys(each.command[0] for each in settings if isinstance(each, CommandSettings))
    if "unknown" in choice.states and commands:
        names = ", ".join(commands)
        yield f"what became of jobs of `{names}` nobody can tell here; --state unknown launches them again"
