"""The launchers that a file declares, and the names by which it refers to them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from heracles.config import suggestion
from heracles.config.commands import command_words
from heracles.config.launcher_models import CommandLauncher, LocalLauncher
from heracles.config.plugged import options_of_plugin
from heracles.config.project import NamedLauncher
from heracles.errors import UsageError
from heracles.launchers import plugins
from heracles.launchers.base import BUILT_IN, CommandSettings, LocalSettings, PluginSettings, SlurmSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.config.document import Document, Entry
    from heracles.config.launcher_models import Launcher
    from heracles.config.locator import KeyPath
    from heracles.config.models import File
    from heracles.errors import Faults
    from heracles.launchers.base import Settings

HOW_TO_WRITE_A_COMMAND = (
    'write words: command = "qsub -V"; what needs a shell goes into a script, whose "$1" is the file'
)


def launchers(file: File, document: Document, faults: Faults) -> tuple[NamedLauncher, ...]:
    """The built-in launchers and those of the file, which come instead of a built-in one of the same name."""
    settings = dict(BUILT_IN)
    for name, table in file.launchers.items():
        entry = document.entry("launchers", name)
        with faults.collected():
            options = options_of_plugin(document.data, name)
            settings[name] = _settings(table, entry) if options is None else _of_plugin(options, entry)
    return tuple(NamedLauncher(*each) for each in settings.items())


def refuse_unknown(file: File, document: Document, faults: Faults) -> None:
    """Adds a fault for each launcher that is referred to and that nobody declares."""
    known = list({**BUILT_IN, **_declared(document)})
    for path, name in _references(file):
        if name not in known and name not in plugins.names():
            faults.add(f"there is no launcher {name}", document.entry(*path).value, suggestion.of_name(name, known))


def _settings(table: Launcher, entry: Entry) -> Settings:
    if isinstance(table, LocalLauncher):
        return LocalSettings(table.workers)
    if isinstance(table, CommandLauncher):
        words = command_words(table.command, entry.inside("command"), HOW_TO_WRITE_A_COMMAND)
        return CommandSettings(words, table.keep)
    return SlurmSettings(
        args=tuple(table.args),
        array=table.array,
        hold=table.hold,
        max_running=table.max_running,
        max_queued=table.max_queued,
    )


def _of_plugin(options: dict[str, Any], entry: Entry) -> PluginSettings:
    name = options.pop("kind")
    try:
        return PluginSettings(name, json.dumps(options, sort_keys=True))
    except TypeError:
        what = f"the options of the launcher {name} may be texts, numbers, true, false, lists and tables of these"
        raise UsageError(what, entry.value, "write dates and times as texts") from None


def _declared(document: Document) -> dict[str, object]:
    """What the file declares as launchers, those with faults too."""
    tables = document.data.get("launchers", {})
    return tables if isinstance(tables, dict) else {}


def _references(file: File) -> Iterator[tuple[KeyPath, str]]:
    if file.default_launcher is not None:
        yield ("default_launcher",), file.default_launcher
    if file.defaults.launcher is not None:
        yield ("defaults", "launcher"), file.defaults.launcher
    for name, sweep in file.sweeps.items():
        if sweep.launcher is not None:
            yield ("sweeps", name, "launcher"), sweep.launcher
