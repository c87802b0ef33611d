"""What is wrong with a command line, in the words of the user who typed it."""

from __future__ import annotations

from heracles.cli.syntax import Option
from heracles.errors import UsageError, nearest, shown
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentError
    from collections.abc import Sequence

    from heracles.cli.syntax import Syntax, Words

ALWAYS = ("--help", "--version")
SHORTEST_TYPO = 3


def refusal(error: ArgumentError, syntax: Syntax, argv: Sequence[str]) -> UsageError:
    """What argparse found: a value that is missing, too much or not one of its kind, or options that do not agree."""
    options = {"/".join(option.names): option for option in syntax.options}
    option = options.get(error.argument_name or "")
    if option is None:
        return UsageError(str(error), cure=f"see {syntax.program} --help")
    name = _as_typed(option, argv)
    if error.message.startswith("expected"):
        return UsageError(f"{name} needs a value", cure=f"write: {_with_value(name, option, argv)}")
    if error.message.startswith("ignored explicit"):
        return UsageError(f"{name} takes no value", cure=f"write: {name}")
    if error.message.startswith("not allowed with"):
        other = _as_typed(options[error.message.rpartition(" ")[2]], argv)
        return UsageError(f"{other} and {name} do not go together", cure="leave out one of them")
    return UsageError(f"{name} {error.message}")


def unknown(word: str, syntax: Syntax) -> UsageError:
    """A word or option that this form of the command line does not take."""
    see = f"see {syntax.program} --help"
    if not word.startswith("-"):
        return UsageError(f"{syntax.program} does not take {shown(word)}", cure=see)
    names = [*ALWAYS, *(name for option in syntax.options for name in option.names)]
    name = word.partition("=")[0].lstrip("-")
    long_names = [each[2:] for each in names if each.startswith("--")]
    likely = nearest(name, long_names) if len(name) >= SHORTEST_TYPO else None
    return UsageError(f"there is no option {shown(word)}", cure=f"did you mean --{likely}?" if likely else see)


def empty(given: Option | Words) -> UsageError:
    """An option or word that is empty."""
    if isinstance(given, Option):
        cure = f"is a variable not set? write: {given.names[0]} {_value(given)}"
        return UsageError(f"the value of {given.names[0]} is empty", cure=cure)
    return UsageError(f"the word for {given.metavar} is empty", cure="is a variable not set?")


def _as_typed(option: Option, argv: Sequence[str]) -> str:
    return next((word for word in (each.partition("=")[0] for each in argv) if word in option.names), option.names[0])


def _with_value(name: str, option: Option, argv: Sequence[str]) -> str:
    """A word behind it that looks like an option may be what was meant: ``--sort -loss``."""
    behind = next((after for word, after in zip(argv, argv[1:]) if word == name and after[:2].strip("-")), "")
    return f"{name}={behind}" if behind.startswith("-") and name.startswith("--") else f"{name} {_value(option)}"


def _value(option: Option) -> str:
    return "|".join(option.choices) or option.metavar
