"""What a launcher is told, what it answers, and what it must be able to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, Union, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heracles.errors import Fault


class LocalSettings(NamedTuple):
    """Runs copies on this machine, ``workers`` at a time (default: as many as there are CPUs)."""

    workers: int | None = None


class SlurmSettings(NamedTuple):
    """Submits with sbatch; ``args`` go to sbatch before the file."""

    args: tuple[str, ...] = ()
    sbatch: str = "sbatch"


class CommandSettings(NamedTuple):
    """Calls ``command FILE`` for each copy; ``keep`` leaves the files for a command that reads them later."""

    command: tuple[str, ...]
    keep: bool = False


Settings = Union[LocalSettings, SlurmSettings, CommandSettings]


BUILT_IN: dict[str, Settings] = {"local": LocalSettings(), "slurm": SlurmSettings()}
"""The launchers that need no declaration, by name."""


class Submission(NamedTuple):
    """One copy to launch: what a launcher needs to know of a product.

    ``copy`` is the file's path from ``directory``, where the launcher's program starts; ``title`` is for people's eyes.
    """

    product_index: int
    title: str
    copy: str
    directory: str
    environment: tuple[tuple[str, str], ...]


class Submitted(NamedTuple):
    """A copy was taken over; ``job`` is the scheduler's name for it, where it has one."""

    submission: Submission
    job: str | None


class Refused(NamedTuple):
    """A copy was not taken over, and why; none after it was tried."""

    submission: Submission
    fault: Fault


class Ended(NamedTuple):
    """A copy ran to its end; ``exit_code`` is negative where a signal ended it, ``log`` the path of its output."""

    submission: Submission
    exit_code: int
    seconds: float
    log: str


Event = Union[Submitted, Refused, Ended]


class Found(NamedTuple):
    """A job that the scheduler knows by the tag of one attempt to submit a copy.

    ``held``: it waits until it is released; ``gone``: it was cancelled before it began, and never will begin.
    ``state`` is that of the task which is farthest from its end.
    """

    job: str
    copy: int
    attempt: int
    held: bool
    gone: bool = False
    state: State = "unknown"


State = Literal[
    "waiting", "held", "pending", "running", "completed", "failed", "timeout", "out_of_memory", "cancelled",
    "node_fail", "preempted", "unknown",
]  # fmt: skip
"""How far a product or a task has come; ``waiting`` is not submitted yet, ``unknown`` what nobody could tell."""


class TaskState(NamedTuple):
    """What the scheduler says of one task of a job; ``task`` is None for a job that is no array.

    ``exit_code`` is negative where a signal ended the task, and None where there is none that says anything; ``reason``
    is why it waits or how it failed, in the scheduler's own word; ``requeued``: the site ran it more than once.
    """

    job: str
    task: int | None
    state: State
    exit_code: int | None = None
    reason: str = ""
    requeued: bool = False


@runtime_checkable
class Submits(Protocol):
    """A launcher that hands copies over to something else."""

    def command_line(self, submission: Submission) -> tuple[str, ...]:
        """What will be called for a copy."""

    def submit(self, submission: Submission) -> str | None:
        """Hands one copy over and returns the job's name, if it has one; raises a LaunchError if it was not taken."""


@runtime_checkable
class Runs(Protocol):
    """A launcher that runs copies to their end itself."""

    def command_line(self, submission: Submission) -> tuple[str, ...]:
        """What will be called for a copy."""

    def run(self, submissions: Sequence[Submission]) -> Iterator[Ended]:
        """Runs the copies and answers in the order in which they end."""


Launcher = Union[Submits, Runs]


class Tag(NamedTuple):
    """The name that heracles gives to a submission: the ``attempt``-th one of a copy of a launch.

    A launch's name has neither slash nor blanks.
    """

    launch: str
    copy: int
    attempt: int

    def __str__(self) -> str:
        return f"heracles:{self.launch}/{self.copy}.{self.attempt}"


class Tagged(NamedTuple):
    """A job of ours: only the scheduler's job of this id that carries this tag is meant."""

    job: str
    tag: Tag


class Taken(NamedTuple):
    """The scheduler took a submission; ``cluster`` is empty where it is the only one."""

    job: str
    cluster: str = ""


LIMIT, POLICY, FINAL = "limit", "policy", "final"
"""Kinds of refusal: waiting helps; it may help, the scheduler does not say; it does not help."""


class Declined(NamedTuple):
    """The scheduler surely did not take a submission: what it said, and whether waiting helps."""

    words: str
    kind: str


class Unsure(NamedTuple):
    """A submission may have been taken, now or later, or may not; what is known of it."""

    words: str


Answer = Union[Taken, Declined, Unsure]


class Released(NamedTuple):
    """Job ids: released (now or before), still held, and gone (lost or cancelled); why, where the scheduler said it."""

    released: tuple[str, ...]
    held: tuple[str, ...]
    gone: tuple[str, ...]
    words: str = ""


class Cancelled(NamedTuple):
    """Job ids: cancelled now, still there, and ended or gone before; why, where the scheduler said it."""

    cancelled: tuple[str, ...]
    remaining: tuple[str, ...]
    ended: tuple[str, ...]
    words: str = ""
