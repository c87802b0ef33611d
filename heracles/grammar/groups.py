"""The options of config groups, as files of the application's conf folder, and what ``glob()`` selects of them."""

from __future__ import annotations

import os

from heracles.errors import UsageError
from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.grammar.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from heracles.errors import Place
    from heracles.grammar.elements import Glob

    class Groups(Protocol):
        """What knows the options of config groups; ``str()`` of it says where it looks."""

        def options(self, group: str) -> Sequence[str] | None:
            """The names of the group's options, sorted; None if there is no such group; raises OSError or Refused."""


class ConfigDirectory(NamedTuple):
    """The application's conf folder on this host."""

    path: str

    def __str__(self) -> str:
        return self.path

    def options(self, group: str) -> Sequence[str] | None:
        """What Hydra lists: a file ``x.yaml`` is the option ``x``; ``x.yml`` is refused as by Hydra 1.4."""
        folder = os.path.join(self.path, group)
        if not os.path.isdir(folder):
            return None
        names = os.listdir(folder)
        for name in names:
            if name.endswith(".yml"):
                what = f"{os.path.join(folder, name)}: Hydra reads no .yml"
                raise Refused(what, "rename it to .yaml")
        return sorted({_option(name) for name in names if _is_config(os.path.join(folder, name))})


def selected(glob: Glob, group: str, groups: Groups | None, source: Place) -> tuple[list[str], str]:
    """The options that match, and a note on those that cannot be seen; raises UsageError if the group is unknown."""
    from fnmatch import fnmatch  # noqa: PLC0415 few sweeps use glob()

    options = _known_options(group, groups, source)
    chosen = [option for option in options if any(fnmatch(option, pattern) for pattern in glob.include)]
    chosen = [option for option in chosen if not any(fnmatch(option, pattern) for pattern in glob.exclude)]
    return chosen, f"glob() selects among the files of {groups}; options that exist only in a ConfigStore it cannot see"


def _known_options(group: str, groups: Groups | None, source: Place) -> Sequence[str]:
    if groups is None:
        what = f"glob() needs the options of the config group {group!r}, which Hydra finds inside"
        cure = "name the application's conf folder: --config-dir DIR, or config_dir in heracles.toml or from Python"
        raise UsageError(what, source, cure)
    try:
        options = groups.options(group)
    except OSError as error:
        what = f"the options of {group!r} cannot be read: {error}"
        raise UsageError(what, source, "--config-dir, or config_dir, names the application's conf folder") from None
    except Refused as refusal:
        raise UsageError(refusal.what, source, refusal.cure) from None
    if options is None:
        what = f"there is no config group {group!r} in {groups}"
        cure = "--config-dir, or config_dir, names the application's conf folder; or name the values: key=a,b"
        raise UsageError(what, source, cure)
    return options


def _is_config(path: str) -> bool:
    return os.path.isfile(path if path.endswith(".yaml") else path + ".yaml")


def _option(name: str) -> str:
    stem, dot, _ = name.rpartition(".")
    return stem if dot else name
