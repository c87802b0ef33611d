"""Verbs for what was launched: ``status``, ``wait``, ``cancel``, ``clean``."""

from __future__ import annotations

from heracles.cli import dispatch, syntax
from heracles.cli.syntax import Option, Syntax
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from types import SimpleNamespace

    from heracles.terminal import Terminal

_WATCHING = (
    Option(("--watch",), "watch", "look again and again, until all is final", group=syntax.OUTPUT),
    Option(
        ("--every",),
        "every",
        "the same, every N seconds (default: 10, growing to 60)",
        "N",
        syntax.OUTPUT,
        is_number=True,
    ),
)
_CLEANING = (
    Option(
        ("--older-than",), "older_than", "hours, days or weeks: 12h, 30d, 2w (default: 30d)", "AGE", syntax.WHICH, "30d"
    ),
    Option(("--keep",), "keep", "but for the newest N of each sweep", "N", syntax.WHICH, is_number=True),
    Option(("--forget",), "forget", "those too that keep `run` from launching twice", group=syntax.WHICH),
    Option(("--assume-ended",), "assume_ended", "what nobody can tell of is over", group=syntax.WHICH),
)


def _status(options: SimpleNamespace, terminal: Terminal) -> int:
    return dispatch.status(options, terminal)


def _wait(options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.commands.wait import wait  # noqa: PLC0415

    dispatch.refuse_launcher_args(options)
    return wait(options.target, options.config, terminal)


def _cancel(options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.commands.cancel import cancel  # noqa: PLC0415
    from heracles.commands.requests import Cancelling  # noqa: PLC0415

    dispatch.refuse_launcher_args(options)
    request = Cancelling(options.target, tuple(options.only), options.yes, options.assume, options.config)
    return cancel(request, terminal)


def _clean(options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.commands import clean as command  # noqa: PLC0415
    from heracles.commands.requests import Cleaning  # noqa: PLC0415

    dispatch.refuse_launcher_args(options)
    forget, ended = options.forget, options.assume_ended
    request = Cleaning(options.older_than, options.keep or 0, forget, ended, options.yes, options.config)
    return (command.dry_run if options.dry_run else command.clean)(request, terminal)


STATUS = Syntax(
    "status",
    "usage: heracles status [TARGET] [options]",
    "Says how far the launches of the project are, or the products of one.",
    ("heracles status", "heracles status ablation-a --failed"),
    (syntax.TARGET._replace(help=f"{syntax.TARGET.help} (default: a line for each launch)"),),
    (
        syntax.ONLY,
        Option(("--failed",), "failed", "those that failed", group=syntax.WHICH),
        *_WATCHING,
        syntax.json("product (without TARGET: a launch)"),
        *syntax.COMMON,
    ),
    _status,
)

WAIT = Syntax(
    "wait",
    "usage: heracles wait [TARGET] [options]",
    "Waits until all products of a sweep, or of a launch, are final.\n"
    "Exits with 1 where any failed, or nobody can tell how it ended, else with 0.",
    ("heracles wait ablation-a", "heracles wait 20261122-143000 && ./evaluate.sh"),
    (syntax.TARGET_OR_NEWEST,),
    syntax.COMMON,
    _wait,
)

CANCEL = Syntax(
    "cancel",
    "usage: heracles cancel [TARGET] [options]",
    "Ends what waits or runs. Without --only, what is not launched yet will not be,\n"
    "until `heracles run` is called again.",
    ("heracles cancel ablation-a", "heracles cancel ablation-a --only env.name=Reacher --yes"),
    (syntax.TARGET_OR_NEWEST,),
    (syntax.ONLY, syntax.YES._replace(help="do not ask"), syntax.ASSUME, *syntax.COMMON),
    _cancel,
)

CLEAN = Syntax(
    "clean",
    "usage: heracles clean [options]",
    "Removes old launches from the ledger, and the output of their local runs. What\n"
    "is not over stays, and what keeps `heracles run` from launching a product twice.",
    ("heracles clean --dry-run", "heracles clean --older-than 12w --keep 3 --yes"),
    (),
    (
        *_CLEANING,
        Option(("--dry-run",), "dry_run", "say what would be removed, touch nothing"),
        Option(("--yes",), "yes", "do not ask"),
        *syntax.COMMON,
    ),
    _clean,
)
