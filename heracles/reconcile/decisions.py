"""What is to be done about a copy in doubt, and what it is decided by."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Union


class Dead(NamedTuple):
    """The program that submitted an attempt is known to have ended, at ``since`` (by the steady clock) or before."""

    copy: int
    attempt: int
    since: float


class Evidence(NamedTuple):
    """What is known besides the jobs that were found, for submissions that were not held.

    ``asked`` is when the scheduler's queue was asked, with success, in seconds since the epoch, and ``steady`` the same
    moment in seconds of a clock of this machine that nobody can set; ``skew`` by how many seconds the scheduler's clock
    may differ from ours; ``accounted``: accounting was asked too, with success, where it matters.
    """

    asked: float = 0.0
    skew: float = 0.0
    dead: tuple[Dead, ...] = ()
    accounted: bool = True
    steady: float = 0.0


class Adopt(NamedTuple):
    """The job of an attempt in doubt was found: to be recorded as submitted."""

    copy: int
    attempt: int
    job: str


class Release(NamedTuple):
    """The job is there, under its own tag, and held: it may be released."""

    copy: int
    attempt: int
    job: str


class Confirm(NamedTuple):
    """The job is not held any more: to be recorded as released."""

    copy: int
    attempt: int
    job: str


class Resubmit(NamedTuple):
    """The products of a copy are to be submitted, as this attempt: no earlier one runs or will run unnoticed."""

    copy: int
    attempt: int
    first: int
    last: int


class Withdraw(NamedTuple):
    """A job that is held and stands for nothing any more: to be cancelled."""

    job: str
    copy: int
    attempt: int


class Doubled(NamedTuple):
    """A job that stands for nothing any more, and is not held: its products may run twice, which is to be told."""

    job: str
    copy: int
    attempt: int


class Wait(NamedTuple):
    """It can be known at ``until`` (by the steady clock) whether an attempt was lost, if the queue is asked then."""

    copy: int
    attempt: int
    until: float


class Ask(NamedTuple):
    """Nothing can tell whether an attempt was lost, and why; a user may know."""

    copy: int
    attempt: int
    why: str


if TYPE_CHECKING:
    Decision = Union[Adopt, Release, Confirm, Resubmit, Withdraw, Doubled, Wait, Ask]
