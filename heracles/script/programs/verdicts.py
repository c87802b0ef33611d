"""What becomes of arguments at the end of a command, or where it says ``"$@"``."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.script.programs.names import BUILTINS, is_interpreter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from heracles.script.programs.arguments import Argument
    from heracles.script.programs.files import Files
    from heracles.script.shell.syntax import HereDocument, Program
    from heracles.script.shell.walking import Names

PASSES_OVER = "passes over"
"""The command is a builtin, a utility or a preparation; overrides are not meant for it."""
REACHES = "reaches"
"""The arguments reach the program."""
WHEN_SAID = "when said"
"""They reach it if the script says ``"$@"`` there; whether they may be appended is not known."""
UNKNOWN = "unknown"
"""Whether they reach it cannot be known: it is a script that cannot be read here."""
LOST = "lost"
"""They would not reach it, or not as they are."""


class Verdict(NamedTuple):
    """What becomes of the arguments (one of the five above), and for the last three why, and what to write instead.

    ``prepares`` says that the command most likely prepares a later one. ``offset`` is where, in a text that was
    examined for its own sake (a string, a function, another file), its ``"$@"`` is missing.
    """

    kind: str
    reason: str = ""
    cure: str = ""
    prepares: bool = False
    offset: int = -1


PASSED = Verdict(PASSES_OVER)
MENTIONED = Verdict(PASSES_OVER, 'gives "$@" to utilities')
REACHED = Verdict(REACHES)


class Scene(NamedTuple):
    """What is known around a command.

    ``seen`` are the functions and scripts that are being looked into, and ``verdicts`` remembers what came of those
    that were, by their arguments: functions that call others twice would take a time that doubles with each. Commands
    hold scripts and scripts commands, so the examiner of scripts is handed in.
    """

    program: Program
    names: Names
    files: Files
    seen: frozenset[str]
    verdicts: dict[tuple[str, tuple[Argument, ...]], Verdict]
    examine: Callable[[Program, tuple[Argument, ...], Scene], Verdict]


class Call(NamedTuple):
    """A command to be judged: its arguments, the overrides among them, and the here-document that it reads."""

    arguments: tuple[Argument, ...]
    document: HereDocument | None

    def from_(self, place: int) -> Call:
        """The call without the arguments before ``place``: of the program that is named there."""
        return self._replace(arguments=self.arguments[place:])

    @property
    def overrides_at(self) -> int:
        """Where the overrides are among the arguments; behind them if they are not."""
        return next((place for place, argument in enumerate(self.arguments) if argument.overrides), len(self.arguments))

    @property
    def name(self) -> str:
        """What the program is called, without its directory if it may be a known one: ``./eval`` is not ``eval``."""
        path = self.arguments[0].text if self.arguments else ""
        name = path.rpartition("/")[2]
        is_known = path.startswith(("/", "~", "$")) and name not in BUILTINS
        return name if is_known or is_interpreter(name) else path

    @property
    def is_appended(self) -> bool:
        """Whether the overrides are appended, rather than said by ``"$@"``."""
        return not self.arguments[self.overrides_at].raw


def shown(arguments: Sequence[Argument]) -> str:
    """The arguments as they are written in the script."""
    return " ".join(argument.raw for argument in arguments if argument.raw)
