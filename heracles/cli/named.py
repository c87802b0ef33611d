"""The sweep of heracles.toml that a verb is given."""

from __future__ import annotations

import os

from heracles.cli import syntax
from heracles.cli.syntax import Words
from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from types import SimpleNamespace

    from heracles.commands.requests import Declared

NAME = Words("name", "NAME", "a sweep of heracles.toml", completes="sweep")
SWEEP = (NAME, syntax.SWEEP)
CHOOSING = (*syntax.SELECTION, syntax.PLACEMENT, syntax.CONFIG_DIR)


def declared(options: SimpleNamespace, verb: str) -> Declared:
    return named(options, verb)._replace(entropy=options.entropy, placement=options.placement)


def named(options: SimpleNamespace, verb: str) -> Declared:
    from heracles.commands.requests import Declared  # noqa: PLC0415

    _refuse_names(options, verb)
    return Declared(options.name, tuple(options.sweep), None, None, options.config_dir, options.config)


def _refuse_names(options: SimpleNamespace, verb: str) -> None:
    """Raises a UsageError where no sweep is named, or more than one, or a script."""
    no_words = [word for word in options.sweep if "=" not in word]
    if options.name is None or no_words or os.path.isfile(options.name):
        from heracles.commands.unknown import no_name, script_as_name, second_name  # noqa: PLC0415

        if options.name is None:
            raise no_name(verb, options.launcher_args, options.config)
        if error := script_as_name(verb, options.name, options.sweep, options.config):
            raise error
        if error := second_name(verb, (options.name, *no_words), options.config):
            raise error
