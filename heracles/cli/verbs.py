"""``heracles VERB ...``: the verbs, their options, and the command behind each."""

from __future__ import annotations

import os

from heracles.cli import dispatch, syntax
from heracles.cli.logs import LOGS
from heracles.cli.results import RESULTS
from heracles.cli.syntax import Option, Syntax, Words
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from types import SimpleNamespace

    from heracles.commands.requests import Declared
    from heracles.terminal import Terminal


def _declared(options: SimpleNamespace, verb: str) -> Declared:
    return _named(options, verb)._replace(entropy=options.entropy, placement=options.placement)


def _named(options: SimpleNamespace, verb: str) -> Declared:
    from heracles.commands.requests import Declared  # noqa: PLC0415

    if options.name is None:
        raise UsageError(
            f"heracles {verb} needs the name of a sweep", cure="heracles list prints those of heracles.toml"
        )
    return Declared(options.name, tuple(options.sweep), None, None, options.config_dir, options.config)


def _run(options: SimpleNamespace, terminal: Terminal) -> int:
    options.command = None
    return dispatch.run(_declared(options, "run"), options, terminal)


def _resume(options: SimpleNamespace, terminal: Terminal) -> int:
    return dispatch.resume(options.target, options, terminal)


def _cancel(options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.commands.cancel import cancel  # noqa: PLC0415
    from heracles.commands.requests import Cancelling  # noqa: PLC0415

    dispatch.refuse_launcher_args(options)
    request = Cancelling(options.target, tuple(options.only), options.yes, options.assume, options.config)
    return cancel(request, terminal)


def _retry(options: SimpleNamespace, terminal: Terminal) -> int:
    return dispatch.retry(options.target, options, terminal)


def _clean(options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.commands import clean as command  # noqa: PLC0415
    from heracles.commands.requests import Cleaning  # noqa: PLC0415

    dispatch.refuse_launcher_args(options)
    forget, ended = options.forget, options.assume_ended
    request = Cleaning(options.older_than, options.keep or 0, forget, ended, options.yes, options.config)
    return (command.dry_run if options.dry_run else command.clean)(request, terminal)


def _write(options: SimpleNamespace, terminal: Terminal) -> int:
    return dispatch.write(_declared(options, "write"), options, terminal)


def _delete(options: SimpleNamespace, terminal: Terminal) -> int:
    return dispatch.delete(_declared(options, "delete"), options, terminal)


def _show(options: SimpleNamespace, terminal: Terminal) -> int:
    if len(options.sweep) == 1 and _HEXADECIMAL.issuperset(options.sweep[0]):
        return dispatch.show_product(options, terminal)
    declared = _declared(options, "show")
    if options.script:
        raise UsageError("--script prints that of one product", cure="heracles show NAME INDEX --script")
    if options.explain:
        return dispatch.explain(declared, options, terminal)
    return dispatch.show(declared, options, terminal)


def _check(options: SimpleNamespace, terminal: Terminal) -> int:
    return dispatch.check(_named(options, "check"), options, terminal)


def _status(options: SimpleNamespace, terminal: Terminal) -> int:
    return dispatch.status(options, terminal)


def _wait(options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.commands.wait import wait  # noqa: PLC0415

    dispatch.refuse_launcher_args(options)
    return wait(options.target, options.config, terminal)


def _list(options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.commands import list as command  # noqa: PLC0415

    print_sweeps = command.list_sweeps_json if options.json else command.list_sweeps
    return print_sweeps(options.config, terminal)


def _init(options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.commands import init as command  # noqa: PLC0415

    return command.print_sample(terminal) if options.stdout else command.init(options.target or os.curdir, terminal)


def _validate_config(options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.commands.validate_config import validate_config  # noqa: PLC0415

    named = (*options.files, options.config) if options.config else options.files
    return validate_config(named, terminal)


def _schema(options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.commands.schema import print_schema  # noqa: PLC0415

    dispatch.refuse_launcher_args(options)
    return print_schema(terminal)


_HEXADECIMAL = frozenset("0123456789abcdef")
"""What a word is made of that names a product: its index, or the beginning of its id."""

_NAME = Words("name", "NAME", "a sweep of heracles.toml")
_SWEEP = (_NAME, syntax.SWEEP)
_CHOOSING = (*syntax.SELECTION, syntax.PLACEMENT, syntax.CONFIG_DIR)
_WORKERS = Option(("--workers",), "workers", "how many calls at a time (default: a CPU each)", "N", is_number=True)
_EXPLAIN = Option(("--explain",), "explain", "say instead what the sweep is made of, and where each part stands")
_FAILED = Option(("--failed",), "failed", "those that failed", group=syntax.WHICH)
_WATCH = (
    Option(("--watch",), "watch", "look again and again, until all is final"),
    Option(
        ("--every",), "every", "with --watch: seconds between looks (default: 10, growing to 60)", "N", is_number=True
    ),
)
_STATE = Option(
    ("--state",),
    "state",
    "those in these states (default: failed,timeout,out_of_memory,node_fail,preempted; cancelled, unknown: if named)",
    "STATES",
    syntax.WHICH,
)
_AS_LAUNCHED = Option(("--as-launched",), "as_launched", "by the script as it was then", group=syntax.LAUNCH)
_SCRIPT = Option(("--script",), "script", "print instead a copy of the script that runs the product by hand")
_LAUNCHER = Option(("-l", "--launcher"), "launcher", "launch by this one instead of the sweep's", "NAME")

VERBS = {
    verb.name: verb
    for verb in (
        Syntax(
            "run",
            "heracles run NAME [SWEEP ...] [-l LAUNCHER] [--dry-run] [--again] [--only KEY=VALUE] [-- LAUNCHER ARGS]",
            "Launches what no launch of a sweep has yet. SWEEP words add axes or replace those of the same key.",
            "  heracles run ablation-a --dry-run\n  heracles run ablation-a env.num_envs=64 -- --partition=long",
            _SWEEP,
            (
                _LAUNCHER,
                *syntax.LAUNCHING,
                *syntax.RUNNING,
                syntax.WAIT,
                *_CHOOSING,
                syntax.json("product"),
                *syntax.COMMON,
            ),
            _run,
        ),
        Syntax(
            "resume",
            "heracles resume [TARGET] [--assume WHAT]",
            "Goes on with a launch where it stopped. TARGET is a sweep, a script, or the beginning of a launch's id.",
            "  heracles resume\n  heracles resume ablation-a --assume lost",
            (Words("target", "TARGET", "default: the newest launch"),),
            (syntax.ASSUME, syntax.OVERWRITE, syntax.json("product"), *syntax.COMMON),
            _resume,
        ),
        Syntax(
            "cancel",
            "heracles cancel [TARGET] [--only KEY=VALUE] [--yes]",
            "Ends what waits or runs of TARGET: a sweep, a script, or the beginning of a launch's id. Without --only,\n"
            "what is not launched yet of it will not be, until `heracles run` is called again.",
            "  heracles cancel ablation-a\n  heracles cancel ablation-a --only env.name=Reacher --yes",
            (Words("target", "TARGET", "default: the newest launch"),),
            (
                Option(("--only",), "only", "those with that value", "KEY=VALUE", is_repeatable=True),
                Option(("--yes",), "yes", "do not ask"),
                syntax.ASSUME,
                *syntax.COMMON,
            ),
            _cancel,
        ),
        Syntax(
            "status",
            "heracles status [TARGET] [--failed] [--only KEY=VALUE] [--watch] [--json]",
            "Says how far the launches of the project are, or the products of one.\n"
            "TARGET is a sweep, a script, or the beginning of a launch's id.",
            "  heracles status\n  heracles status ablation-a --failed",
            (Words("target", "TARGET", "default: a line for each launch"),),
            (_FAILED, syntax.ONLY, *_WATCH, syntax.json("product (without TARGET: a launch)"), *syntax.COMMON),
            _status,
        ),
        LOGS,
        RESULTS,
        Syntax(
            "wait",
            "heracles wait [TARGET]",
            "Waits until all products of a sweep, or of a launch, are final.\n"
            "Exits with 1 where any failed, or nobody can tell how it ended, else with 0.\n"
            "TARGET is a sweep, a script, or the beginning of a launch's id.",
            "  heracles wait ablation-a\n  heracles wait 20261122-143000 && ./evaluate.sh",
            (Words("target", "TARGET", "default: the newest launch"),),
            syntax.COMMON,
            _wait,
        ),
        Syntax(
            "retry",
            "heracles retry TARGET [--state STATES] [--only KEY=VALUE] [--dry-run] [-- LAUNCHER ARGS]",
            "Launches once more what failed, with the same overrides, seeds and launcher, by the script as it is now.\n"
            "Of a script's own job array, only the tasks that failed.",
            "  heracles retry ablation-a --state timeout -- --time=12:00:00\n  heracles retry ablation-a --dry-run",
            (Words("target", "TARGET", "a sweep, a script, or the beginning of a launch's id"),),
            (
                _STATE,
                syntax.ONLY,
                syntax.DRY_RUN,
                _AS_LAUNCHED,
                syntax.OVERWRITE,
                syntax.YES,
                syntax.PLACEMENT,
                syntax.json("product"),
                *syntax.COMMON,
            ),
            _retry,
        ),
        Syntax(
            "clean",
            "heracles clean [--older-than AGE] [--keep N] [--forget] [--dry-run] [--yes]",
            "Removes old launches from the ledger, and the output of their local runs. What is not over stays, and\n"
            "whatever keeps `heracles run` from launching a product twice.",
            "  heracles clean --dry-run\n  heracles clean --older-than 12w --keep 3 --yes",
            (),
            (
                Option(
                    ("--older-than",),
                    "older_than",
                    "hours, days or weeks: 12h, 30d (the default), 2w",
                    "AGE",
                    default="30d",
                ),
                Option(("--keep",), "keep", "the newest N of each sweep and script stay", "N", is_number=True),
                Option(("--forget",), "forget", "those too without which `run` launches products again"),
                Option(("--assume-ended",), "assume_ended", "what nobody can tell of is over"),
                Option(("--dry-run",), "dry_run", "say what would be removed, touch nothing"),
                Option(("--yes",), "yes", "do not ask"),
                *syntax.COMMON,
            ),
            _clean,
        ),
        Syntax(
            "write",
            "heracles write NAME [SWEEP ...]",
            "Writes one copy of the sweep's script per product; their paths go to stdout.",
            "  heracles write ablation-a\n  heracles write ablation-a --only env.name=Reacher",
            _SWEEP,
            (*_CHOOSING, *syntax.COMMON),
            _write,
        ),
        Syntax(
            "delete",
            "heracles delete NAME [SWEEP ...]",
            "Deletes the copies of the sweep's products; never the script.",
            "  heracles delete ablation-a\n  heracles delete ablation-a --only env.name=Reacher",
            _SWEEP,
            (*_CHOOSING, *syntax.COMMON),
            _delete,
        ),
        Syntax(
            "show",
            "heracles show NAME [SWEEP ...] [--explain] [--json]\n"
            "       heracles show TARGET INDEX [--script] [--json]",
            "Prints the products of a sweep, one a line, and where their overrides go; touches nothing.\n"
            "With an index, or the beginning of an id: that product, its jobs and logs, and how to run it by hand.",
            "  heracles show ablation-a env.num_envs=64 --json\n  heracles show ablation-a 17",
            _SWEEP,
            (_EXPLAIN, _SCRIPT, *_CHOOSING, syntax.json("product (with --explain: a part)"), *syntax.COMMON),
            _show,
        ),
        Syntax(
            "check",
            "heracles check NAME [SWEEP ...] [--workers N] [--json]",
            "Asks the application, here and now, by the sweep's `check` command, whether it accepts every value of\n"
            "the sweep: in as few products as hold them all. Says which values it refuses, in its own words.",
            "  heracles check ablation-a\n  heracles check ablation-a env.num_envs=64",
            _SWEEP,
            (_WORKERS, syntax.CONFIG_DIR, syntax.json("product"), *syntax.COMMON),
            _check,
        ),
        Syntax(
            "list",
            "heracles list [--json]",
            "Prints the sweeps that heracles.toml declares.",
            "  heracles list\n  heracles -C project list --json",
            (),
            (syntax.json("sweep"), *syntax.COMMON),
            _list,
        ),
        Syntax(
            "init",
            "heracles init [DIR] [--stdout]",
            "Writes a heracles.toml and an sbatch.sh that run here and now.",
            "  heracles init demo\n  heracles init --stdout",
            (Words("target", "DIR", "default: here"),),
            (Option(("--stdout",), "stdout", "print the sample heracles.toml, write nothing"), *syntax.COMMON),
            _init,
        ),
        Syntax(
            "validate-config",
            "heracles validate-config [FILE ...]",
            "Reads heracles.toml and says all that is wrong with it.",
            "  heracles validate-config\n  heracles validate-config */heracles.toml",
            (Words("files", "FILE", "default: the nearest heracles.toml", is_many=True),),
            syntax.COMMON,
            _validate_config,
        ),
        Syntax(
            "schema",
            "heracles schema",
            "Prints the JSON Schema of heracles.toml, with which editors complete and check it. The line\n"
            "`#:schema ./heracles.schema.json` at the top of heracles.toml names it to TOML language servers.",
            "  heracles schema\n  heracles schema > heracles.schema.json",
            (),
            syntax.COMMON,
            _schema,
        ),
    )
}
