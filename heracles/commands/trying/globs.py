"""Whether ``glob()`` saw the options of a config group that the application itself has."""

from __future__ import annotations

from heracles import grammar
from heracles.errors import Fault, UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heracles.commands.trying.culprits import Tried
    from heracles.commands.trying.trials import Application
    from heracles.grammar import Choices
    from heracles.sweep import Sweep

NO_OPTION = "no-option-of-that-name"
LISTED = "Available options in '"
"""How Hydra 1.1 and later begin the list of a group's options, where it is asked for one that it does not have."""


class _Question(NamedTuple):
    """An argument with a glob, and overrides in which an option is asked for that no group has.

    ``is_refused``: they are of a product that the application refuses anyhow, perhaps before it comes to the group.
    """

    argument: Choices
    overrides: tuple[str, ...]
    is_refused: bool


class _Listed(NamedTuple):
    """The options of a group that the application listed."""

    names: tuple[str, ...]

    def __str__(self) -> str:
        return "the application"

    def options(self, _group: str) -> tuple[str, ...]:
        return self.names


def unseen(tried: Sequence[Tried], sweep: Sweep, application: Application) -> Iterator[Fault]:
    """The differences between what globs selected here and what they select of the options that Hydra lists."""
    questions = tuple(_questions(tried, sweep, application))
    for number, answer in application.answers([question.overrides for question in questions]):
        argument, _, is_refused = questions[number]
        listed = _options(f"{answer.output}\n{answer.complaints}", _group(argument))
        if listed is None and is_refused:
            continue
        if listed is None:
            what = f"glob() could not be compared: the application does not list the options of {argument.key}"
            yield Fault(what, argument.source, (answer.complaints or answer.output).strip())
        else:
            yield from _differences(argument, _Listed(listed), sweep)


def _questions(tried: Sequence[Tried], sweep: Sweep, application: Application) -> Iterator[_Question]:
    """One for each glob, asked in a product that was accepted, if any was."""
    asked = set()
    for each in sorted(tried, key=lambda each: bool(each.refusal)):
        for place, argument in enumerate(sweep.variants[each.variant]):
            if isinstance(argument, grammar.Choices) and argument.note and id(argument) not in asked:
                asked.add(id(argument))
                less = each.product._replace(picks=(*each.product.picks[:place], *each.product.picks[place + 1 :]))
                asking = (*application.overrides(less), f"{argument.key}={NO_OPTION}")
                yield _Question(argument, asking, is_refused=bool(each.refusal))


def _group(argument: Choices) -> str:
    """The config group of a key such as ``+group/name@package``."""
    return argument.key.lstrip("+").partition("@")[0]


def _options(said: str, group: str) -> tuple[str, ...] | None:
    """What stands, indented, below the line that begins the list of a group; None where there is no such line."""
    lines = iter(said.splitlines())
    if not any(line.startswith(f"{LISTED}{group}'") for line in lines):
        return None
    options = []
    for line in lines:
        if not line.startswith("\t"):
            break
        options.append(line.strip())
    return tuple(options)


def _differences(argument: Choices, listed: _Listed, sweep: Sweep) -> Iterator[Fault]:
    here = [override.text for override in argument.overrides]
    inside = _selected(argument, listed)
    not_here = [text for text in inside if text not in here]
    not_inside = [text for text in here if text not in inside]
    if not_here:
        what = f"glob() misses what the application has: {', '.join(not_here)}"
        yield Fault(what, argument.source, f"no file of {sweep.config_dir} is that option: name the options one by one")
    if not_inside:
        what = f"glob() selects what the application does not have: {', '.join(not_inside)}"
        yield Fault(what, argument.source, f"is {sweep.config_dir} the application's conf folder?")


def _selected(argument: Choices, listed: _Listed) -> list[str]:
    """What the argument's word selects of the options that were listed."""
    try:
        (again,) = grammar.parse([(argument.source.text, argument.source)], listed)
    except UsageError:
        return []
    return [] if isinstance(again, (grammar.RandomSeeds, grammar.Zip)) else [each.text for each in again.overrides]
