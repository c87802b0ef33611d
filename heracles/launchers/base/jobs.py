"""What a scheduler says of jobs."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Literal, Union

    State = Literal[
        "waiting", "held", "pending", "running", "completed", "failed", "timeout", "out_of_memory", "cancelled",
        "node_fail", "preempted", "unknown",
    ]  # fmt: skip
    """How far a product or a task has come; ``waiting`` is not submitted yet, ``unknown`` what nobody could tell."""


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
    """A job of ours: only the scheduler's job of this id that carries this tag is meant.

    It was submitted at ``since`` (epoch seconds) at the earliest; ``tasks`` is how many it has (0: nobody knows).
    """

    job: str
    tag: Tag
    since: float = 0.0
    tasks: int = 0


class Portion(NamedTuple):
    """The tasks of a job of ours that are meant, by their numbers in its array; where none are given, all of it."""

    job: Tagged
    tasks: tuple[int, ...] = ()


class Found(NamedTuple):
    """A job that the scheduler knows by the tag of one attempt to submit a copy.

    ``held``: it waits until it is released; ``gone``: it was cancelled before it began, and never will begin.
    ``state`` is that of the task which is farthest from its end, ``reason`` why that one waits, in the scheduler's own
    word; ``hopeless``: no waiting helps against that; ``doubtful``: it may not help; ``tasks`` is how many of its tasks
    wait or run.
    """

    job: str
    copy: int
    attempt: int
    held: bool
    gone: bool = False
    state: State = "unknown"
    reason: str = ""
    tasks: int = 0
    hopeless: bool = False
    doubtful: bool = False


class TaskState(NamedTuple):
    """What the scheduler says of one task of the job with a tag; ``task`` is None for a job that is no array.

    ``exit_code`` is negative where a signal ended the task, and None where there is none that says anything; ``reason``
    is why it waits or how it failed, in the scheduler's own word; ``requeued``: the site ran it more than once;
    ``began``: it was given nodes, so that it may have run; ``settled``: it has ended for good, and its end is known for
    certain, so that nobody need be asked about it again.
    """

    tag: Tag
    task: int | None
    state: State
    exit_code: int | None = None
    reason: str = ""
    requeued: bool = False
    began: bool = True
    settled: bool = False


class Taken(NamedTuple):
    """The scheduler took a submission; ``job`` is None where it names none, ``cluster`` empty where there is one."""

    job: str | None
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


if TYPE_CHECKING:
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
