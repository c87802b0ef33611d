"""``heracles VERB ...``: the verbs, their options, and the command behind each."""

from __future__ import annotations

import os

from heracles.cli import dispatch, syntax
from heracles.cli.ad_hoc import AD_HOC
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

    _refuse_names(options, verb)
    return Declared(options.name, tuple(options.sweep), None, None, options.config_dir, options.config)


def _refuse_names(options: SimpleNamespace, verb: str) -> None:
    """Raises a UsageError where no sweep is named, or more than one."""
    no_words = [word for word in options.sweep if "=" not in word]
    if options.name is None or no_words:
        from heracles.commands.unknown import no_name, second_name  # noqa: PLC0415

        if options.name is None:
            raise no_name(verb, options.launcher_args, options.config)
        if error := second_name(verb, (options.name, *no_words), options.config):
            raise error


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

    dispatch.refuse_launcher_args(options)
    print_sweeps = command.list_sweeps_json if options.json else command.list_sweeps
    return print_sweeps(options.config, terminal)


def _init(options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.commands import init as command  # noqa: PLC0415

    dispatch.refuse_launcher_args(options)
    if options.stdout and options.target:
        raise UsageError("--stdout writes no folder", cure=f"leave out --stdout, or {options.target}")
    return command.print_sample(terminal) if options.stdout else command.init(options.target or os.curdir, terminal)


def _validate_config(options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.commands.validate_config import validate_config  # noqa: PLC0415

    dispatch.refuse_launcher_args(options)
    named = (*options.files, options.config) if options.config else options.files
    return validate_config(tuple(dict.fromkeys(named)), terminal)


def _schema(options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.commands.schema import print_schema  # noqa: PLC0415

    dispatch.refuse_launcher_args(options)
    return print_schema(terminal)


def _completion(options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.cli.parser import tree  # noqa: PLC0415
    from heracles.commands.completion import print_script  # noqa: PLC0415

    dispatch.refuse_launcher_args(options)
    return print_script(options.shell, VERBS, lambda: tree(AD_HOC, VERBS.values()), terminal)


_HEXADECIMAL = frozenset("0123456789abcdef")
"""What a word is made of that names a product: its index, or the beginning of its id."""

_SHOWN = "shown"
_NAME = Words("name", "NAME", "a sweep of heracles.toml", completes="sweep")
_SWEEP = (_NAME, syntax.SWEEP)
_CHOOSING = (*syntax.SELECTION, syntax.PLACEMENT, syntax.CONFIG_DIR)
_RUNNING = (
    Option(
        ("-l", "--launcher"),
        "launcher",
        "by this one (default: the sweep's)",
        "NAME",
        syntax.LAUNCH,
        completes="launcher",
    ),
    syntax.DRY_RUN,
    syntax.SNAPSHOT,
    Option(("--wait",), "wait", "wait until all products are final", group=syntax.LAUNCH),
    Option(("--again",), "again", "also what was launched before", group=syntax.LAUNCH),
    Option(("--keep-going",), "keep_going", "though script or launcher changed since", group=syntax.LAUNCH),
    syntax.YES,
    syntax.ASSUME,
)
_WORKERS = Option(("--workers",), "workers", "how many calls at a time (default: a CPU each)", "N", is_number=True)
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
_STATE = Option(
    ("--state",),
    "state",
    "those in these states (default: failed, timeout, out_of_memory, node_fail, preempted; not cancelled, unknown)",
    "STATES",
    syntax.WHICH,
    completes="state",
)
_CLEANING = (
    Option(
        ("--older-than",), "older_than", "hours, days or weeks: 12h, 30d, 2w (default: 30d)", "AGE", syntax.WHICH, "30d"
    ),
    Option(("--keep",), "keep", "but for the newest N of each sweep (default: 0)", "N", syntax.WHICH, is_number=True),
    Option(("--forget",), "forget", "those too that keep `run` from launching twice", group=syntax.WHICH),
    Option(("--assume-ended",), "assume_ended", "what nobody can tell of is over", group=syntax.WHICH),
)

VERBS = {
    verb.name: verb
    for verb in (
        Syntax(
            "run",
            "usage: heracles run NAME [SWEEP ...] [options] [-- LAUNCHER ARGS]",
            "Launches what no launch of a sweep has yet; call it again after a crash.",
            (
                "heracles run ablation-a --dry-run",
                "heracles run ablation-a env.num_envs=64 -- --partition=long",
            ),
            _SWEEP,
            (*_RUNNING, *syntax.SELECTION, *syntax.WRITING, syntax.json("product"), *syntax.COMMON),
            _run,
        ),
        Syntax(
            "resume",
            "usage: heracles resume [TARGET] [options]",
            "Goes on with a launch where it stopped, from its record alone.",
            ("heracles resume", "heracles resume ablation-a --assume lost"),
            (syntax.TARGET_OR_NEWEST,),
            (syntax.ASSUME, syntax.OVERWRITE, syntax.json("product"), *syntax.COMMON),
            _resume,
        ),
        Syntax(
            "cancel",
            "usage: heracles cancel [TARGET] [options]",
            "Ends what waits or runs. Without --only, what is not launched yet will not be,\n"
            "until `heracles run` is called again.",
            ("heracles cancel ablation-a", "heracles cancel ablation-a --only env.name=Reacher --yes"),
            (syntax.TARGET_OR_NEWEST,),
            (syntax.ONLY, syntax.YES._replace(help="do not ask"), syntax.ASSUME, *syntax.COMMON),
            _cancel,
        ),
        Syntax(
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
        ),
        LOGS,
        RESULTS,
        Syntax(
            "wait",
            "usage: heracles wait [TARGET] [options]",
            "Waits until all products of a sweep, or of a launch, are final.\n"
            "Exits with 1 where any failed, or nobody can tell how it ended, else with 0.",
            ("heracles wait ablation-a", "heracles wait 20261122-143000 && ./evaluate.sh"),
            (syntax.TARGET_OR_NEWEST,),
            syntax.COMMON,
            _wait,
        ),
        Syntax(
            "retry",
            "usage: heracles retry TARGET [options] [-- LAUNCHER ARGS]",
            "Launches once more what failed: the same overrides, seeds and launcher, by the\n"
            "script as it is now; of a script's own job array, only the tasks that failed.",
            (
                "heracles retry ablation-a --state timeout -- --time=12:00:00",
                "heracles retry ablation-a --dry-run",
            ),
            (syntax.TARGET,),
            (
                _STATE,
                syntax.ONLY,
                syntax.DRY_RUN,
                Option(("--as-launched",), "as_launched", "by the script as it was then", group=syntax.LAUNCH),
                syntax.YES,
                syntax.OVERWRITE,
                syntax.PLACEMENT,
                syntax.json("product"),
                *syntax.COMMON,
            ),
            _retry,
        ),
        Syntax(
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
        ),
        Syntax(
            "write",
            "usage: heracles write NAME [SWEEP ...] [options]",
            "Writes one copy of the sweep's script per product; their paths go to stdout.",
            ("heracles write ablation-a", "heracles write ablation-a --only env.name=Reacher"),
            _SWEEP,
            (*_CHOOSING, *syntax.COMMON),
            _write,
        ),
        Syntax(
            "delete",
            "usage: heracles delete NAME [SWEEP ...] [options]",
            "Deletes the copies of the sweep's products; never the script.",
            ("heracles delete ablation-a", "heracles delete ablation-a --only env.name=Reacher"),
            _SWEEP,
            (*_CHOOSING, *syntax.COMMON),
            _delete,
        ),
        Syntax(
            "show",
            "usage: heracles show NAME [SWEEP ...] [options]\n       heracles show TARGET INDEX [--script | --json]",
            "Prints the products of a sweep, and where their overrides go; touches nothing.\n"
            "With an index, or the beginning of an id: that product, its jobs and its logs.",
            ("heracles show ablation-a env.num_envs=64 --json", "heracles show ablation-a 17"),
            (_NAME._replace(completes="target"), syntax.SWEEP),
            (
                *_CHOOSING,
                Option(("--explain",), "explain", "what the sweep is made of, and where each part stands", "", _SHOWN),
                Option(("--script",), "script", "with INDEX: a script that runs it by hand", "", _SHOWN),
                syntax.json("product (--explain: a part)")._replace(group=_SHOWN),
                *syntax.COMMON,
            ),
            _show,
        ),
        Syntax(
            "check",
            "usage: heracles check NAME [SWEEP ...] [options]",
            "Asks the application, here and now, by the sweep's `check` command, whether it\n"
            "accepts every value of the sweep: in as few products as hold them all.",
            ("heracles check ablation-a", "heracles check ablation-a env.num_envs=64"),
            _SWEEP,
            (_WORKERS, syntax.CONFIG_DIR._replace(group=""), syntax.json("product"), *syntax.COMMON),
            _check,
        ),
        Syntax(
            "list",
            "usage: heracles list [options]",
            "Prints the sweeps that heracles.toml declares.",
            ("heracles list", "heracles -C project list --json"),
            (),
            (syntax.json("sweep"), *syntax.COMMON),
            _list,
        ),
        Syntax(
            "init",
            "usage: heracles init [DIR] [options]",
            "Writes a heracles.toml and an sbatch.sh that run here and now.",
            ("heracles init demo", "heracles init --stdout"),
            (Words("target", "DIR", "made if need be (default: here)", completes="directory"),),
            (Option(("--stdout",), "stdout", "print the sample heracles.toml, write nothing"), *syntax.COMMON),
            _init,
        ),
        Syntax(
            "validate-config",
            "usage: heracles validate-config [FILE ...] [options]",
            "Reads heracles.toml and says all that is wrong with it.",
            ("heracles validate-config", "heracles validate-config */heracles.toml"),
            (Words("files", "FILE", "(default: the nearest heracles.toml)", is_many=True, completes="configuration"),),
            syntax.COMMON,
            _validate_config,
        ),
        Syntax(
            "schema",
            "usage: heracles schema [options]",
            "Prints the JSON Schema of heracles.toml, with which editors complete and check\n"
            "it. The line `#:schema ./heracles.schema.json` at its top names it to them.",
            ("heracles schema", "heracles schema > heracles.schema.json"),
            (),
            syntax.COMMON,
            _schema,
        ),
        Syntax(
            "completion",
            "usage: heracles completion SHELL [options]",
            "Prints a script by which a shell completes verbs, options, names and values.",
            (
                'eval "$(heracles completion bash)"',
                "heracles completion zsh > ~/.zfunc/_heracles",
            ),
            (Words("shell", "SHELL", "bash or zsh", completes="shell"),),
            syntax.COMMON,
            _completion,
        ),
    )
}
