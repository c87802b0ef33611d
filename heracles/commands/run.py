"""``heracles SCRIPT -r=CMD``, ``heracles SCRIPT -l NAME`` and ``heracles run NAME``: write, launch, delete."""

from __future__ import annotations

from itertools import chain

from heracles import plan as plans
from heracles.commands import cost as costs, preparation
from heracles.commands.claiming import claimed
from heracles.commands.known import advice
from heracles.commands.known.remainder import has_loose_ends, is_closed, is_open, left_of
from heracles.commands.launching import earlier
from heracles.commands.launching.beginning import Finished, launched, tell_call, tell_products
from heracles.commands.launching.code import tell_preview
from heracles.commands.launching.conclusion import conclude, conclude_quietly
from heracles.commands.launching.planning import agreed, launch_of, planned
from heracles.commands.launching.reports import InJson, InLines, Tally
from heracles.commands.launching.run_directories import warn_of_shared
from heracles.commands.launching.underway import Underway
from heracles.commands.preview import tell_agreement
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from heracles.commands.launching.planning import Planned
    from heracles.commands.launching.reports import Voice
    from heracles.commands.requests import Launching, Selection, Source
    from heracles.launchers.base import Agreement, State
    from heracles.ledger import Record
    from heracles.ledger.values import Recordable
    from heracles.terminal import Terminal


def run(source: Source, selection: Selection, launching: Launching, terminal: Terminal) -> int:
    """Launches the products that no launch has yet (ad hoc: all of them); how each went is told line by line."""
    return _run(source, selection, launching, InLines(terminal), terminal)


def run_telling_json(source: Source, selection: Selection, launching: Launching, terminal: Terminal) -> int:
    """Launches the products; how each went is told as JSON Lines on stdout, where nothing else goes."""
    return _run(source, selection, launching, InJson(terminal), terminal)


def _run(source: Source, selection: Selection, launching: Launching, voice: Voice, terminal: Terminal) -> int:
    plan = planned(source, selection, launching, terminal)
    underway = Underway(plan.home, launching, voice, terminal)
    if plan.is_ad_hoc:
        return _launched(plan, (), (), underway)
    with claimed(plan.home, plan.prepared.sweep.name, terminal):
        return _run_what_is_left(plan, underway)


def _run_what_is_left(plan: Planned, underway: Underway) -> int:
    records = earlier.launches_of(plan.home, plan.prepared.sweep.name)
    launching = underway.launching
    if not (launching.again or launching.despite_changes):
        earlier.refuse_changes(records, plan)
    underway = underway._replace(siblings=tuple(record.launch.id for record in records))
    code = 0
    for record in earlier.begun_here(records, plan):
        finished = _finished(record, plan, underway) if is_open(record) else _looked_after(record, underway)
        if finished.falls_short:
            return finished.code
        code = max(code, finished.code)
    records = earlier.launches_of(plan.home, plan.prepared.sweep.name)
    known = {} if launching.again else earlier.products_of(records, underway)
    is_any_new = any(product.id not in known for product in plan.prepared.products())
    _tell_known(plan, known, records, is_any_new, underway.terminal)
    return max(code, _launched(plan, known, records, underway) if is_any_new else 0)


def _tell_known(
    plan: Planned, known: Mapping[str, State], records: Sequence[Record], is_any_new: bool, terminal: Terminal
) -> None:
    """Says how far those are of the products that are meant which were launched before."""
    states = [known[product.id] for product in plan.prepared.products() if product.id in known] if known else []
    if states:
        tell = advice.launched_before if is_any_new else advice.nothing_new
        terminal.note(tell(plan.prepared.sweep.name, states, records))


def _finished(record: Record, plan: Planned, underway: Underway) -> Finished:
    """Goes on with an open launch where it would launch what is wanted now, else closes it."""
    if is_closed(record):
        return _quietly(underway.close(record), underway)
    why = _why_closed(record, plan, underway)
    if why:
        underway.terminal.note(f"closing the launch {record.launch.id}: {why}")
        return _quietly(underway.close(record), underway)
    of_then = ", with the code of its snapshot" if record.launch.code else ""
    underway.terminal.note(f"going on with the launch {record.launch.id}{of_then}")
    tally = underway.resume(record)
    return Finished(tally, conclude(record.launch, tally, underway))


