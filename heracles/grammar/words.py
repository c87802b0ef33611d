"""The words of a sweep, as a shell passes them: what they mean, or all that is wrong with them."""

from __future__ import annotations

from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING
from heracles.grammar.meaning import meaning

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from heracles.errors import Fault, Place
    from heracles.grammar.groups import Groups
    from heracles.grammar.values import Argument


def parse(words: Iterable[tuple[str, Place]], groups: Groups | None = None) -> tuple[Argument, ...]:
    """One argument for each word, in order; ``groups`` knows the options that ``glob()`` selects from.

    The grammar is Hydra 1.4's, with what ``dress``, ``zips`` and ``templates`` describe besides. Raises one UsageError
    with the faults of all words.
    """
    sources = [place._replace(text=word) for word, place in words]
    outcomes = [_outcome(source, groups) for source in sources]
    arguments = [outcome for outcome in outcomes if not isinstance(outcome, UsageError)]
    if len(arguments) < len(outcomes):
        raise UsageError.of(_faults(sources, outcomes))
    return tuple(arguments)


def _outcome(source: Place, groups: Groups | None) -> Argument | UsageError:
    try:
        return meaning(source, groups)
    except UsageError as error:
        return error


def _faults(sources: Sequence[Place], outcomes: Sequence[Argument | UsageError]) -> Iterator[Fault]:
    from heracles.grammar.splitting import MOST_WORDS, split_by_shell, words_of_one  # noqa: PLC0415 only for faults

    at = 0
    while at < len(sources):
        outcome, count = outcomes[at], 1
        if isinstance(outcome, UsageError):
            count = words_of_one(sources[at : at + MOST_WORDS])
            yield from (split_by_shell(sources[at : at + count]) if count > 1 else outcome).faults
        at += count
