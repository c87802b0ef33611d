"""How a script uses its arguments, where that would not leave them to the program: ``$1``, ``$*``, ``shift``."""

from __future__ import annotations

from itertools import chain

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.script.programs.arguments import arguments_of, certain, natural, requoted_by, stands_for_overrides
from heracles.script.programs.names import OUTPUT
from heracles.script.shell.syntax import Command, Structure
from heracles.script.shell.walking import with_elements, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from heracles.script.programs.arguments import Argument
    from heracles.script.programs.verdicts import Scene
    from heracles.script.shell.syntax import HereDocument, Node, Positional, Word

ALWAYS = "always"
"""The script needs arguments of its own."""
WITH_ARGUMENTS = "with arguments"
"""Right without any arguments, wrong where overrides are among them: ``${1:-42}``."""
BEFORE_THE_PLACE = "before the place"
"""Wrong only if what should get the overrides comes later: ``shift``."""
WITHOUT_A_PLACE = "without a place"
"""Wrong only if nothing gets them elsewhere: ``args=("$@")``."""

TESTS = frozenset({"test", "arithmetic"})
LOOPS = frozenset({"for", "select"})
LOOPED_OVER = frozenset({"$@", "$*", '"$*"'})
FROM_ENVIRONMENT = 'take it from a variable of the environment, and leave "$@" to the overrides'
WHOLE_WORD = 'give the program "$@", quoted and as a word of its own'


class Use(NamedTuple):
    """A use of arguments: where, when it is wrong, what it does (to be read after "the script"), and the cure."""

    offset: int
    wrong: str
    reason: str
    cure: str


def uses_in(node: Node, inside: tuple[str, ...], given: tuple[Argument, ...], scene: Scene) -> Iterator[Use]:
    """The uses in one command or structure of a script that was given these arguments."""
    requoted = requoted_by(node.words) if isinstance(node, Command) else ()
    for word in _words_that_matter(node, inside):
        if not (stands_for_overrides(word.raw, given) or word.raw in requoted):
            for positional in word.positionals:
                yield from _use(positional, positional.text == word.raw.strip('"'), given)
    for document in _documents(node, scene):
        for positional in document.positionals:
            yield from _use(positional, False, given)
    if not any(argument.overrides for argument in given_after(node, inside, given, scene)):
        yield _change(node)
    yield from _kept(node, given)


def _words_that_matter(node: Node, inside: tuple[str, ...]) -> Iterable[Word]:
    """The words of a node, except those that are only shown, compared or looked through."""
    if isinstance(node, Command) and _is_output(node) and "substitution" not in inside:
        return node.assignments
    if isinstance(node, Structure) and node.kind in TESTS:
        return [redirection.target for redirection in node.redirections]
    if isinstance(node, Structure) and node.kind in LOOPS:
        return [word for word in words_of(node) if word.raw not in LOOPED_OVER]
    return words_of(node)


def _is_output(command: Command) -> bool:
    return bool(command.words) and command.words[0].value in OUTPUT


def _documents(node: Node, scene: Scene) -> Iterator[HereDocument]:
    if isinstance(node, (Command, Structure)):
        for redirection in node.redirections:
            if redirection.document >= 0:
                yield scene.program.documents[redirection.document]


def _use(positional: Positional, alone: bool, given: tuple[Argument, ...]) -> Iterator[Use]:
    name, text = positional.name, positional.text
    if name == "#" or 0 <= natural(name) <= certain(given):
        return
    wrong = WITH_ARGUMENTS if positional.has_default else ALWAYS
    if name.isdigit():
        yield Use(positional.offset, wrong, f"takes {text} as an argument of its own", FROM_ENVIRONMENT)
    elif not alone:
        reason = f"puts {text} into a larger word, which joins the overrides to it"
        yield Use(positional.offset, wrong, reason, WHOLE_WORD)
    elif name == "*":
        yield Use(positional.offset, wrong, f"says {text}, which does not keep the overrides apart", WHOLE_WORD)
    elif not positional.quoted:
        yield Use(positional.offset, wrong, f"says {text} without quotes, which takes overrides apart", WHOLE_WORD)
    else:
        yield Use(positional.offset, wrong, f"says {text}, which leaves out or changes overrides", WHOLE_WORD)


def given_after(node: Node, inside: tuple[str, ...], given: tuple[Argument, ...], scene: Scene) -> tuple[Argument, ...]:
    """The script's arguments after ``shift`` or ``set``; without the overrides if some of them may be gone."""
    if not isinstance(node, Command) or not node.words:
        return given
    name, *words = (word.value for word in node.words)
    if name == "shift":
        return _after_shift(words, inside, given)
    first = _first_set(words) if name == "set" else -1
    return given if first < 0 else arguments_of(node.words[1 + first :], scene.names, given)


def _after_shift(words: list[str], inside: tuple[str, ...], given: tuple[Argument, ...]) -> tuple[Argument, ...]:
    count = natural(words[0] if words else "1")
    is_sure = all(kind == "group" for kind in inside)
    return given[count:] if is_sure and 0 <= count <= certain(given) else ()


def _first_set(words: list[str]) -> int:
    """Where the arguments are that ``set`` sets, among its words; -1 if it sets options only."""
    place = 0
    while place < len(words):
        if words[place] in {"--", "-"}:
            return place + 1
        if not words[place].startswith(("-", "+")):
            return place
        if "A" in words[place]:
            return -1
        place += 2 if words[place].endswith("o") else 1
    return -1


def _change(node: Node) -> Use:
    cure = 'leave "$@" whole: take what is shifted from variables of the environment'
    return Use(node.start, BEFORE_THE_PLACE, "changes its arguments (shift, set) before the program gets them", cure)


def _kept(node: Node, given: tuple[Argument, ...]) -> Iterator[Use]:
    for word in words_of(node):
        elements = chain.from_iterable(with_elements(element) for element in word.elements or ())
        if any(stands_for_overrides(element.raw, given) for element in elements):
            name = word.raw.partition("=")[0].rstrip("+")
            reason = f'keeps "$@" in {name}, and no program gets "${{{name}[@]}}"'
            yield Use(word.start, WITHOUT_A_PLACE, reason, f'give the program "${{{name}[@]}}"')
