"""``heracles VERB ...``: the verbs, their options, and the command behind each."""

from __future__ import annotations

import os

from heracles.cli import dispatch, options as shared
from heracles.cli.parser import Parser
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import argparse
    from typing import Callable

    from heracles.commands.requests import Declared
    from heracles.terminal import Terminal


class Verb(NamedTuple):
    """One verb: how it is called, what it does, its options, what runs it."""

    name: str
    usage: str
    description: str
    examples: str
    add_options: Callable[[Parser], None]
    run: Callable[[argparse.Namespace, Terminal], int]


def parser(verb: Verb) -> Parser:
    prog = f"heracles {verb.name}"
    made = Parser(prog, f"{prog} {verb.usage}", verb.description, verb.examples)
    verb.add_options(made)
    shared.add_common(made)
    return made


def _add_name(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", nargs="?", help="a sweep of heracles.toml")
    shared.add_sweep(parser)
    shared.add_selection(parser)
    shared.add_placement(parser)


def _add_run(parser: Parser) -> None:
    _add_name(parser)
    shared.add_json(parser, "submission")
    parser.add_argument("-l", "--launcher", metavar="NAME", help="launch by this one instead of the sweep's")
    shared.add_launching(parser)
    parser.set_defaults(command=None)


def _add_show(parser: Parser) -> None:
    _add_name(parser)
    shared.add_json(parser, "product")


def _add_list(parser: Parser) -> None:
    shared.add_json(parser, "sweep")


def _add_init(parser: Parser) -> None:
    parser.add_argument("init_directory", metavar="DIR", nargs="?", default=os.curdir, help="default: here")
    parser.add_argument("--stdout", action="store_true", help="print the sample heracles.toml, write nothing")


def _add_validate_config(parser: Parser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="*", help="default: the nearest heracles.toml")


def _declared(options: argparse.Namespace, verb: str) -> Declared:
    from heracles.commands.requests import Declared  # noqa: PLC0415

    if options.name is None:
        raise UsageError(
            f"heracles {verb} needs the name of a sweep", cure="heracles list prints those of heracles.toml"
        )
    return Declared(options.name, tuple(options.sweep), options.entropy, options.placement, options.config)


def _run(options: argparse.Namespace, terminal: Terminal) -> int:
    return dispatch.launch(_declared(options, "run"), options, terminal)


def _write(options: argparse.Namespace, terminal: Terminal) -> int:
    return dispatch.write(_declared(options, "write"), options, terminal)


def _delete(options: argparse.Namespace, terminal: Terminal) -> int:
    return dispatch.delete(_declared(options, "delete"), options, terminal)


def _show(options: argparse.Namespace, terminal: Terminal) -> int:
    return dispatch.show(_declared(options, "show"), options, terminal)


def _list(options: argparse.Namespace, terminal: Terminal) -> int:
    from heracles.commands import list as command  # noqa: PLC0415

    print_sweeps = command.list_sweeps_json if options.json else command.list_sweeps
    return print_sweeps(options.config, terminal)


def _init(options: argparse.Namespace, terminal: Terminal) -> int:
    from heracles.commands import init as command  # noqa: PLC0415

    return command.print_sample(terminal) if options.stdout else command.init(options.init_directory, terminal)


def _validate_config(options: argparse.Namespace, terminal: Terminal) -> int:
    from heracles.commands.validate_config import validate_config  # noqa: PLC0415

    named = (*options.files, options.config) if options.config else options.files
    return validate_config(named, terminal)


VERBS = {
    verb.name: verb
    for verb in (
        Verb(
            "run",
            "NAME [SWEEP ...] [-l LAUNCHER] [--dry-run] [--only KEY=VALUE] [-- LAUNCHER ARGS]",
            "Launches a sweep that heracles.toml declares. SWEEP words add axes or replace those of the same key.",
            "  heracles run ablation-a --dry-run\n  heracles run ablation-a env.num_envs=64 -- --partition=long",
            _add_run,
            _run,
        ),
        Verb(
            "write",
            "NAME [SWEEP ...]",
            "Writes one copy of the sweep's script per product; their paths go to stdout.",
            "  heracles write ablation-a\n  heracles write ablation-a --only env.name=Reacher",
            _add_name,
            _write,
        ),
        Verb(
            "delete",
            "NAME [SWEEP ...]",
            "Deletes the copies of the sweep's products; never the script.",
            "  heracles delete ablation-a\n  heracles delete ablation-a --only env.name=Reacher",
            _add_name,
            _delete,
        ),
        Verb(
            "show",
            "NAME [SWEEP ...] [--json]",
            "Prints the products of a sweep, one a line, and where their overrides go; touches nothing.",
            "  heracles show ablation-a\n  heracles show ablation-a --json",
            _add_show,
            _show,
        ),
        Verb(
            "list",
            "[--json]",
            "Prints the sweeps that heracles.toml declares.",
            "  heracles list\n  heracles -C project list --json",
            _add_list,
            _list,
        ),
        Verb(
            "init",
            "[DIR] [--stdout]",
            "Writes a heracles.toml and an sbatch.sh that run here and now.",
            "  heracles init demo\n  heracles init --stdout",
            _add_init,
            _init,
        ),
        Verb(
            "validate-config",
            "[FILE ...]",
            "Reads heracles.toml and says all that is wrong with it.",
            "  heracles validate-config\n  heracles validate-config */heracles.toml",
            _add_validate_config,
            _validate_config,
        ),
    )
}
