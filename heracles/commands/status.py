"""``heracles status TARGET``: how far the products of a sweep or of a launch are."""

from __future__ import annotations

import time

from heracles import status as pictures
from heracles.commands import wording
from heracles.commands.known.survey import afresh, survey, warnings
from heracles.commands.narrowing import ALL, narrowed
from heracles.commands.targets import target_meant
from heracles.commands.watching.hints import hints
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.terminal.values import Heading, Note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heracles.commands.known.survey import Survey
    from heracles.commands.narrowing import Narrowing
    from heracles.commands.targets import Target
    from heracles.status import Seen
    from heracles.terminal import Terminal
    from heracles.terminal.values import Panel

FEW, FEW_FAILED = 20, 100
"""How many of the products that were asked for are shown one by one."""


class Asked(NamedTuple):
    """Of which target a user wants to see which products; ``config`` is the heracles.toml that is meant."""

    target: str | None
    narrowing: Narrowing = ALL
    config: str | None = None

    @property
    def meant(self) -> Target:
        return target_meant(self.target, self.config)


def status(asked: Asked, terminal: Terminal) -> int:
    """Prints a picture of the products, and how many are in which state."""
    meant = asked.meant
    found = survey(meant, terminal.note)
    chosen = narrowed(found.seen, asked.narrowing)
    _warn(meant, found, terminal)
    if chosen:
        terminal.results(terminal.drawn((*above(meant, chosen, asked.narrowing), *below(meant, chosen))))
    else:
        terminal.note(_nothing(asked.narrowing))
    for hint in hints(meant, found):
        terminal.note(hint)
    return 0


def status_json(asked: Asked, terminal: Terminal) -> int:
    """Prints the products as JSON Lines."""
    meant = asked.meant
    found = survey(meant, terminal.note)
    chosen = narrowed(found.seen, asked.narrowing)
    _warn(meant, found, terminal)
    terminal.results(map(_in_json, chosen))
    return 0


def status_watched(asked: Asked, every: int | None, terminal: Terminal) -> int:
    """Shows the same on a terminal, again and again, until all is final."""
    from heracles.commands.watching.polling import pace, pauses  # noqa: PLC0415
    from heracles.commands.watching.watch import View, watch  # noqa: PLC0415

    meant = asked.meant

    def view(found: Survey) -> View:
        chosen = narrowed(found.seen, asked.narrowing)
        doubts = map(Note, (*warnings(found.silences), *hints(meant, found)))
        return View(above(meant, chosen, asked.narrowing), (*below(meant, chosen), *doubts))

    return watch(
        lambda: survey(afresh(meant, asked.config), terminal.note), view, pauses(pace(meant.records, every)), terminal
    )


def above(target: Target, chosen: Sequence[Seen], narrowing: Narrowing) -> tuple[Panel, ...]:
    """Which launch it is about, and its products: those that were asked for one by one, if they are few."""
    few = FEW_FAILED if narrowing.states else FEW
    if not chosen:
        return (Heading(_title(target)), Note(_nothing(narrowing)))
    if narrowing != ALL and len(chosen) <= few:
        return (Heading(_title(target)), pictures.rows(chosen))
    return (Heading(_title(target)), *pictures.picture(chosen))


def below(target: Target, chosen: Sequence[Seen]) -> tuple[Panel, ...]:
    """How many are in which state, since when and how long still."""
    newest = max((record.launch.created for record in target.records), default=None)
    return pictures.summary(chosen, newest, time.time()) if chosen else ()


def _title(target: Target) -> str:
    if not target.records:
        return target.name
    *earlier_ones, newest = (record.launch for record in target.records)
    if not earlier_ones:
        return f"{wording.name(newest)}, launch {newest.id}"
    return f"{wording.name(newest)}, {len(target.records)} launches, the newest {newest.id}"


def _nothing(narrowing: Narrowing) -> str:
    of_those = f" of those with {' '.join(narrowing.only)}" if narrowing.only else ""
    return f"no product{of_those} has failed"


def _warn(target: Target, found: Survey, terminal: Terminal) -> None:
    """Says why what is shown may not be all there is to know."""
    for warning in (*filter(None, (target.note,)), *(() if found.is_settled else warnings(found.silences))):
        terminal.warn(warning)


def _in_json(seen: Seen) -> str:
    from heracles.commands.json_lines import json_line  # noqa: PLC0415

    state = seen.state
    return json_line(
        seen,
        state=state.state,
        job=state.job,
        task=state.task,
        exit_code=state.exit_code,
        launch=seen.launch or None,
        reason=state.reason,
        done=state.done,
        total=state.total,
        requeued=state.requeued,
        declared=seen.declared,
    )
