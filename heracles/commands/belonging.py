"""Whether launches belong to the folder whose ledger has them."""

from __future__ import annotations

import os

from heracles import ledger
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heracles.ledger import Launch


def refuse_copied(home: str, launches: Iterable[Launch], verb: str) -> None:
    """Raises a UsageError for launches that were begun elsewhere: in a copied ledger, their jobs are another project's.

    ``verb`` is what the user wishes to do with them.
    """
    for launch in launches:
        place = os.path.join(launch.directory, os.path.dirname(launch.script)) if launch.ad_hoc else launch.directory
        if not ledger.is_same(ledger.home(place), home):
            what = f"the launch {launch.id} was begun in {launch.directory}, and this ledger is a copy, or was moved"
            raise UsageError(what, cure=f"{verb} it there, or launch anew from here")
