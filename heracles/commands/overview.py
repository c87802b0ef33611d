"""``heracles status``: the launches of a project, and how far each is."""

from __future__ import annotations

import json
import os

from heracles import ledger, reconcile, status as pictures
from heracles.commands import wording
from heracles.commands.claiming import claimed_as
from heracles.commands.known import progress
from heracles.commands.known.survey import IN_QUEUE, LASTING, answers, warnings
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.status import Launched
from heracles.terminal.values import Note

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from heracles.commands.known.survey import Silence
    from heracles.launchers.base import State
    from heracles.ledger import Launch, Record
    from heracles.terminal import Terminal


class Line(NamedTuple):
    """A launch, the states of its products and of all their tasks, and whether somebody launches what is left of it."""

    launch: Launch
    states: Sequence[State]
    of_tasks: frozenset[State]
    is_launched: bool = False

    @property
    def name(self) -> str:
        return wording.name(self.launch)


class Overview(NamedTuple):
    """The launches of a project, newest last, and which schedulers do not answer."""

    lines: tuple[Line, ...]
    silences: tuple[Silence, ...] = ()

    @property
    def goes_on(self) -> bool:
        """Whether more will happen to some launches, as far as anybody knows."""
        return any(IN_QUEUE & each.of_tasks or (each.is_launched and "waiting" in each.states) for each in self.lines)

    @property
    def is_settled(self) -> bool:
        """Whether all that was launched has come to an end that stays."""
        return not self.goes_on and all(each.of_tasks <= {*LASTING, "waiting"} for each in self.lines)

    def while_silent(self, silences: tuple[Silence, ...]) -> Overview:
        """The same, at a time at which schedulers do not answer."""
        return self._replace(silences=silences)


def overview(config: str | None, terminal: Terminal) -> int:
    """Prints a line a launch: what it is of, when it was begun, how many products are in which state."""
    found = look(_home(config), terminal.note)
    _warn(found, terminal)
    if not found.lines:
        terminal.note("nothing has been launched here; heracles run NAME, or heracles SCRIPT -r=CMD, begins a launch")
    terminal.results(terminal.drawn(pictures.overview(tuple(map(_launched, found.lines)))))
    return 0


def overview_json(config: str | None, terminal: Terminal) -> int:
    """Prints the launches as JSON Lines."""
    found = look(_home(config), terminal.note)
    _warn(found, terminal)
    terminal.results(map(_in_json, found.lines))
    return 0


def _warn(found: Overview, terminal: Terminal) -> None:
    for warning in () if found.is_settled else warnings(found.silences):
        terminal.warn(warning)


def overview_watched(config: str | None, every: int | None, terminal: Terminal) -> int:
    """Shows the same on a terminal, again and again, until all is final."""
    from heracles.commands.watching.polling import pace, pauses  # noqa: PLC0415
    from heracles.commands.watching.watch import View, watch  # noqa: PLC0415

    home = _home(config)
    records = [ledger.read(home, launch.id) for launch in ledger.launches(home)]

    def view(found: Overview) -> View:
        *lines, legend = pictures.overview(tuple(map(_launched, found.lines))) or (Note("nothing has been launched"),)
        return View(tuple(lines), (legend, *map(Note, warnings(found.silences))))

    return watch(lambda: look(home, terminal.note), view, pauses(pace(records, every)), terminal)


def look(home: str, show: Callable[[str], object]) -> Overview:
    """All launches of a ledger; schedulers are asked for those that may still change, each once."""
    records = [ledger.read(home, launch.id) for launch in ledger.launches(home)]
    given = answers(home, records, show)
    return Overview(tuple(_line(home, record, given.tasks) for record in records), given.silences)


def _line(home: str, record: Record, tasks: progress.Tasks) -> Line:
    found = progress.states(record, tasks)
    states = [each.state for each in found]
    is_launched = "waiting" in states and ledger.is_claimed(home, claimed_as(record.launch))
    return Line(record.launch, states, reconcile.states_of_tasks(found), is_launched)


def _home(config: str | None) -> str:
    return ledger.home(os.path.dirname(config) if config else os.curdir)


def _launched(line: Line) -> Launched:
    return Launched(line.name, line.launch.created, line.states)


def _in_json(line: Line) -> str:
    fields = {
        "launch": line.launch.id,
        "sweep": None if line.launch.ad_hoc else line.launch.sweep,
        "script": line.launch.script,
        "launcher": line.launch.launcher,
        "created": line.launch.created,
        "code": line.launch.code or None,
        "commit": line.launch.commit,
        "products": line.launch.products,
        "states": dict(reversed(reconcile.counts(line.states))),
    }
    return json.dumps(fields)
