"""What is said at the end of a launch, and with which exit code."""

from __future__ import annotations

import os

from heracles import ledger, reconcile, script as scripts
from heracles.commands import wording
from heracles.commands.known.remainder import left_alone
from heracles.errors import LaunchError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launchers.base import LocalSettings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from heracles.commands.launching.reports import Tally
    from heracles.commands.launching.underway import Underway
    from heracles.ledger import Launch

LATE = """a submission that nobody answered may still arrive, and would wait in the queue, held, for ever:
in ten minutes, `{}` looks for it"""

DONE, FELL_SHORT, INTERRUPTED = 0, 1, 130


def conclude(launch: Launch, tally: Tally, underway: Underway) -> int:
    """Says what was launched, what was not, and how to go on; the exit code."""
    if tally.faults:
        *others, last = tally.faults
        rest = "\n".join((*last.cure.splitlines(), *_known_rest(launch, underway)))
        underway.terminal.error(LaunchError.of((*others, last._replace(cure=rest))))
        return FELL_SHORT
    if tally.interrupted:
        underway.terminal.error(LaunchError("interrupted", cure="\n".join(_known_rest(launch, underway))))
        return INTERRUPTED
    underway.terminal.note(_success(launch, tally, underway))
    if launch.terms.spools and reconcile.unanswered(ledger.read(underway.home, launch.id).entries):
        underway.terminal.note(LATE.format(f"heracles {_from_here(underway)}resume {launch.id}"))
    return FELL_SHORT if tally.failed else DONE


def conclude_quietly(tally: Tally, underway: Underway) -> int:
    """Says only what was in the way; the exit code."""
    if tally.faults:
        underway.terminal.error(LaunchError.of(tally.faults))
        return FELL_SHORT
    return INTERRUPTED if tally.interrupted else DONE


def _success(launch: Launch, tally: Tally, underway: Underway) -> str:
    if isinstance(launch.settings, LocalSettings):
        failed = f", {tally.failed} failed" if tally.failed else ""
        return f"{tally.launched - tally.failed} passed{failed}; output: {ledger.logs(underway.home, launch.id)}/"
    launched = f"{wording.counted(tally.launched, 'product', 'products')} launched"
    if not launch.terms.spools:
        return f"{launched}; {'their copies stay' if launch.keep else 'their copies are deleted'}"
    if not tally.jobs:
        return f"the launch {launch.id} is complete: {wording.counted(launch.products, 'product', 'products')} launched"
    copies = f"; their copies stay: {os.path.relpath(ledger.copies(underway.home, launch.id))}/" if launch.keep else ""
    return f"{launched} in {wording.jobs(tally.jobs, launch.terms)}; the launch is {launch.id}{copies}"


class _Balance(NamedTuple):
    """How many products of a launch are where, and the places of those that are not launched.

    ``alone`` run on another host, by what the user said; ``doubts`` are submissions.
    """

    done: int
    alone: int
    held: int
    doubts: int
    free: tuple[reconcile.Range, ...]

    @property
    def left(self) -> int:
        return _size(self.free)


def _balance(record: ledger.Record) -> _Balance:
    unfinished, products = reconcile.unfinished(record.entries), record.launch.products
    broken_off = [each.places for each in unfinished if each.phase == "running"]
    held = [each.places for each in unfinished if each.phase in {"held", "releasing"}]
    doubts = [each for each in unfinished if each.phase == "in doubt"]
    alone = _size(left_alone(record))
    done = products - _size(reconcile.left(record.entries, products)) - alone
    return _Balance(
        done, alone, _size(held), len(doubts), (*reconcile.remaining(record.entries, products), *broken_off)
    )


def _size(parts: Iterable[reconcile.Range]) -> int:
    return sum(part.size for part in parts)


def _known_rest(launch: Launch, underway: Underway) -> tuple[str, ...]:
    """How far a launch is, and how to go on; or that nothing of it can be read any more."""
    try:
        return tuple(_rest(launch, underway))
    except LaunchError as error:
        return (f"how far the launch {launch.id} is cannot be said: {error.faults[0].what}",)


def _rest(launch: Launch, underway: Underway) -> Iterator[str]:
    """What was launched, what was not, and the command that goes on, to be pasted into a shell."""
    done, alone, held, doubts, free = balance = _balance(ledger.read(underway.home, launch.id))
    is_local = isinstance(launch.settings, LocalSettings)
    verbs = ("ran to their end", "did not") if is_local else ("launched", "not launched")
    copies = "" if launch.terms.spools else _copies(launch, underway, free)
    yield f"{done} of {launch.products} {verbs[0]}"
    if alone:
        yield f"{alone} left alone on another host, as you said"
    if held:
        yield f"{held} submitted, but perhaps still held"
    if doubts:
        yield f"{wording.counted(doubts, 'submission', 'submissions')} in doubt"
    if balance.left:
        yield f"{balance.left} {verbs[1]}" + (f", their copies stay: {copies}" if copies else "")
    if balance.left or held or doubts:
        yield f"to go on: heracles {_from_here(underway)}resume {launch.id}"
    if copies:
        yield f"to give up: rm {copies}"


def _copies(launch: Launch, underway: Underway, parts: tuple[reconcile.Range, ...]) -> str:
    """The copies that lie beside the script, as shell words from where the user stands."""
    products = (ledger.products(underway.home, launch.id, part.first, part.last) for part in parts)
    path = os.path.relpath(os.path.join(launch.working_directory, launch.script))
    return wording.copy_names(path, [product.index for part in products for product in part])


def _from_here(underway: Underway) -> str:
    """The option by which heracles finds the ledger from where the user stands."""
    if ledger.is_same(ledger.home(os.curdir), underway.home):
        return ""
    return f"-C {scripts.quote(os.path.relpath(os.path.dirname(underway.home)))} "
