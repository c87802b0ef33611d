"""What becomes of arguments at the end of a command, or where it says ``"$@"``."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from heracles.script.programs.arguments import Argument
    from heracles.script.shell.syntax import HereDocument, Program
    from heracles.script.shell.walking import Names

PASSES_OVER = "passes over"
"""The command is a builtin, a utility or a preparation; overrides are not meant for it."""
REACHES = "reaches"
"""The arguments reach the program."""
WHEN_SAID = "when said"
"""They reach it if the script says ``"$@"`` there; whether they may be appended is not known."""
LOST = "lost"
"""They would not reach it, or not as they are."""


class Verdict(NamedTuple):
    """What becomes of the arguments (one of the four above), and for the last two why, and what to write instead.

    ``prepares`` says that the command most likely prepares a later one. ``offset`` is where, in a text that was
    examined for its own sake (a string, a function, another file), its ``"$@"`` is missing.
    """

    kind: str
    reason: str = ""
    cure: str = ""
    prepares: bool = False
    offset: int = -1


PASSED = Verdict(PASSES_OVER)
REACHED = Verdict(REACHES)


class Scene(NamedTuple):
    """What is known around a command.

    ``directories`` are where other files of the script are looked for, ``around`` the programs that may write some
    themselves, and ``seen`` the functions and files that are being looked into. Commands hold scripts and scripts
    commands, so the examiner of scripts is handed in: it tells what becomes of arguments to a whole program, after
    ``leading`` ones.
    """

    program: Program
    names: Names
    directories: tuple[str, ...]
    around: tuple[Program, ...]
    seen: frozenset[str]
    examine: Callable[[Program, int, Scene], Verdict]


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
        """What the program is called, without its directory."""
        return self.arguments[0].text.rpartition("/")[2] if self.arguments else ""

    @property
    def is_appended(self) -> bool:
        """Whether the overrides are appended, rather than said by ``"$@"``."""
        return not self.arguments[self.overrides_at].raw


def shown(arguments: Sequence[Argument]) -> str:
    """The arguments as they are written in the script."""
    return " ".join(argument.raw for argument in arguments if argument.raw)
