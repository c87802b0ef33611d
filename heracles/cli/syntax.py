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
    ``completes`` is the kind of word by which a shell completes the value (empty: it does not).
    """

    names: tuple[str, ...]
    dest: str
    help: str
    metavar: str = ""
    group: str = ""
    default: str | None = None
    choices: tuple[str, ...] = ()
    is_number: bool = False
    is_repeatable: bool = False
    exclusive: str = ""
    completes: str = ""


class Words(NamedTuple):
    """Words that are no options: one, which may be missing, or as many as there are; ``completes`` as of an Option."""

    dest: str
    metavar: str
    help: str
    is_many: bool = False
    completes: str = ""


class Syntax(NamedTuple):
    """A form of the command line: how it is called, what it does, what it takes, and what runs it.

    ``examples`` are two whole lines, as a user types them.
    """

    name: str
    usage: str
    description: str
    examples: tuple[str, str]
    words: tuple[Words, ...]
    options: tuple[Option, ...]
    run: Run

    @property
    def program(self) -> str:
        return f"heracles {self.name}".rstrip()


SWEEP = Words("sweep", "SWEEP", "key=1,2,3: adds an axis or replaces one", is_many=True, completes="word")
TARGET = Words("target", "TARGET", "a sweep, a script, or the beginning of a launch's id", completes="target")
TARGET_OR_NEWEST = TARGET._replace(help=f"{TARGET.help} (default: the newest)")

COMMON = (
    Option(("-C",), "directory", "as if started in DIR", "DIR", ANYWHERE, completes="directory"),
    Option(
        ("--config",),
        "config",
        "this heracles.toml (default: the nearest)",
        "FILE",
        ANYWHERE,
        completes="configuration",
    ),
    Option(("--color",), "color", "in colours (default: auto)", "WHEN", ANYWHERE, "auto", ("auto", "always", "never")),
)

WHICH = "which"
ONLY = Option(
    ("--only",), "only", "those with that value; repeatable", "KEY=VALUE", WHICH, None, (), False, True, "", "condition"
)
SELECTION = (
    ONLY,
    Option(("--limit",), "limit", "the first N of them (default: all)", "N", WHICH, is_number=True),
    Option(("--entropy",), "entropy", "draw the random seeds from N again", "N", WHICH),
)

COPIES = "copies"
PLACEMENT = Option(
    ("--placement",),
    "placement",
    "where overrides go (default: script decides)",
    "WHERE",
    COPIES,
    choices=("append", "args"),
)
CONFIG_DIR = Option(
    ("--config-dir",), "config_dir", "the application's conf folder, for glob()", "DIR", COPIES, completes="directory"
)
OVERWRITE = Option(("--overwrite",), "overwrite", "write over older copies in the way", group=COPIES)
KEEP = Option(("--keep",), "keep", "leave them, for a CMD that reads them later", group=COPIES)
WRITING = (KEEP, OVERWRITE, PLACEMENT, CONFIG_DIR)

LAUNCH = "launch"
DRY_RUN = Option(("--dry-run",), "dry_run", "say what would be launched, touch nothing", group=LAUNCH)
SNAPSHOT = Option(("--snapshot",), "snapshot", "run in a copy of the project as it is now", group=LAUNCH)
ASSUME = Option(
    ("--assume",),
    "assume",
    "jobs in doubt: they are there, or are lost",
    "WHAT",
    LAUNCH,
    choices=("submitted", "lost"),
)
YES = Option(("--yes",), "yes", "do not ask, whatever it costs (confirm_above)", group=LAUNCH)

OUTPUT = "output"


def json(what: str) -> Option:
    return Option(("--json",), "json", f"JSON Lines on stdout, an object a {what}", group=OUTPUT)
