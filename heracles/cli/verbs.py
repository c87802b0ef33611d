"""``heracles VERB ...``: the verbs, their options, and the command behind each."""

from __future__ import annotations

import os

from heracles.cli import dispatch, syntax
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


def _write(options: SimpleNamespace, terminal: Terminal) -> int:
    return dispatch.write(_declared(options, "write"), options, terminal)


def _delete(options: SimpleNamespace, terminal: Terminal) -> int:
    return dispatch.delete(_declared(options, "delete"), options, terminal)


def _show(options: SimpleNamespace, terminal: Terminal) -> int:
    declared = _declared(options, "show")
    if options.explain:
        return dispatch.explain(declared, options, terminal)
    return dispatch.show(declared, options, terminal)


def _check(options: SimpleNamespace, terminal: Terminal) -> int:
    return dispatch.check(_named(options, "check"), options, terminal)


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


_NAME = Words("name", "NAME", "a sweep of heracles.toml")
_SWEEP = (_NAME, syntax.SWEEP)
_CHOOSING = (*syntax.SELECTION, syntax.PLACEMENT, syntax.CONFIG_DIR)
_WORKERS = Option(("--workers",), "workers", "how many calls at a time (default: a CPU each)", "N", is_number=True)
_EXPLAIN = Option(("--explain",), "explain", "say instead what the sweep is made of, and where each part stands")
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
            (_LAUNCHER, *syntax.LAUNCHING, *syntax.RUNNING, *_CHOOSING, syntax.json("product"), *syntax.COMMON),
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
            "heracles show NAME [SWEEP ...] [--explain] [--json]",
            "Prints the products of a sweep, one a line, and where their overrides go; touches nothing.",
            "  heracles show ablation-a env.num_envs=64 --json\n  heracles show ablation-a --explain",
            _SWEEP,
            (_EXPLAIN, *_CHOOSING, syntax.json("product (with --explain: a part)"), *syntax.COMMON),
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
    )
}
