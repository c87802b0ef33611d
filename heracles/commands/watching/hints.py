"""What is said below the states of products: what nobody can know, and what can be done about what is not well."""

from __future__ import annotations

import os

from heracles.commands.known import advice
from heracles.commands.known.remainder import left
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.commands.known.survey import Survey
    from heracles.commands.targets import Target

WELL = frozenset(("waiting", "pending", "running", "completed", "cancelled"))
BEING_LAUNCHED = WELL | {"held"}


def hints(target: Target, found: Survey) -> Iterator[str]:
    """Where the code is that runs, what cannot be known, and what can be done about what is not as it should be."""
    if target.records and target.records[-1].launch.code:
        yield f"the code of the newest launch is in {os.path.relpath(target.records[-1].launch.code)}"
    yield from (f"what became of jobs of `{launcher}` nobody can tell here" for launcher in found.untold)
    if not found.is_launched:
        yield from _rests(target)
    states = found.states - (BEING_LAUNCHED if found.is_launched else WELL)
    if states and not found.silences:
        yield from advice.hints(target.name, states, target.records)


def _rests(target: Target) -> Iterator[str]:
    for record in target.records:
        if number := left(record):
            yield f"not launched yet: {number}; heracles resume {record.launch.id} goes on"
