"""What a heracles.toml declares."""

from __future__ import annotations

from heracles.config import suggestion
from heracles.config.find import shown
from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.grammar.values import Zip
from heracles.launchers import plugins
from heracles.launchers.base import PluginSettings
from heracles.sweep.values import keys_of

if TYPE_CHECKING:
    from heracles.errors import Place
    from heracles.grammar.values import Argument
    from heracles.launchers.base import Settings
    from heracles.sweep.values import Sweep


class NamedLauncher(NamedTuple):
    """A launcher that is declared or built in."""

    name: str
    settings: Settings


class Part(NamedTuple):
    """A part of a sweep: what it is (script, axis, ...), its text, and where it was declared; each is one line.

    ``keys`` are those that it sets in products, without ``+``; ``zip`` is the name of a zip.
    """

    what: str
    text: str
    source: str
    keys: tuple[str, ...] = ()
    zip: str = ""

    @classmethod
    def of(cls, argument: Argument, what: str, text: str) -> Part:
        keys = tuple(key.lstrip("+") for key in keys_of(argument))
        return cls(what, text, argument.source.label, keys, argument.key if isinstance(argument, Zip) else "")


class ConfirmAbove(NamedTuple):
    """A launch of more tasks or of more GPU hours is confirmed; None: of however many, it is not."""

    tasks: int | None = None
    gpu_hours: float | None = None


class Project(NamedTuple):
    """A heracles.toml: the absolute paths of the file and of its folder, and what it declares, in its order.

    ``launchers`` holds the built-in ones too, but for those that the file declares anew.
    """

    path: str
    directory: str
    sweeps: tuple[Sweep, ...]
    launchers: tuple[NamedLauncher, ...]
    default_launcher: str | None = None
    confirm_above: ConfirmAbove = ConfirmAbove()

    def sweep(self, name: str) -> Sweep:
        """The sweep of that name; raises a UsageError that names those that there are."""
        sweeps = {sweep.name: sweep for sweep in self.sweeps}
        if name not in sweeps:
            what = f"there is no sweep {name} in {shown(self.path)}"
            raise UsageError(what, cure=suggestion.of_name(name, list(sweeps)))
        return sweeps[name]

    def place(self, sweep: str, key: str) -> Place:
        """Where a sweep says what holds for it, itself or in the defaults; where neither does, its own place."""
        from heracles.config.document import read  # noqa: PLC0415  # has been loaded for the project

        document, own = read(self.path), ("sweeps", sweep)
        says = (document.entry(*table, key) for table in (own, ("defaults",)))
        return next((entry.value for entry in says if entry.path[-1:] == (key,)), document.entry(*own).key)

    def launcher(self, name: str) -> Settings:
        """The settings of the launcher of that name; raises a UsageError that names those that there are."""
        launchers = dict(self.launchers)
        if name not in launchers and name in plugins.names():
            return PluginSettings(name)
        if name not in launchers:
            raise UsageError(f"there is no launcher {name}", cure=suggestion.of_name(name, list(launchers)))
        return launchers[name]
