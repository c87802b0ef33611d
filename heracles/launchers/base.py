"""What a launcher is told, what it answers, and what it must be able to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, Union, runtime_checkable

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
