"""``heracles SCRIPT ...``: a sweep on the command line."""

from __future__ import annotations

import os

from heracles.cli import dispatch, options as shared
from heracles.cli.parser import Parser
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from typing import Callable

    from heracles.commands.requests import Source
    from heracles.terminal import Terminal

USAGE = """heracles SCRIPT [-w | -r CMD | -l LAUNCHER | -d | -p] [SWEEP ...]
       heracles VERB ...   (run write delete show list init validate-config; heracles VERB --help)"""

DESCRIPTION = """Sweeps a Hydra application inside a container from the outside, where sbatch is.

SCRIPT is your batch script; it is never changed. SWEEP is what Hydra's --multirun takes:
env.num_envs=8,16,32 env.name=HalfCheetah,Reacher. One copy of the script a product."""

EXAMPLES = """  heracles sbatch.sh -r=sbatch env.num_envs=8,16,32 env.name=HalfCheetah,Reacher
  heracles sbatch.sh -w lr=0.1,0.01 seed=__randseed:5__"""


def parser() -> Parser:
    made = Parser("heracles", USAGE, DESCRIPTION, EXAMPLES)
    made.add_argument("script", metavar="SCRIPT", nargs="?", help="the batch script")
    shared.add_sweep(made)
    what = made.add_argument_group("what to do with the copies").add_mutually_exclusive_group()
    what.add_argument("-w", "--write", "-n", "--noop", action="store_true", help="write them; paths go to stdout")
    what.add_argument(
        "-r", "--run", "-m", "--multirun", dest="command", metavar="CMD", help="write, call CMD FILE for each, delete"
    )
    what.add_argument("-l", "--launcher", metavar="NAME", help="launch by slurm, local or one of heracles.toml")
    what.add_argument("-d", "--delete", "-c", "--clear", action="store_true", help="delete them; without SWEEP all")
    what.add_argument("-p", "--print", action="store_true", help="print the products only (also without an option)")
    shared.add_selection(made)
    shared.add_placement(made)
    shared.add_json(made, "product")
    shared.add_launching(made)
    shared.add_common(made)
    return made


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    from heracles.commands.requests import AdHoc  # noqa: PLC0415

    if options.script is None:
        raise UsageError("no script and no verb is given", cure="heracles --help shows both ways")
    source = AdHoc(options.script, tuple(options.sweep), options.entropy, options.placement)
    return _action(options)(source, options, terminal)


def _action(options: argparse.Namespace) -> Callable[[Source, argparse.Namespace, Terminal], int]:
    if options.delete:
        return dispatch.delete
    if not os.path.lexists(options.script):
        raise _unknown_word(options)
    if options.command is not None or options.launcher is not None:
        return dispatch.launch
    return dispatch.write if options.write else dispatch.show


def _unknown_word(options: argparse.Namespace) -> UsageError:
    from heracles.cli.verbs import VERBS  # noqa: PLC0415
    from heracles.commands.unknown import unknown_word  # noqa: PLC0415

    return unknown_word(options.script, VERBS, options.config)
