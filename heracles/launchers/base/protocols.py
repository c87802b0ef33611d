"""What a launcher is told, and what it can do: each capability a protocol of its own."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from typing import Union

    from heracles.launchers.base.jobs import Answer, Cancelled, Found, Portion, Released, Tag, Tagged, TaskState


class Submission(NamedTuple):
    """One attempt to launch a copy.

    ``name`` is that of its products: ``17``, or ``0-999``. ``copy`` is the file's path from ``directory``, where the
    launcher's program starts. As an array it has ``tasks`` tasks (0: it is none), of which ``at_once`` run at once (0:
    all); the jobs ``after`` have to end before it begins. Of the script's own array, ``own_tasks`` run (empty: all).
    """

    tag: Tag
    name: str
    copy: str
    directory: str
    environment: tuple[tuple[str, str], ...]
    tasks: int = 0
    at_once: int = 0
    after: tuple[str, ...] = ()
    own_tasks: tuple[int, ...] = ()


class Begun(NamedTuple):
    """A copy was started as process ``pid``; it waits until the next event is asked for."""

    submission: Submission
    pid: int


class Ended(NamedTuple):
    """A copy ran to its end; ``exit_code`` is negative where a signal ended it, ``log`` the path of its output."""

    submission: Submission
    exit_code: int
    seconds: float
    log: str


@runtime_checkable
class Submits(Protocol):
    """A launcher that hands copies over to something else."""

    def command_line(self, submission: Submission) -> tuple[str, ...]:
        """What will be called for a copy."""

    def submit(
        self, submission: Submission, called: Callable[[int], object], meanwhile: Callable[[], object]
    ) -> Answer:
        """Hands one copy over, and says what became of it.

        Where the job would not be held, ``called`` is told the process that submits it before that begins. A launcher
        that waits for an answer may do ``meanwhile`` what is to be done then.
        """


@runtime_checkable
class Runs(Protocol):
    """A launcher that runs copies to their end itself."""

    def command_line(self, submission: Submission) -> tuple[str, ...]:
        """What will be called for a copy."""

    def run(self, submissions: Iterable[Submission]) -> Iterator[Begun | Ended]:
        """Runs the copies; a run does not begin before its Begun was taken, and the next event asked for."""

    def exit_code(self, tag: Tag) -> int | None:
        """How a run ended that this process did not see the end of; None where it has not, or was broken off."""


@runtime_checkable
class Finds(Protocol):
    """A launcher whose jobs are recognized by their tags."""

    def find(self, launch: str) -> tuple[Found, ...]:
        """The queued jobs that carry a tag of the launch; raises a LaunchError where nobody answers."""

    def find_finished(self, launch: str, since: float) -> tuple[Found, ...]:
        """Those that were in the queue after ``since`` (epoch seconds); raises a LaunchError where nobody answers."""

    def untagged(self, jobs: Sequence[str]) -> tuple[str, ...]:
        """Those of the jobs that are queued without any tag of ours; raises a LaunchError where nobody answers."""


@runtime_checkable
class Watches(Protocol):
    """A launcher that answers about one job with less effort than about all of a launch."""

    def find_job(self, job: Tagged) -> Found | None:
        """The job, where the queue knows it under its tag; raises a LaunchError where nobody answers."""


@runtime_checkable
class Holds(Protocol):
    """A launcher whose jobs wait until they are released."""

    def release(self, jobs: Sequence[Tagged]) -> Released:
        """Lets jobs run; raises a LaunchError where it cannot be known whether they do."""


@runtime_checkable
class Cancels(Protocol):
    """A launcher that ends jobs."""

    def cancel(self, jobs: Sequence[Tagged]) -> Cancelled:
        """Ends jobs; raises a LaunchError where it cannot be known whether they did."""


@runtime_checkable
class CancelsTasks(Protocol):
    """A launcher that ends some tasks of a job, and leaves the others alone."""

    def cancel_tasks(self, portions: Sequence[Portion]) -> Cancelled:
        """Ends the tasks that are meant; a job remains where one of these does. Raises as ``cancel`` does."""


@runtime_checkable
class Counts(Protocol):
    """A launcher that knows how long its queue is."""

    def queued(self, launches: Collection[str]) -> int:
        """How many tasks of these launches wait or run; raises a LaunchError where nobody answers."""

    def mine(self) -> int:
        """How many tasks of this user wait or run; raises a LaunchError where nobody answers."""


@runtime_checkable
class Reports(Protocol):
    """A launcher that knows how far its jobs are."""

    def states(self, jobs: Sequence[Tagged]) -> tuple[TaskState, ...]:
        """How far each task of the jobs is that anybody knows of; raises a LaunchError where nobody answers."""


if TYPE_CHECKING:
    Launcher = Union[Submits, Runs]
