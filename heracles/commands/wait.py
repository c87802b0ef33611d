"""``heracles wait TARGET`` and ``heracles run NAME --wait``: until the last product is final."""

from __future__ import annotations

from functools import partial

from heracles import process
from heracles.commands import wording
from heracles.commands.known.progress import ENDED
from heracles.commands.known.survey import afresh, called, can_tell, survey, untold, warnings
from heracles.commands.targets import target_meant
from heracles.commands.watching.hints import hints
from heracles.commands.watching.polling import looks, pace, pauses
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING
from heracles.status import FAILED, SIGNS, ending, in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from heracles.commands.known.survey import Survey
    from heracles.commands.requests import Declared, Launching
    from heracles.commands.targets import Target
    from heracles.status import Seen
    from heracles.terminal import Gauge, Terminal

DONE, FELL_SHORT, INTERRUPTED = 0, 1, 130
MOST_TOLD = 10
"""Of how many products that failed since the last look each is told of."""


def wait(target: str | None, config: str | None, terminal: Terminal) -> int:
    """Waits for a launch, or all launches of a sweep: 0 where all products ended well or were cancelled, else 1.

    Nothing is changed: an interrupt (130) leaves everything running. Raises a UsageError where nothing was launched, or
    nobody can tell when it ends.
    """
    meant = target_meant(target, config)
    _refuse_endless(meant)
    between = pauses(pace(meant.records))
    return wait_for(partial(afresh, meant, config), between, terminal)


def wait_for(target: Callable[[], Target], between: Iterator[float], terminal: Terminal) -> int:
    """Waits; ``target`` reads afresh what is recorded, ``between`` are the seconds between looks."""
    found = None
    with process.interrupts_at_once(), terminal.gauge() as gauge:
        teller = _Teller(gauge)
        try:
            for found in looks(lambda: survey(target(), gauge.note).of_launched(), between):
                teller.tell(found)
        except KeyboardInterrupt:
            gauge.note("heracles: interrupted; nothing was stopped: what runs or waits goes on")
            return INTERRUPTED
    return DONE if found is None else _concluded(target(), found, terminal)


def run_and_wait(source: Declared, launching: Launching, run: Callable[[], int], terminal: Terminal) -> int:
    """Launches a declared sweep, by ``run``, and waits for all of it; raises a UsageError where none could wait."""
    from heracles.commands import choosing, preparation  # noqa: PLC0415  # for a launch only

    project, sweep = preparation.declared(source)
    name, settings = choosing.choose(launching, preparation.Prepared(sweep, (), None, project))
    if not can_tell(settings):
        raise _untold(called(name, settings))
    return run() or wait(source.name, source.config, terminal)


def _refuse_endless(target: Target) -> None:
    if not target.records:
        raise UsageError(f"nothing of {target.name} has been launched", cure=f"heracles run {target.name} launches it")
    if not any(can_tell(record.launch.settings) for record in target.records):
        raise _untold(untold(target.records)[0])


def _untold(launcher: str) -> UsageError:
    return UsageError(f"what becomes of jobs of `{launcher}` nobody can tell here", cure="ask its own scheduler")


class _Teller:
    """Tells how far everything is, and of what has failed since the look before."""

    def __init__(self, gauge: Gauge) -> None:
        self._gauge = gauge
        self._failed: set[str] | None = None
        self._is_silent = False

    def tell(self, found: Survey) -> None:
        self._tell_silence(found)
        self._tell_failed([each for each in found.seen if each.state.state in FAILED])
        over = sum(each.state.of_tasks <= ENDED for each in found.seen)
        self._gauge.show(over, len(found.seen), in_words(each.state.state for each in found.seen))

    def _tell_silence(self, found: Survey) -> None:
        for warning in () if self._is_silent else warnings(found.silences):
            self._gauge.note(f"heracles: warning: {warning}; asking again until there is an answer")
        self._is_silent = bool(found.silences)

    def _tell_failed(self, failed: Sequence[Seen]) -> None:
        new = [each for each in failed if self._failed is not None and each.id not in self._failed]
        for each in new[:MOST_TOLD]:
            words = (SIGNS[each.state.state].meaning, ending(each.state))
            self._gauge.note(f"{' '.join(each.overrides)}: {', '.join(filter(None, words))}")
        if len(new) > MOST_TOLD:
            self._gauge.note(f"and {len(new) - MOST_TOLD} more")
        self._failed = {each.id for each in failed}


def _concluded(target: Target, found: Survey, terminal: Terminal) -> int:
    states = [each.state.state for each in found.seen]
    terminal.note(f"{wording.counted(len(states), 'product', 'products')}: {in_words(states)}")
    for hint in hints(target, found):
        terminal.note(hint)
    return FELL_SHORT if found.of_tasks.intersection((*FAILED, "unknown")) else DONE
