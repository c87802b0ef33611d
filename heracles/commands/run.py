"""``heracles SCRIPT -r=CMD``, ``heracles SCRIPT -l NAME`` and ``heracles run NAME``: write, launch, delete."""

from __future__ import annotations

from itertools import chain

from heracles import launch as launches, ledger, plan as plans, script as scripts
from heracles.commands import checking, cost as costs, earlier, preparation, wording
from heracles.commands.claiming import claimed
from heracles.commands.conclusion import conclude, conclude_quietly
from heracles.commands.planning import agreed, launch_of, planned
from heracles.commands.preview import tell_agreement
from heracles.commands.reports import InJson, InLines, Tally
from heracles.commands.run_directories import warn_of_shared
from heracles.commands.underway import Underway, has_loose_ends, is_closed, is_open
from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from heracles.commands.planning import Planned
    from heracles.commands.reports import Voice
    from heracles.commands.requests import Launching, Selection, Source
    from heracles.launchers.base import Agreement, State
    from heracles.ledger import Launch, Record
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
        return _launched(plan, (), underway)
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
    return max(code, _launched(plan, known, underway) if is_any_new else 0)


def _tell_known(
    plan: Planned, known: Mapping[str, State], records: Sequence[Record], is_any_new: bool, terminal: Terminal
) -> None:
    """Says how far those are of the products that are meant which were launched before."""
    states = [known[product.id] for product in plan.prepared.products() if product.id in known] if known else []
    if states:
        tell = earlier.launched_before if is_any_new else earlier.nothing_new
        terminal.note(tell(plan.prepared.sweep.name, states, records))


class _Finished(NamedTuple):
    """How an earlier launch was finished; runs that failed do not make it fall short."""

    tally: Tally
    code: int

    @property
    def falls_short(self) -> bool:
        return bool(self.tally.faults) or self.tally.interrupted


def _finished(record: Record, plan: Planned, underway: Underway) -> _Finished:
    """Goes on with an open launch where it would launch what is wanted now, else closes it."""
    if is_closed(record):
        return _quietly(underway.close(record), underway)
    why = _why_closed(record, plan, underway)
    if why:
        underway.terminal.note(f"closing the launch {record.launch.id}: {why}")
        return _quietly(underway.close(record), underway)
    underway.terminal.note(f"going on with the launch {record.launch.id}")
    tally = underway.resume(record)
    return _Finished(tally, conclude(record.launch, tally, underway))


def _looked_after(record: Record, underway: Underway) -> _Finished:
    return _quietly(underway.look_after(record) if has_loose_ends(record) else Tally(), underway)


def _quietly(tally: Tally, underway: Underway) -> _Finished:
    return _Finished(tally, conclude_quietly(tally, underway))


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
    missing = {product.id for product in earlier.left_of(plan.home, record)}
    for product in plan.prepared.products():
        if not missing:
            break
        missing.discard(product.id)
    return not missing


def _launched(plan: Planned, known: Collection[str], underway: Underway) -> int:
    """Begins a launch of the products that are not known, and goes through with it; the exit code."""
    number = _number(plan, known)
    agreement = agreed(plan, number)
    tell_plan(plan, agreement, number, underway.terminal)
    limits = None if plan.prepared.project is None else plan.prepared.project.confirm_above
    costs.confirm(agreement.cost, limits, underway.launching.sure, underway.terminal)
    begun = launch_of(plan, agreement.terms)
    checking.check_text(plan.template.script, plans.sample_text(begun, next(new_products(plan, known, begun.id))))
    if not begun.terms.spools:
        _write_beside(plan, new_products(plan, known, begun.id), underway.launching.overwrite)
    if not plan.is_ad_hoc:
        return _begun(begun, new_products(plan, known, begun.id), underway)
    with claimed(plan.home, begun.id, underway.terminal):
        return _begun(begun, new_products(plan, known, begun.id), underway)


def _begun(launch: Launch, products: Iterator[Recordable], underway: Underway) -> int:
    with ledger.begin(underway.home, launch, products) as writer:
        tally = underway.go_on(ledger.Record(writer.launch, ()), writer)
        return conclude(writer.launch, tally, underway)


def new_products(plan: Planned, known: Collection[str], launch: str | None = None) -> Iterator[Recordable]:
    """Streams the products that are meant and not known, as that launch launches them."""
    products = plan.prepared.products()
    if known:
        products = (product for product in products if product.id not in known)
    return plans.filled(products, plan.prepared.sweep, launch)


def _number(plan: Planned, known: Collection[str]) -> int:
    return sum(1 for _ in new_products(plan, known)) if known else plan.prepared.number


def _write_beside(plan: Planned, products: Iterator[Recordable], overwrite: bool) -> None:
    """Writes all copies before the first is launched: what is in their way is better told now."""
    write = launches.write_over if overwrite else launches.write_new
    write(plans.copies(products, *plan.template))


def dry_run(source: Source, selection: Selection, launching: Launching, terminal: Terminal) -> int:
    """Says what would be launched and how; touches nothing."""
    plan = planned(source, selection, launching, terminal)
    underway = Underway(plan.home, launching, InLines(terminal), terminal)
    records = _records(plan, underway)
    known = earlier.products_of(records, underway) if records else {}
    products = new_products(plan, known)
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
    tell_plan(plan, agreement, number, underway.terminal)
    begun = launch_of(plan, agreement.terms)
    launcher = underway.launcher(begun, underway.terminal.note)
    copies = agreement.terms.copies(number)
    first = plans.first_submission(begun, new_products(plan, known))
    call = " ".join(map(scripts.quote, launcher.command_line(first)))
    more = f", and so on for {copies - 1} more" if copies > 1 else ""
    underway.terminal.note(f"would call: {call}{more}")


def tell_plan(plan: Planned, agreement: Agreement, number: int, terminal: Terminal) -> None:
    """Says how many products of what are launched, where their overrides go, what that costs and what was changed."""
    products = wording.counted(number, "product", "products")
    terminal.note(f"{products} of {plan.template.script.path}; {scripts.describe(*plan.template)}")
    preparation.tell_entropy(plan.prepared, terminal)
    tell_agreement(agreement, number, terminal)
    warn_of_shared(plan, agreement.terms, number, terminal)
