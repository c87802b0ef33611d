"""Verbs for heracles.toml itself: ``init``, ``validate-config``, ``schema``."""

from __future__ import annotations

import os

from heracles.cli import dispatch, syntax
from heracles.cli.syntax import Option, Syntax, Words
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from types import SimpleNamespace

    from heracles.terminal import Terminal


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


INIT = Syntax(
    "init",
    "usage: heracles init [DIR] [options]",
    "Writes a heracles.toml and an sbatch.sh that run here and now.",
    ("heracles init demo", "heracles init --stdout"),
    (Words("target", "DIR", "made if need be (default: here)", completes="directory"),),
    (Option(("--stdout",), "stdout", "print the sample heracles.toml, write nothing"), *syntax.COMMON),
    _init,
)

VALIDATE_CONFIG = Syntax(
    "validate-config",
    "usage: heracles validate-config [FILE ...] [options]",
    "Reads heracles.toml and says all that is wrong with it.",
    ("heracles validate-config", "heracles validate-config */heracles.toml"),
    (Words("files", "FILE", "(default: the nearest heracles.toml)", is_many=True, completes="configuration"),),
    syntax.COMMON,
    _validate_config,
)

SCHEMA = Syntax(
    "schema",
    "usage: heracles schema [options]",
    "Prints the JSON Schema of heracles.toml, with which editors complete and check\n"
    "it. The line `#:schema ./heracles.schema.json` at its top names it to them.",
    ("heracles schema", "heracles schema > heracles.schema.json"),
    (),
    syntax.COMMON,
    _schema,
)
