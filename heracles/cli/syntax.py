"""What may stand on a command line: options and words, as values; read by the scanner, and by argparse."""

from __future__ import annotations

from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from types import SimpleNamespace
    from typing import Callable

    from heracles.terminal import Terminal

    Run = Callable[[SimpleNamespace, Terminal], int]

ANYWHERE = "anywhere"
"""The group of the options that any verb takes, on either side of it."""


class Option(NamedTuple):
    """An option: with a ``metavar`` it takes a value, else it is a flag.

    Of those with the same ``exclusive`` word only one may be given; ``is_number`` takes whole numbers above zero.
    """

    names: tuple[str, ...]
    dest: str
    help: str
    metavar: str = ""
    group: str = "options"
    default: str | None = None
    choices: tuple[str, ...] = ()
    is_number: bool = False
    is_repeatable: bool = False
    exclusive: str = ""


class Words(NamedTuple):
    """Words that are no options: one, which may be missing, or as many as there are."""

    dest: str
    metavar: str
    help: str
    is_many: bool = False


class Syntax(NamedTuple):
    """A form of the command line: how it is called, what it does, what it takes, and what runs it."""

    name: str
    usage: str
    description: str
    examples: str
    words: tuple[Words, ...]
    options: tuple[Option, ...]
    run: Run

    @property
    def program(self) -> str:
        return f"heracles {self.name}".rstrip()


SWEEP = Words("sweep", "SWEEP", "key=value, key=1,2,3, key=range(1,9), ...", is_many=True)

COMMON = (
    Option(("-C",), "directory", "as if started in DIR", "DIR", ANYWHERE),
    Option(("--config",), "config", "this heracles.toml, not the nearest one above", "FILE", ANYWHERE),
    Option(("--color",), "color", "auto, always or never", "WHEN", ANYWHERE, "auto", ("auto", "always", "never")),
)

WHICH = "which products"
ONLY = Option(("--only",), "only", "those with that value", "KEY=VALUE", WHICH, is_repeatable=True)
SELECTION = (
    ONLY,
    Option(("--limit",), "limit", "the first N of them", "N", WHICH, is_number=True),
    Option(("--entropy",), "entropy", "draw the random seeds from N again", "N", WHICH),
)

PLACEMENT = Option(
    ("--placement",),
    "placement",
    "where overrides go: append (after the last command) or args (the script's arguments); else the script is read",
    "WHERE",
    choices=("append", "args"),
)

CONFIG_DIR = Option(("--config-dir",), "config_dir", "the application's conf folder, for glob()", "DIR")

LAUNCH = "launching"
OVERWRITE = Option(("--overwrite",), "overwrite", "write over older copies that are in the way", group=LAUNCH)
DRY_RUN = Option(("--dry-run",), "dry_run", "say what would be launched, touch nothing", group=LAUNCH)
LAUNCHING = (
    DRY_RUN,
    Option(("--keep",), "keep", "leave the copies for a command that reads them later", group=LAUNCH),
    OVERWRITE,
    Option(("--snapshot",), "snapshot", "run in a copy of the project as it is now", group=LAUNCH),
)
ASSUME = Option(
    ("--assume",),
    "assume",
    "what counts of submissions in doubt: submitted (they are there) or lost (submit them again)",
    "WHAT",
    LAUNCH,
    choices=("submitted", "lost"),
)
WAIT = Option(("--wait",), "wait", "wait until all products are final, as heracles wait does", group=LAUNCH)
YES = Option(("--yes",), "yes", "do not ask, whatever it costs (confirm_above)", group=LAUNCH)
RUNNING = (
    Option(("--again",), "again", "launch also what was launched before", group=LAUNCH),
    Option(("--keep-going",), "keep_going", "go on though script or launcher changed since", group=LAUNCH),
    YES,
    ASSUME,
)


def json(what: str) -> Option:
    return Option(("--json",), "json", f"JSON Lines on stdout, one object a {what}")
