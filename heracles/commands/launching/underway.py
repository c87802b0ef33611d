"""Going on with a recorded launch, told as it goes, in a way that ^C ends well."""

from __future__ import annotations

from contextlib import contextmanager

from heracles import launchers, ledger, process
from heracles.commands.known.progress import recorded_launcher
from heracles.commands.known.remainder import left
from heracles.commands.launching.code import refuse_gone
from heracles.commands.launching.leftovers import delete_copies_in_doubt, delete_left_copies
from heracles.commands.launching.reports import Tally
from heracles.errors import LaunchError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.launch.assuming import assumption
from heracles.launch.course import Course, Journal
from heracles.launch.driving import drive
from heracles.launch.letting_go import release_again
from heracles.launch.running import abandon_here, look_after_here
from heracles.launch.settling import abandon, look_after
from heracles.launchers.base import Runs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from heracles.commands.launching.reports import Voice
    from heracles.commands.requests import Launching
    from heracles.launch.events import Event
    from heracles.launchers.base import Launcher
    from heracles.ledger import Launch, Record
    from heracles.terminal import Terminal


class Underway(NamedTuple):
    """A launch that goes on: where it is recorded, what the user wishes, and how it is told."""

    home: str
    launching: Launching
    voice: Voice
    terminal: Terminal
    siblings: tuple[str, ...] = ()

    def go_on(self, record: Record, writer: ledger.Writer) -> Tally:
        """Launches all that is left of a launch."""
        return self._follow(record, writer, drive)

    def close(self, record: Record) -> Tally:
        """Leaves nothing of a launch in doubt, and records that the rest never will be launched; its copies go."""
        with ledger.open_writer(self.home, record.launch.id) as writer:
            tally = self._follow(record, writer, _close)
        if not (tally.faults or tally.interrupted):
            delete_left_copies(self.home, ledger.read(self.home, record.launch.id))
        return tally

    def look_after(self, record: Record) -> Tally:
        """Withdraws what came up late of a launch that is complete, and records what ended out of sight."""
        with ledger.open_writer(self.home, record.launch.id) as writer:
            return self._follow(record, writer, _look_after)

    def release_again(self, record: Record) -> Tally:
        """Lets those jobs of a launch run that are held although they were released."""
        with ledger.open_writer(self.home, record.launch.id) as writer:
            return self._follow(record, writer, release_again)

    def resume(self, record: Record) -> Tally:
        """Opens a launch that was broken off, and launches all that is left of it."""
        refuse_gone(record.launch)
        with ledger.open_writer(self.home, record.launch.id) as writer:
            tally = self.go_on(record, writer)
        try:
            delete_copies_in_doubt(self.home, record, ledger.read(self.home, record.launch.id))
        except LaunchError as error:
            return tally._replace(faults=(*tally.faults, *error.faults))
        return tally

    def _follow(self, record: Record, writer: ledger.Writer, act: Callable[[Course], Iterator[Event]]) -> Tally:
        tally = Tally()
        with self.voice.telling(self.home, record.launch, left(record)) as teller:
            launcher = self.launcher(record.launch, teller.said)
            with _interrupts(launcher) as stopped:
                course = self._course(record, writer, launcher, stopped)
                try:
                    for event in act(course):
                        tally = tally.after(event)
                        teller.tell(event)
                except KeyboardInterrupt:
                    return tally._replace(interrupted=True)
                return tally._replace(interrupted=stopped())

    def _course(self, record: Record, writer: ledger.Writer, launcher: Launcher, stopped: Callable[[], bool]) -> Course:
        return Course(
            self.home,
            record.launch,
            Journal(writer, record.entries),
            launcher,
            stopped,
            self.siblings,
            assumption(self.launching.assume, record.entries),
            self.launching.overwrite,
        )

    def launcher(self, launch: Launch, said: Callable[[str], object]) -> Launcher:
        """The launcher of a launch, as it was recorded; what its programs say is told to ``said``."""
        launchers.require(launch.settings)
        return recorded_launcher(self.home, launch, said, self.voice.stdout)


@contextmanager
def _interrupts(launcher: Launcher) -> Iterator[Callable[[], bool]]:
    """^C ends runs at once; it waits for the answer to a submission that is under way, since that may be lost else."""
    if isinstance(launcher, Runs):
        with process.interrupts_at_once():
            yield lambda: False
    else:
        with process.interrupts_held_back() as interrupts:
            yield lambda: interrupts.came


def _close(course: Course) -> Iterator[Event]:
    return abandon_here(course, course.launcher) if isinstance(course.launcher, Runs) else abandon(course)


def _look_after(course: Course) -> Iterator[Event]:
    return look_after_here(course, course.launcher) if isinstance(course.launcher, Runs) else look_after(course)
