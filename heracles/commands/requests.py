"""What the command line asked for, as frozen values."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple


class AdHoc(NamedTuple):
    """A sweep given on the command line: ``heracles SCRIPT SWEEP ...``."""

    script: str
    words: tuple[str, ...]
    entropy: str | None
    placement: str | None
    config_dir: str | None


class Declared(NamedTuple):
    """A sweep named in heracles.toml, with words that add axes or replace those of the same key."""

    name: str
    words: tuple[str, ...]
    entropy: str | None
    placement: str | None
    config_dir: str | None
    config: str | None


if TYPE_CHECKING:
    from typing import Union

    Source = Union[AdHoc, Declared]


class Selection(NamedTuple):
    """Which products of the sweep are meant."""

    only: tuple[str, ...]
    limit: int | None


EVERYTHING = Selection((), None)


class Launching(NamedTuple):
    """How the copies are to be launched: a launcher's name, or a command; ``overwrite`` whatever is in their way.

    ``again``: what was launched before is launched once more; ``despite_changes``: what was not launched yet is, though
    the script or the launcher changed; ``sure``: whatever it costs; ``assume`` is what counts of submissions of which
    nothing can tell what became of them (``submitted`` or ``lost``); ``snapshot``: from a copy of the project.
    """

    launcher: str | None
    command: str | None
    args: tuple[str, ...]
    overwrite: bool
    keep: bool
    again: bool = False
    despite_changes: bool = False
    sure: bool = False
    assume: str | None = None
    snapshot: bool = False


class Cancelling(NamedTuple):
    """What is to be cancelled: of which target, which products; ``sure``: without a question.

    ``assume`` is as in Launching, ``config`` the heracles.toml that declares the target.
    """

    target: str | None
    only: tuple[str, ...]
    sure: bool
    assume: str | None
    config: str | None


class Cleaning(NamedTuple):
    """What is to be removed from the ledger: launches older than ``older_than``, but for the newest ``keep`` of each.

    ``forget``: those too that keep products from being launched again; ``assume_ended``: what nobody can tell of has
    ended; ``sure``: without a question; ``config`` is the heracles.toml beside the ledger.
    """

    older_than: str
    keep: int
    forget: bool
    assume_ended: bool
    sure: bool
    config: str | None
