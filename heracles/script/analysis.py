"""What a script does with its arguments, and which of its commands could take overrides."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.script.programs.arguments import APPENDED, arguments_of
from heracles.script.programs.judging import judge
from heracles.script.programs.verdicts import LOST, PASSED, PASSES_OVER, REACHED, REACHES, WHEN_SAID, Call, Verdict
from heracles.script.shell.syntax import Command
from heracles.script.shell.walking import nodes
from heracles.script.uses import ALWAYS, BEFORE_THE_PLACE, WITH_ARGUMENTS, WITHOUT_A_PLACE, leading_after, uses_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    """All commands that run a program, and all uses of arguments that are not to give them to one, in order."""

    commands: tuple[Candidate, ...]
    uses: tuple[Use, ...]

    @property
    def places(self) -> tuple[Candidate, ...]:
        """The commands that say ``"$@"`` and whose program gets it."""
        return tuple(c for c in self.commands if c.says_arguments and c.verdict.kind != LOST)

    @property
    def losing(self) -> tuple[Candidate, ...]:
        """The commands that say ``"$@"`` in vain."""
        return tuple(c for c in self.commands if c.says_arguments and c.verdict.kind == LOST)

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """The commands that could take overrides if these were appended, but for those that prepare a later one."""
        silent = [c for c in self.commands if not c.says_arguments]
        return tuple(c for c in silent if not c.verdict.prepares or c is silent[-1])

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
        return tuple(use for use in self.uses if self._is_wrong(use))

    def _is_wrong(self, use: Use) -> bool:
        if use.wrong == BEFORE_THE_PLACE:
            return any(place.command.end > use.offset for place in self.places)
        return use.wrong in {ALWAYS, WITH_ARGUMENTS} or not self.places

    def faults_without_arguments(self) -> tuple[Use, ...]:
        """The uses that are wrong if the script gets no arguments at all."""
        return tuple(use for use in self.uses if use.wrong in {ALWAYS, WITHOUT_A_PLACE})


def analyse(program: Program, leading: int, scene: Scene) -> Analysis:
    """Goes through what the program runs, with overrides among its arguments behind ``leading`` others."""
    commands: list[Candidate] = []
    uses: list[Use] = []
    for statement in live(program.statements):
        for node, inside in nodes((statement,)):
            uses += uses_in(node, inside, leading, scene)
            if isinstance(node, Command) and node.words:
                commands += _judged(statement, node, inside, leading, scene)
            leading = max(leading_after(node, inside, leading, scene), 0)
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
    statement: Statement, command: Command, inside: tuple[str, ...], leading: int, scene: Scene
) -> Iterator[Candidate]:
    """The command as a candidate, if it runs a program that could take overrides."""
    arguments = arguments_of(command.words, scene.names, leading)
    says = any(argument.overrides for argument in arguments)
    call = Call(arguments if says else (*arguments, APPENDED), _document(command, scene))
    verdict = judge(call, scene)
    if not says:
        verdict = _as_appended(verdict, call, inside)
    if verdict.kind != PASSES_OVER:
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


def examine(program: Program, leading: int, scene: Scene) -> Verdict:
    """What becomes of arguments to a whole script, a function or a string; the reason is what it does with them."""
    analysis = analyse(program, leading, scene)
    for candidate in analysis.losing:
        return Verdict(LOST, f"loses them: {candidate.verdict.reason}", candidate.verdict.cure)
    for use in analysis.faults():
        return Verdict(LOST, use.reason, use.cure)
    if analysis.places:
        return REACHED
    if all(candidate.verdict.prepares for candidate in analysis.candidates):
        return PASSED
    return _without_arguments(analysis.candidates[-1])


def _without_arguments(candidate: Candidate) -> Verdict:
    if candidate.verdict.kind == LOST:
        return Verdict(LOST, f"loses them: {candidate.verdict.reason}", candidate.verdict.cure)
    end = candidate.command.words[-1].end
    return Verdict(LOST, 'never says "$@"', 'write "$@" where the program takes its arguments', offset=end)
