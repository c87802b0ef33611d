"""``heracles cancel TARGET``: ends what waits or runs of a sweep or a launch."""

from __future__ import annotations

from heracles import ledger, reconcile
from heracles.commands import wording
from heracles.commands.cancelling import stopping
from heracles.commands.cancelling.doomed import able, found, tell_powerless
from heracles.commands.cancelling.ending import Fates, end_jobs, end_runs
from heracles.commands.cancelling.living import LIVE
from heracles.commands.confirming import confirm
from heracles.commands.known.remainder import is_open
from heracles.commands.launching.conclusion import conclude_quietly
from heracles.commands.launching.reports import InLines
from heracles.commands.launching.underway import Underway
from heracles.commands.requests import Launching
from heracles.commands.targets import target_meant
from heracles.errors import LaunchError
from heracles.frozen import TYPE_CHECKING
from heracles.status import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heracles.commands.cancelling.doomed import Doomed
    from heracles.commands.requests import Cancelling
    from heracles.commands.targets import Target
    from heracles.ledger import Record
    from heracles.terminal import Terminal


def cancel(request: Cancelling, terminal: Terminal) -> int:
    """Cancels what waits or runs of the products that are meant, and says what became of each.

    Where all products are meant, it closes the launch as well: what was not launched of it never will be by itself.
    """
    target = target_meant(request.target, request.config)
    live = found(target, request.only, terminal)
    doomed = able(live)
    can_close = not request.only and any(map(is_open, target.records))
    tell_powerless(live, doomed, terminal, is_all=not (doomed or can_close))
    if request.only:
        return _cancel_some(target, doomed, request, terminal)
    return _cancel_all(target, doomed, request, terminal)


def _cancel_some(target: Target, doomed: Sequence[Doomed], request: Cancelling, terminal: Terminal) -> int:
    if doomed:
        _confirm(f"cancel {_counted(doomed)} of {target.name}", request, terminal)
        code = _end(target, doomed, terminal)
    else:
        terminal.note(f"none of these products of {target.name} waits or runs")
        code = 0
    _tell_open(target, terminal)
    return code


def _end(target: Target, doomed: Sequence[Doomed], terminal: Terminal) -> int:
    """Ends products without a change to their launches; says what became of them."""
    with stopping.beside(target.home, target.records[-1].launch) as is_ours:
        return _tell(target, _ended(target.home, doomed, terminal, is_ours=is_ours), terminal)


def _tell_open(target: Target, terminal: Terminal) -> None:
    for record in filter(is_open, target.records):
        number = _not_launched(record)
        if number:
            products = wording.counted(number, "product is", "products are")
            terminal.note(f"{products} not launched yet, and stay so: heracles resume {record.launch.id} launches them")


def _not_launched(record: Record) -> int:
    """How many products of a launch were never launched, whether it is closed or not."""
    entries = [entry for entry in record.entries if not isinstance(entry, ledger.Abandoned)]
    return sum(part.size for part in reconcile.remaining(entries, record.launch.products))


def _cancel_all(target: Target, doomed: Sequence[Doomed], request: Cancelling, terminal: Terminal) -> int:
    opened = [record for record in target.records if is_open(record)]
    if not (doomed or opened):
        terminal.note(f"nothing of {target.name} waits or runs")
        return 0
    _confirm(_question(target, doomed, opened), request, terminal)
    if not (opened or target.is_sweep):
        return _end(target, doomed, terminal)
    with stopping.alone(target.home, target.records[-1].launch, terminal) as why_not:
        if why_not:
            return _despite(why_not, target, doomed, terminal)
        code = _cancel_and_close(target, doomed, request, terminal)
    _tell_closed(target, opened, terminal)
    return code


def _tell_closed(target: Target, opened: Sequence[Record], terminal: Terminal) -> None:
    number = sum(_not_launched(ledger.read(target.home, record.launch.id)) for record in opened)
    if number:
        products = wording.counted(number, "product was", "products were")
        until = f", until `heracles run {target.name}` is called" if target.is_sweep else ""
        terminal.note(f"{products} not launched, and will not be{until}")


def _question(target: Target, doomed: Sequence[Doomed], opened: Sequence[Record]) -> str:
    live = {(each.record.launch.id, place) for each in doomed for place in each.places}
    left = {(record.launch.id, place) for record in opened for place in _left(record)} - live
    if not doomed:
        return f"launch none of the {wording.counted(len(left), 'product', 'products')} that are left of {target.name}"
    rest = f", and launch none of the {len(left)} that are left" if left else ""
    return f"cancel {_counted(doomed)} of {target.name}{rest}"