def _looked_after(record: Record, underway: Underway) -> Finished:
    return _quietly(underway.look_after(record) if has_loose_ends(record) else Tally(), underway)


def _quietly(tally: Tally, underway: Underway) -> Finished:
    return Finished(tally, conclude_quietly(tally, underway))


def _why_closed(record: Record, plan: Planned, underway: Underway) -> str:
    """Why an open launch would not launch what is wanted now, in the same way; "" where it would."""
    if underway.launching.again:
        return "--again launches all once more"
    changes = earlier.differences(record.launch, plan)
    if changes:
        return f"since it began, {'; '.join(changes)}"
    return "" if _is_meant(record, plan) else "not all that is left of it is wanted now"


def _is_meant(record: Record, plan: Planned) -> bool:
    """Whether all that is left of a launch is among the products that are meant."""
    missing = {product.id for product in left_of(plan.home, record)}
    for product in plan.prepared.products():
        if not missing:
            break
        missing.discard(product.id)
    return not missing


def _launched(plan: Planned, known: Collection[str], records: Sequence[Record], underway: Underway) -> int:
    """Begins a launch of the products that are not known, and goes through with it; the exit code.

    ``records`` are the launches before it.
    """
    number = _number(plan, known)
    agreement = agreed(plan, number)
    _tell_plan(plan, agreement, number, underway.terminal)
    limits = None if plan.prepared.project is None else plan.prepared.project.confirm_above
    costs.confirm(agreement.cost, limits, underway.launching.sure, underway.terminal)
    begun = launch_of(plan, agreement.terms)
    if known:
        earlier.tell_other_commit(records, begun, underway.terminal)
    return launched(begun, lambda: _new_products(plan, known, begun.id), plan.template, underway).code


def _new_products(plan: Planned, known: Collection[str], launch: str | None = None) -> Iterator[Recordable]:
    """Streams the products that are meant and not known, as that launch launches them."""
    products = plan.prepared.products()
    if known:
        products = (product for product in products if product.id not in known)
    return plans.filled(products, plan.prepared.sweep, launch)


def _number(plan: Planned, known: Collection[str]) -> int:
    return sum(1 for _ in _new_products(plan, known)) if known else plan.prepared.number


def dry_run(source: Source, selection: Selection, launching: Launching, terminal: Terminal) -> int:
    """Says what would be launched and how; touches nothing."""
    plan = planned(source, selection, launching, terminal)
    underway = Underway(plan.home, launching, InLines(terminal), terminal)
    records = _records(plan, underway)
    known = earlier.products_of(records, underway) if records else {}
    products = _new_products(plan, known)
    first = next(products, None)
    _tell_known(plan, known, records, first is not None, terminal)
    if first is not None:
        terminal.results(plans.title(product.overrides) for product in chain((first,), products))
        _tell_calls(plan, known, underway)
    return 0


def _records(plan: Planned, underway: Underway) -> Sequence[Record]:
    """The launches whose products would not be launched again."""
    if plan.is_ad_hoc or underway.launching.again:
        return ()
    records = earlier.launches_of(plan.home, plan.prepared.sweep.name)
    if not underway.launching.despite_changes:
        earlier.refuse_changes(records, plan)
    return records


def _tell_calls(plan: Planned, known: Collection[str], underway: Underway) -> None:
    number = _number(plan, known)
    agreement = agreed(plan, number)
    _tell_plan(plan, agreement, number, underway.terminal)
    if plan.code:
        tell_preview(plan.code, underway.terminal)
    tell_call(launch_of(plan, agreement.terms), lambda: _new_products(plan, known), number, underway)


def _tell_plan(plan: Planned, agreement: Agreement, number: int, terminal: Terminal) -> None:
    """Says how many products of what are launched, where their overrides go, what that costs and what was changed."""
    tell_products(plan.template, number, terminal)
    preparation.tell_entropy(plan.prepared, terminal)
    tell_agreement(agreement, number, terminal)
    warn_of_shared(plan, agreement.terms, number, terminal)
