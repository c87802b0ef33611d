"""The copies that a closed launch leaves beside its script."""

from __future__ import annotations

import os

from heracles import launch as launches, ledger, plan as plans, reconcile, script as scripts
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.ledger import Record
    from heracles.plan import Copy


def delete_left_copies(home: str, record: Record) -> None:
    """Deletes those of the products that were not launched, where they are as heracles wrote them.

    Raises a LaunchError where one cannot be deleted.
    """
    if not record.launch.terms.spools:
        launches.delete([copy.path for copy in _copies_not_launched(home, record) if _is_as_written(copy)])


def _copies_not_launched(home: str, record: Record) -> Iterator[Copy]:
    launch = record.launch
    entries = tuple(entry for entry in record.entries if not isinstance(entry, ledger.Abandoned))
    for part in reconcile.remaining(entries, launch.products):
        for product in ledger.products(home, launch.id, part.first, part.last):
            yield plans.copy(launch, (scripts.Row(product.index, product.id, product.overrides),), None)


def _is_as_written(copy: Copy) -> bool:
    try:
        with open(copy.path, "rb") as file:
            return file.read() == os.fsencode(copy.text)
    except OSError:
        return False
