"""A launch under way: where it is recorded, by what it is launched, and how patiently."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from heracles import ledger
    from heracles.launch.assuming import Assumption
    from heracles.launchers.base import Launcher
    from heracles.ledger import Launch


class Pace(NamedTuple):
    """How patient a launch is, in seconds but for ``tries``.

    Queues are looked at ``first_poll`` after they were found full, then less and less often, down to every
    ``longest_poll``. ``batch``: how long submissions go on before those that were made are released; ``doubt``: between
    a submission in doubt and the question what became of it; ``away``: how long a scheduler may not answer; ``tries``:
    how often a copy is submitted that nobody can say arrived, or that is declined for no reason given.
    """

    first_poll: float = 10.0
    longest_poll: float = 60.0
    batch: float = 10.0
    doubt: float = 2.0
    away: float = 600.0
    tries: int = 4


PATIENT = Pace()


class Journal:
    """The journal of a launch under way, on the disk and as it stands."""

    def __init__(self, writer: ledger.Writer, entries: tuple[ledger.Entry, ...] = ()) -> None:
        self._writer = writer
        self._written = list(entries)
        self._entries = entries

    @property
    def entries(self) -> tuple[ledger.Entry, ...]:
        """All of them; made once for all who look before the next is added."""
        if len(self._entries) < len(self._written):
            self._entries = tuple(self._written)
        return self._entries

    def record(self, *entries: ledger.Entry) -> None:
        """Adds entries; when it returns, they are on the disk. Raises a LaunchError where they could not be written."""
        if entries:
            self._writer.append(*entries)
            self._written += entries


class Course(NamedTuple):
    """All that a launch under way works with.

    ``siblings`` are the launches of the same sweep, whose tasks count as well where the queue must not get too long;
    ``assume`` is what a user says of submissions that were in doubt when the command began (None: nothing);
    ``stopped`` tells whether somebody asked us to end; ``overwrite``: whatever is in the way of a copy.
    """

    home: str
    launch: Launch
    journal: Journal
    launcher: Launcher
    stopped: Callable[[], bool]
    siblings: tuple[str, ...] = ()
    assume: Assumption | None = None
    overwrite: bool = False
    pace: Pace = PATIENT
