"""What a launch's record holds, as frozen values."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any, Protocol, Union

    from heracles.launchers.base import Settings, Terms
    from heracles.script.values import Placement

    class Recordable(Protocol):
        """What is recorded of a product."""

        @property
        def index(self) -> int: ...
        @property
        def id(self) -> str: ...
        @property
        def overrides(self) -> tuple[str, ...]: ...
        @property
        def values(self) -> dict[str, Any]: ...


class Process(NamedTuple):
    """A process of some host; ``started`` tells it from a later one with the same number, "" where nothing could."""

    host: str
    pid: int
    started: str


class Launch(NamedTuple):
    """A launch as it was begun: enough to go on with it when the script and heracles.toml are gone.

    ``script`` is the path from ``directory``, ``text`` its content, ``mode`` its permission bits and ``digest`` the
    SHA-256 of the text, ``interpreter`` and ``placement`` what was read from it; ``arguments`` are the words of the
    sweep, ``launcher`` is a name, ``settings`` what it stood for and ``terms`` what was agreed with it; ``keep``: the
    copies stay. ``created`` is seconds since the epoch, ``version`` that of heracles, ``commit`` what git had checked
    out in ``directory`` (None: not under git), from which ``changed`` tracked files differed; ``products`` is their
    number, which ``begin`` counts. ``retries`` is the launch of which it launches again what failed (empty: none).
    ``code`` is the folder of its snapshot that stands for ``directory`` (empty: it has none); ``of_variants`` are those
    of the ``arguments`` that only some variants of the sweep have.
    """

    id: str
    sweep: str
    ad_hoc: bool
    directory: str
    script: str
    text: str
    mode: int
    digest: str
    interpreter: tuple[str, ...]
    placement: Placement
    arguments: tuple[str, ...]
    entropy: str
    launcher: str
    settings: Settings
    terms: Terms
    keep: bool
    created: float
    user: str
    host: str
    version: str
    commit: str | None
    dirty: bool
    products: int = 0
    retries: str = ""
    code: str = ""
    changed: int = 0
    of_variants: tuple[str, ...] = ()

    @property
    def working_directory(self) -> str:
        """Where its copies run: in its snapshot, or where it was begun."""
        return self.code or self.directory


class Recorded(NamedTuple):
    """A product as it was launched; ``place`` counts the launch's products from 0.

    ``unfilled`` are its words before anything was filled in, where one of them asks for its launch (empty: none does).
    ``tasks`` are the numbers in the script's own array that are launched of it (empty: all).
    """

    place: int
    index: int  # type: ignore[assignment]  # hides tuple.index, as in Product
    id: str
    overrides: tuple[str, ...]
    values: dict[str, Any]
    unfilled: tuple[str, ...] = ()
    tasks: tuple[int, ...] = ()


class Submitting(NamedTuple):
    """A copy is about to be submitted; it carries the products at the places ``first`` to ``last``.

    ``held``: it is submitted so that it does not run before it is released; ``tasks`` are as in Recorded.
    """

    copy: int
    attempt: int
    first: int
    last: int
    held: bool
    process: Process
    time: float
    tasks: tuple[int, ...] = ()


class Called(NamedTuple):
    """The program that submits a copy is about to begin, as a process; recorded where its job would not be held."""

    copy: int
    attempt: int
    process: Process


class Submitted(NamedTuple):
    """The scheduler took a copy over, as a job (None where it gives no name, or where a user said that it did).

    ``cluster`` is empty where there is one only.
    """

    copy: int
    attempt: int
    job: str | None
    cluster: str = ""


class NotSubmitted(NamedTuple):
    """It is known that the scheduler did not take a copy over, or a user said so."""

    copy: int
    attempt: int
    reason: str


class GivenUp(NamedTuple):
    """Nobody knows whether the scheduler took a copy over, and it counts as not taken: its job must not run."""

    copy: int
    attempt: int


class Releasing(NamedTuple):
    """Jobs that were held are about to be released: from here on they may have run."""

    jobs: tuple[str, ...]


class Released(NamedTuple):
    """Jobs that were held may run."""

    jobs: tuple[str, ...]


class Withdrawn(NamedTuple):
    """A job that must not run was cancelled while it was held."""

    job: str
    copy: int
    attempt: int


class Started(NamedTuple):
    """A copy runs on this machine, as a process."""

    copy: int
    attempt: int
    process: Process


class Ended(NamedTuple):
    """A copy ran on this machine to its end; ``exit_code`` is negative where a signal ended it."""

    copy: int
    attempt: int
    exit_code: int
    seconds: float


class Looked(NamedTuple):
    """The scheduler's queue was looked through for jobs of the launch; ``time`` is seconds since the epoch."""

    time: float


class Abandoned(NamedTuple):
    """What has not been submitted of a launch never will be; ``time`` is seconds since the epoch."""

    time: float


if TYPE_CHECKING:
    Entry = Union[
        Submitting, Called, Submitted, NotSubmitted, GivenUp, Releasing, Released, Withdrawn, Started, Ended, Looked,
        Abandoned,
    ]  # fmt: skip


class Record(NamedTuple):
    """A launch and its journal, in the order in which it was written."""

    launch: Launch
    entries: tuple[Entry, ...]


class Owner(NamedTuple):
    """Who holds a claim; ``token`` tells one claim from every other, ``time`` is seconds since the epoch."""

    token: str
    process: Process
    command: str
    time: float
