"""Beginning a launch that is decided: told first, then recorded and gone through with."""

from __future__ import annotations

from heracles import launch as launches, ledger, plan as plans, script as scripts
from heracles.commands import checking, wording
from heracles.commands.claiming import claimed
from heracles.commands.launching.code import tell_live
from heracles.commands.launching.conclusion import conclude
from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from heracles.commands.launching.reports import Tally
    from heracles.commands.launching.underway import Underway
    from heracles.commands.preparation import Template
    from heracles.ledger import Launch
    from heracles.ledger.values import Recordable
    from heracles.terminal import Terminal

    Products = Callable[[], Iterator[Recordable]]
    """Streams the products of a launch from the first one on, as often as it is asked."""


class Finished(NamedTuple):
    """How a launch went; runs that failed do not make it fall short."""

    tally: Tally
    code: int

    @property
    def falls_short(self) -> bool:
        return bool(self.tally.faults) or self.tally.interrupted


def tell_products(template: Template, number: int, terminal: Terminal) -> None:
    """Says how many products of what are launched, and where their overrides go."""
    products = wording.counted(number, "product", "products")
    terminal.note(f"{products} of {template.script.path}; {scripts.describe(*template)}")


def tell_call(begun: Launch, products: Products, number: int, underway: Underway) -> None:
    """Says what would be called for a launch that does not begin."""
    tell_live(begun, underway.terminal)
    launcher = underway.launcher(begun, underway.terminal.note)
    copies = begun.terms.copies(number)
    first = plans.first_submission(begun, products())
    call = " ".join(map(scripts.quote, launcher.command_line(first)))
    more = f", and so on for {copies - 1} more" if copies > 1 else ""
    underway.terminal.note(f"would call: {call}{more}")


def launched(begun: Launch, products: Products, template: Template, underway: Underway, code_of: str = "") -> Finished:
    """Records a launch of these products, and goes through with it.

    ``code_of`` is the launch whose snapshot is its own once more ("": one is taken of the project as it is now).
    """
    checking.check_text(template.script, plans.sample_text(begun, next(products())))
    if not (begun.terms.spools or begun.code):
        _write_beside(template, products(), underway.launching.overwrite)
    if not begun.ad_hoc:
        return _gone_through(begun, products(), template, code_of, underway)
    with claimed(underway.home, begun.id, underway.terminal):
        return _gone_through(begun, products(), template, code_of, underway)


def _write_beside(template: Template, products: Iterator[Recordable], overwrite: bool) -> None:
    """Writes all copies before the first is launched: what is in their way is better told now."""
    write = launches.write_over if overwrite else launches.write_new
    write(plans.copies(products, *template))


def _gone_through(
    launch: Launch, products: Iterator[Recordable], template: Template, code_of: str, underway: Underway
) -> Finished:
    with _begun(launch, products, template, code_of, underway) as writer:
        tally = underway.go_on(ledger.Record(writer.launch, ()), writer)
        return Finished(tally, conclude(writer.launch, tally, underway))


def _begun(
    launch: Launch, products: Iterator[Recordable], template: Template, code_of: str, underway: Underway
) -> ledger.Writer:
    """Records a launch, and makes its snapshot before that, if it has one."""
    if not launch.code:
        tell_live(launch, underway.terminal)
        return ledger.begin(underway.home, launch, products)
    from heracles.commands.launching.snapshotting import snapshot_taken  # noqa: PLC0415  # few launches have one

    with snapshot_taken(launch, template, code_of, underway):
        return ledger.begin(underway.home, launch, products)