def _left(record: Record) -> Iterator[int]:
    for part in reconcile.left(record.entries, record.launch.products):
        yield from range(part.first, part.last + 1)


def _despite(why_not: str, target: Target, doomed: Sequence[Doomed], terminal: Terminal) -> int:
    """Cancels what is there although another heracles goes on launching."""
    code = _tell(target, _ended(target.home, doomed, terminal, is_ours=False), terminal)
    terminal.warn(f"{why_not}; it goes on with what it has not launched yet: stop it there, then cancel once more")
    return code or 1


def _cancel_and_close(target: Target, doomed: Sequence[Doomed], request: Cancelling, terminal: Terminal) -> int:
    """Runs end before their launch is closed, jobs after: closing it finds those that nobody recorded."""
    fates = Fates()
    for each in doomed:
        if each.is_local:
            fresh = each._replace(record=ledger.read(target.home, each.record.launch.id))
            fates = fates.and_of(end_runs(target.home, fresh, is_ours=True))
    code = _close(target, request, terminal)
    live = found(_again(target), (), terminal)
    jobs = [each for each in able(live) if not each.is_local]
    held = _held_before(doomed, jobs)
    fates = end_jobs(target.home, jobs, fates, terminal.note)
    fates = fates._replace(cancelled=fates.cancelled + held)
    if live and fates == Fates():  # what may still run is beyond reach, as was said
        return code
    return max(code, _tell(target, fates, terminal))


def _held_before(before: Sequence[Doomed], after: Sequence[Doomed]) -> int:
    """How many products were withdrawn by closing their launch."""
    still = {(each.record.launch.id, place) for each in after for place in each.places}
    jobs = [each for each in before if not each.is_local]
    held = {(each.record.launch.id, place) for each in jobs for place, state in each.places.items() if state == "held"}
    return len(held - still)


def _again(target: Target) -> Target:
    return target._replace(records=tuple(ledger.read(target.home, each.launch.id) for each in target.records))


def _close(target: Target, request: Cancelling, terminal: Terminal) -> int:
    """Closes what is open of the launches; the exit code."""
    launching = Launching(None, None, (), overwrite=False, keep=False, assume=request.assume)
    underway = Underway(target.home, launching, InLines(terminal), terminal)
    code = 0
    for record in _again(target).records:
        if is_open(record):
            try:
                code = max(code, conclude_quietly(underway.close(record), underway))
            except LaunchError as error:
                terminal.error(error)
                code = 1
    return code


def _confirm(question: str, request: Cancelling, terminal: Terminal) -> None:
    if not request.sure:
        confirm(question, "nothing was cancelled", terminal)


def _counted(doomed: Sequence[Doomed]) -> str:
    """``12 running and 88 pending products``."""
    states = [state for each in doomed for state in each.places.values()]
    told = {**dict.fromkeys(LIVE, 0), "unknown": 0}
    for state in states:
        told[state] += 1
    words = [f"{number} {'launched' if state == 'unknown' else state}" for state, number in told.items() if number]
    *others, last = words
    return f"{', '.join(others)} and {last} products" if others else f"{last} product{'' if len(states) == 1 else 's'}"


def _ended(home: str, doomed: Sequence[Doomed], terminal: Terminal, *, is_ours: bool) -> Fates:
    fates = Fates()
    for each in doomed:
        if each.is_local:
            fates = fates.and_of(end_runs(home, each, is_ours=is_ours))
    return end_jobs(home, [each for each in doomed if not each.is_local], fates, terminal.note)


def _tell(target: Target, fates: Fates, terminal: Terminal) -> int:
    """Says what became of the products; 1 where a scheduler refused to end some."""
    told = list(_told(fates))
    terminal.note(f"{target.name}: {', '.join(told)}" if told else f"nothing of {target.name} waits or runs any more")
    if fates.remaining and fates.complaints:
        terminal.error(LaunchError(f"{fates.remaining} products cannot be cancelled", cure="\n".join(fates.complaints)))
        return 1
    return 0


def _told(fates: Fates) -> Iterator[str]:
    if fates.cancelled:
        yield f"{fates.cancelled} cancelled"
    if fates.ended:
        known = [state for state in fates.ended if state != "unknown"]
        yield f"{len(fates.ended)} had ended meanwhile{f' ({in_words(known)})' if known else ''}"
    if fates.remaining:
        yield f"{fates.remaining} still ending"
