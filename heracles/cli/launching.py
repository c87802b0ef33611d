"""Verbs that launch: ``run``, ``resume``, ``retry``, and ``check``, which tries before it."""

from __future__ import annotations

from heracles.cli import dispatch, syntax
from heracles.cli.named import SWEEP, declared, named
from heracles.cli.syntax import Option, Syntax
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from types import SimpleNamespace

    from heracles.terminal import Terminal

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
_STATE = Option(
    ("--state",),
    "state",
    "those in these states (default: failed, timeout, out_of_memory, node_fail, preempted; not cancelled, unknown)",
    "STATES",
    syntax.WHICH,
    completes="state",
)


def _run(options: SimpleNamespace, terminal: Terminal) -> int:
    options.command = None
    return dispatch.run(declared(options, "run"), options, terminal)


def _resume(options: SimpleNamespace, terminal: Terminal) -> int:
    return dispatch.resume(options.target, options, terminal)


def _retry(options: SimpleNamespace, terminal: Terminal) -> int:
    return dispatch.retry(options.target, options, terminal)


def _check(options: SimpleNamespace, terminal: Terminal) -> int:
    return dispatch.check(named(options, "check"), options, terminal)


RUN = Syntax(
    "run",
    "usage: heracles run NAME [SWEEP ...] [options] [-- LAUNCHER ARGS]",
    "Launches what no launch of a sweep has yet; call it again after a crash.",
    (
        "heracles run ablation-a --dry-run",
        "heracles run ablation-a env.num_envs=64 -- --partition=long",
    ),
    SWEEP,
    (*_RUNNING, *syntax.SELECTION, *syntax.WRITING, syntax.json("product"), *syntax.COMMON),
    _run,
)

RESUME = Syntax(
    "resume",
    "usage: heracles resume [TARGET] [options]",
    "Goes on with a launch where it stopped, from its record alone.",
    ("heracles resume", "heracles resume ablation-a --assume lost"),
    (syntax.TARGET_OR_NEWEST,),
    (syntax.ASSUME, syntax.OVERWRITE, syntax.json("product"), *syntax.COMMON),
    _resume,
)

RETRY = Syntax(
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
)

CHECK = Syntax(
    "check",
    "usage: heracles check NAME [SWEEP ...] [options]",
    "Asks the application, here and now, by the sweep's `check` command, whether it\n"
    "accepts every value of the sweep: in as few products as hold them all.",
    ("heracles check ablation-a", "heracles check ablation-a env.num_envs=64"),
    SWEEP,
    (_WORKERS, syntax.CONFIG_DIR._replace(group=""), syntax.json("product"), *syntax.COMMON),
    _check,
)
