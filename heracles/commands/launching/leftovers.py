"""The copies beside a script that no later step of their launch would delete."""

from __future__ import annotations

import os

from heracles import launch as launches, ledger, plan as plans, reconcile, script as scripts
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from heracles.ledger import Launch, Record
    from heracles.plan import Copy
    from heracles.reconcile import Range


def delete_left_copies(home: str, closed: Record) -> None:
    """Deletes the copies of the products that a closed launch did not launch, where they are as heracles wrote them.

    Raises a LaunchError where one cannot be deleted.
    """
    entries = tuple(entry for entry in closed.entries if not isinstance(entry, ledger.Abandoned))
    _delete(home, closed.launch, reconcile.remaining(entries, closed.launch.products))


def delete_copies_in_doubt(home: str, before: Record, now: Record) -> None:
    """Deletes the copies whose submission was in doubt before, and counts as made now; raises as above."""
    doubts = {(each.copy, each.attempt) for each in reconcile.doubts(before.entries)}
    made = (each for each in reconcile.submissions(now.entries) if each.phase == "launched")
    if not now.launch.keep:
        _delete(home, now.launch, [each.places for each in made if (each.copy, each.attempt) in doubts])


def delete_copies_as_written(home: str, launch: Launch) -> None:
    """Deletes what is left of a launch's copies beside the script; raises as above."""
    _delete(home, launch, (reconcile.Range(0, launch.products - 1),))


def delete_copies(home: str, launch: Launch, parts: Iterable[Range]) -> None:
    """Deletes the copies of products that ran, unless they are to stay; raises as above."""
    if not launch.keep:
        _delete(home, launch, parts)


def _delete(home: str, launch: Launch, parts: Iterable[Range]) -> None:
    if not launch.terms.spools:
        launches.delete([copy.path for copy in _copies(home, launch, parts) if _is_as_written(copy)])


def _copies(home: str, launch: Launch, parts: Iterable[Range]) -> Iterator[Copy]:
    for part in parts:
        for product in ledger.products(home, launch.id, part.first, part.last):
            yield plans.copy(launch, (scripts.Row(product.index, product.id, product.overrides),), None)


def _is_as_written(copy: Copy) -> bool:
    try:
        with open(copy.path, "rb") as file:
            return file.read() == os.fsencode(copy.text)
    except OSError:
        return False
