"""``heracles SCRIPT ...``: a sweep on the command line."""

from __future__ import annotations

import os

from heracles.cli import dispatch, syntax
from heracles.cli.syntax import Option, Syntax, Words
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import SimpleNamespace

    from heracles.commands.requests import Source
    from heracles.terminal import Terminal

USAGE = """heracles SCRIPT [-w | -r CMD | -l LAUNCHER | -d | -p] [SWEEP ...]
       heracles VERB --help   for init list show check run resume status wait logs
       results cancel retry write delete clean validate-config schema"""

DESCRIPTION = """Sweeps a Hydra application inside a container from the outside, where sbatch is.

SCRIPT is your batch script; it is never changed. SWEEP is what Hydra's --multirun takes:
env.num_envs=8,16,32 env.name=HalfCheetah,Reacher. One copy of the script a product."""

EXAMPLES = """  heracles sbatch.sh -r=sbatch env.num_envs=8,16,32 env.name=HalfCheetah,Reacher
  heracles sbatch.sh -w lr=0.1,0.01 seed=__randseed:5__"""


def run(options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.commands.requests import AdHoc  # noqa: PLC0415

    if options.script is None:
        raise UsageError("no script and no verb is given", cure="heracles --help shows both ways")
    source = AdHoc(options.script, tuple(options.sweep), options.entropy, options.placement, options.config_dir)
    return _action(options)(source, options, terminal)


def _action(options: SimpleNamespace) -> Callable[[Source, SimpleNamespace, Terminal], int]:
    if options.delete:
        return dispatch.delete
    if not os.path.lexists(options.script):
        raise _unknown_word(options)
    if options.command is not None or options.launcher is not None:
        return dispatch.launch
    return dispatch.write if options.write else dispatch.show


def _unknown_word(options: SimpleNamespace) -> UsageError:
    from heracles.cli.verbs import VERBS  # noqa: PLC0415
    from heracles.commands.unknown import unknown_word  # noqa: PLC0415

    return unknown_word(options.script, VERBS, options.config)


_WHAT = "what to do with the copies"


def _action_option(names: str, dest: str, help_text: str, metavar: str = "") -> Option:
    return Option(tuple(names.split()), dest, help_text, metavar, _WHAT, exclusive="action")


AD_HOC = Syntax(
    name="",
    usage=USAGE,
    description=DESCRIPTION,
    examples=EXAMPLES,
    words=(Words("script", "SCRIPT", "the batch script"), syntax.SWEEP),
    options=(
        _action_option("-w --write -n --noop", "write", "write them; their paths go to stdout"),
        _action_option("-r --run -m --multirun", "command", "write, call CMD FILE for each, delete", "CMD"),
        _action_option("-l --launcher", "launcher", "launch by slurm, local or one of heracles.toml", "NAME"),
        _action_option("-d --delete -c --clear", "delete", "delete them; without SWEEP, every copy of SCRIPT"),
        _action_option("-p --print", "print", "only print the products (so it is without an option)"),
        *syntax.SELECTION,
        *syntax.LAUNCHING,
        syntax.PLACEMENT,
        syntax.CONFIG_DIR,
        syntax.json("product"),
        *syntax.COMMON,
    ),
    run=run,
)
