"""What a script does with its arguments, and which of its commands could take overrides."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.script.programs.arguments import APPENDED, GIVEN, arguments_of
from heracles.script.programs.judging import judge
from heracles.script.programs.verdicts import (
    LOST,
    MENTIONED,
    PASSED,
    PASSES_OVER,
    REACHED,
    REACHES,
    UNKNOWN,
    WHEN_SAID,
    Call,
    Verdict,
)
from heracles.script.shell.syntax import Command
from heracles.script.shell.walking import nodes
from heracles.script.uses import ALWAYS, BEFORE_THE_PLACE, WITH_ARGUMENTS, WITHOUT_A_PLACE, given_after, uses_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heracles.script.programs.arguments import Argument
    from heracles.script.programs.verdicts import Scene
    from heracles.script.shell.syntax import HereDocument, Node, Program, Statement
    from heracles.script.uses import Use

ENDING = frozenset({"exit", "return"})
APPLICATIONS = (".py", ".sif", ".simg", ".jl")
SUBSTITUTION = "substitution"


class Candidate(NamedTuple):
    """A command that runs a program: its statement, the structures around it, and what becomes of arguments to it.

    ``says_arguments`` tells whether it says ``"$@"``; if not, the verdict is on arguments appended to it.
    """

    statement: Statement
    command: Command
    inside: tuple[str, ...]
    says_arguments: bool
    verdict: Verdict


class Analysis(NamedTuple):
    """All commands that run a program or say ``"$@"``, and all other uses of arguments, in order."""

    commands: tuple[Candidate, ...]
    uses: tuple[Use, ...]

    @property
    def places(self) -> tuple[Candidate, ...]:
        """The commands that say ``"$@"`` and whose program gets it.

        Where that is not sure (a script that cannot be read), they count if no other command could be meant.
        """
        said = tuple(c for c in self.commands if c.says_arguments and c.verdict.kind in {REACHES, WHEN_SAID, UNKNOWN})
        sure = tuple(c for c in said if c.verdict.kind != UNKNOWN and not c.verdict.prepares)
        return sure or (said if all(c.says_arguments for c in self.candidates) else ())

    @property
    def losing(self) -> tuple[Candidate, ...]:
        """The commands that say ``"$@"`` in vain."""
        return tuple(c for c in self.commands if c.says_arguments and c.verdict.kind == LOST)

    @property
    def mentions_arguments(self) -> bool:
        """Whether a utility is given ``"$@"``."""
        return any(c.says_arguments and c.verdict.kind == PASSES_OVER for c in self.commands)

    @property
    def utilities_given_arguments(self) -> tuple[Candidate, ...]:
        """The utilities that are given ``"$@"`` in a script that runs nothing else: then they are what it is for."""
        if self.candidates or self.losing or self.faults():
            return ()
        return tuple(c for c in self.commands if c.says_arguments and c.verdict.kind == PASSES_OVER)

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """The commands that could be meant to take overrides, but for those that prepare a later one."""
        meant = [c for c in self.commands if not c.says_arguments or c.verdict.kind == UNKNOWN or c.verdict.prepares]
        return tuple(c for c in meant if not c.verdict.prepares or c is meant[-1])

    @property
    def is_clear_by_arguments(self) -> bool:
        """Whether the script gives its arguments to a program, all of them and as they are."""
        return bool(self.places) and not self.losing and not self.faults()

    @property
    def is_clear_by_appending(self) -> bool:
        """Whether the script does without arguments, and one command of its own runs a program that takes them."""
        if self.losing or self.places or self.faults_without_arguments() or len(self.candidates) != 1:
            return False
        return self.candidates[0].verdict.kind == REACHES and not self.candidates[0].inside

    def faults(self) -> tuple[Use, ...]:
        """The uses that are wrong if the script gets overrides for its arguments."""
        last = max((place.command.end for place in self.places), default=-1)
        wrong = {ALWAYS, WITH_ARGUMENTS} if self.places else {ALWAYS, WITH_ARGUMENTS, WITHOUT_A_PLACE}
        return tuple(u for u in self.uses if u.wrong in wrong or (u.wrong == BEFORE_THE_PLACE and u.offset < last))

    def faults_without_arguments(self) -> tuple[Use, ...]:
        """The uses that are wrong if the script gets no arguments at all."""
        return tuple(use for use in self.uses if use.wrong in {ALWAYS, WITHOUT_A_PLACE})


def analyse(program: Program, given: tuple[Argument, ...], scene: Scene) -> Analysis:
    """Goes through what the program runs when it is given arguments that hold the overrides."""
    commands: list[Candidate] = []
    uses: list[Use] = []
    for statement in live(program.statements):
        for node, inside in nodes((statement,)):
            uses += uses_in(node, inside, given, scene)
            if isinstance(node, Command) and node.words:
                commands += _judged(statement, node, inside, given, scene)
            after = given_after(node, inside, given, scene)
            given = after if any(argument.overrides for argument in after) else GIVEN
    return Analysis(tuple(commands), tuple(uses))


def live(statements: Sequence[Statement]) -> Iterator[Statement]:
    """The statements up to one that ends the script for certain."""
    for statement in statements:
        yield statement
        if not statement.background and _ends(statement.node):
            return


def _ends(node: Node) -> bool:
    if not isinstance(node, Command) or not node.words:
        return False
    name = node.words[0].value
    return name in ENDING or (name == "exec" and len(node.words) > 1)


def _judged(
    statement: Statement, command: Command, inside: tuple[str, ...], given: tuple[Argument, ...], scene: Scene
) -> Iterator[Candidate]:
    """The command as a candidate, if it says ``"$@"`` or runs a program that could take overrides."""
    arguments = arguments_of(command.words, scene.names, given)
    says = any(argument.overrides for argument in arguments)
    call = Call(arguments if says else (*arguments, APPENDED), _document(command, scene))
    verdict = judge(call, scene)
    if not says:
        verdict = _as_appended(verdict, call, inside)
    if says or verdict.kind != PASSES_OVER:
        yield Candidate(statement, command, inside, says, verdict)


def _document(command: Command, scene: Scene) -> HereDocument | None:
    numbers = [redirection.document for redirection in command.redirections if redirection.document >= 0]
    return scene.program.documents[numbers[-1]] if numbers else None


def _as_appended(verdict: Verdict, call: Call, inside: tuple[str, ...]) -> Verdict:
    """The verdict on a command that does not say ``"$@"``; one whose output is a value is rarely meant."""
    if SUBSTITUTION in inside and not any(argument.text.endswith(APPLICATIONS) for argument in call.arguments):
        return PASSED
    if verdict.kind == REACHES and call.document is not None:
        return Verdict(WHEN_SAID, "a here-document goes into it", 'write "$@" before the <<')
    return verdict


def examine(program: Program, given: tuple[Argument, ...], scene: Scene) -> Verdict:
    """What becomes of arguments to a whole script, a function or a string; the reason is what it does with them."""
    analysis = analyse(program, given, scene)
    for candidate in analysis.losing:
        return Verdict(LOST, f"loses them: {candidate.verdict.reason}", candidate.verdict.cure)
    for use in analysis.faults():
        return Verdict(LOST, use.reason, use.cure)
    if analysis.places:
        return REACHED
    if all(candidate.verdict.prepares for candidate in analysis.candidates):
        return MENTIONED if analysis.mentions_arguments else PASSED
    return _without_arguments(analysis.candidates[-1], analysis.mentions_arguments)


def _without_arguments(candidate: Candidate, mentioned: bool) -> Verdict:
    if candidate.verdict.kind == LOST:
        return Verdict(LOST, f"loses them: {candidate.verdict.reason}", candidate.verdict.cure)
    reason = 'gives "$@" to no program' if mentioned else 'never says "$@"'
    end = candidate.command.words[-1].end
    return Verdict(LOST, reason, 'write "$@" where the program takes its arguments', offset=end)
