"""From products to what is to be written and submitted; pure."""

from __future__ import annotations

from heracles import script as scripts
from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from heracles.launchers.base import Submission
    from heracles.script import Placement, Script
    from heracles.sweep import Product, Sweep


class Copy(NamedTuple):
    """A file that is to be written: its path, its text and the permission bits of the script it is a copy of."""

    path: str
    text: str
    mode: int


def copies(products: Iterable[Product], script: Script, placement: Placement) -> Iterator[Copy]:
    """One copy of the script a product, named by the product's index."""
    for product in products:
        path = scripts.copy_name(script.path, product.index)
        yield Copy(path, scripts.copy_text(placement, product.overrides), script.mode)


def submissions(products: Iterable[Product], sweep: Sweep, launch: str) -> Iterator[Submission]:
    """One submission a product, named by the product's index."""
    from heracles.launchers.base import Submission  # noqa: PLC0415

    for product in products:
        copy = scripts.copy_name(sweep.script, product.index)
        yield Submission(product.index, title(product), copy, sweep.directory, _environment(product, sweep, launch))


def title(product: Product) -> str:
    """The product as one line of shell words."""
    return " ".join(map(scripts.quote, product.overrides))


def _environment(product: Product, sweep: Sweep, launch: str) -> tuple[tuple[str, str], ...]:
    return (
        ("HERACLES_SWEEP", sweep.name),
        ("HERACLES_LAUNCH", launch),
        ("HERACLES_ID", product.id),
        ("HERACLES_INDEX", str(product.index)),
    )
