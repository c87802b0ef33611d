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

USAGE = """\
usage: heracles SCRIPT [-w | -r CMD | -l LAUNCHER | -d | -p] [SWEEP ...]
       heracles VERB ...    what heracles.toml declares; heracles VERB --help"""

VERB_NAMES = """\
init list show check run resume status wait logs results cancel retry
          write delete clean validate-config schema completion"""

DESCRIPTION = f"""\
Makes a copy of your SCRIPT for each product of SWEEP (key=1,2, Hydra's words).
verbs     {VERB_NAMES}"""


def run(options: SimpleNamespace, terminal: Terminal) -> int:
    from heracles.commands.requests import AdHoc  # noqa: PLC0415

    if options.script is None:
        raise UsageError("no script and no verb is given", cure="heracles --help shows both ways")
    _refuse_what_is_for_launches(options)
    source = AdHoc(options.script, tuple(options.sweep), options.entropy, options.placement, options.config_dir)
    return _action(options)(source, options, terminal)


def _refuse_what_is_for_launches(options: SimpleNamespace) -> None:
    """Raises a UsageError where copies are to be written or deleted without a launch, of which it is said how."""
    action = "--write" if options.write else "--delete" if options.delete else None
    given = [option for option in (syntax.DRY_RUN, syntax.SNAPSHOT) if getattr(options, option.dest)]
    if action and given:
        raise UsageError(f"{action} and {given[0].names[0]} do not go together", cure="leave out one of them")


def _action(options: SimpleNamespace) -> Callable[[Source, SimpleNamespace, Terminal], int]:
    if options.delete:
        return dispatch.delete
    if not os.path.lexists(options.script):
        raise _unknown_word(options)
    if os.path.isdir(options.script):
        raise UsageError(f"{options.script} is a directory", cure="name the script in it")
    if options.command is not None or options.launcher is not None:
        return dispatch.launch
    return dispatch.write if options.write else dispatch.show


def _unknown_word(options: SimpleNamespace) -> UsageError:
    from heracles.commands.unknown import unknown_word  # noqa: PLC0415

    return unknown_word(options.script, VERB_NAMES.split(), options.config)


def _action_option(names: str, dest: str, help_text: str, metavar: str = "", completes: str = "") -> Option:
    return Option(
        tuple(names.split()), dest, help_text, metavar, syntax.COPIES, exclusive="action", completes=completes
    )


AD_HOC = Syntax(
    name="",
    usage=USAGE,
    description=DESCRIPTION,
    examples=(
        "heracles sbatch.sh -r=sbatch env.num_envs=8,16 env.name=Ant,Reacher",
        "heracles sbatch.sh -w lr=0.1,0.01 seed=__randseed:5__",
    ),
    words=(
        Words("script", "SCRIPT", "", completes="script"),
        Words("sweep", "SWEEP", "", is_many=True, completes="word"),
    ),
    options=(
        _action_option("-w --write -n --noop", "write", "write one a product; print their paths"),
        _action_option("-r --run -m --multirun", "command", "write, call CMD FILE for each, delete", "CMD", "command"),
        _action_option("-l --launcher", "launcher", "slurm, local, or one of heracles.toml", "NAME", "launcher"),
        _action_option("-d --delete -c --clear", "delete", "delete them; without SWEEP, all of them"),
        _action_option("-p --print", "print", "only print the products (the default)"),
        *syntax.WRITING,
        syntax.DRY_RUN,
        syntax.SNAPSHOT,
        *syntax.SELECTION,
        syntax.json("product"),
        *syntax.COMMON,
    ),
    run=run,
)
