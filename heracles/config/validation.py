"""Checks a file against the models, and says in plain words what does not fit."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from heracles.config.models import File
from heracles.config.plugged import without_plugins
from heracles.config.problems import MISSING, Problem, problems
from heracles.config.wording import fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from heracles.config.document import Document
    from heracles.config.locator import KeyPath
    from heracles.errors import Faults

PLACEHOLDER = "missing"


class Sound(NamedTuple):
    """A file without what does not fit the models, and the names of the sweeps that lack something for it."""

    file: File
    broken: frozenset[str]


def sound_part(document: Document, faults: Faults) -> Sound:
    """The file without the parts that do not fit the models; what is wrong with them goes to ``faults``."""
    data = without_plugins(document.data)
    found = (*_misfits(data), *_missing_scripts(data))
    for problem in sorted(found, key=lambda problem: document.entry(*problem.path).offset):
        faults.add(*fault(problem, document))
    file = File.model_validate(_without(data, found))
    return Sound(file, frozenset(name for problem in found for name in _affected(problem.path, file)))


def _misfits(data: dict[str, Any]) -> tuple[Problem, ...]:
    try:
        File.model_validate(data)
    except ValidationError as error:
        return problems(error.errors(include_url=False))
    return ()


def _missing_scripts(data: dict[str, Any]) -> Iterator[Problem]:
    """A sweep needs a script, of its own or from the defaults, which no model can say."""
    if "script" in _table(data, "defaults"):
        return
    for name, sweep in _table(data, "sweeps").items():
        if isinstance(sweep, dict) and "script" not in sweep:
            yield Problem(("sweeps", name, "script"), MISSING, sweep)


def _table(data: dict[str, Any], key: str) -> dict[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _affected(path: KeyPath, file: File) -> Iterable[str]:
    if path[0] == "defaults":
        return file.sweeps
    return [str(path[1])] if path[0] == "sweeps" and path[1:] else []


def _without(data: dict[str, Any], found: Iterable[Problem]) -> dict[str, Any]:
    rest = deepcopy(data)
    for problem in found:
        _remove(rest, problem.path[: _depth(problem.path)])
    for launcher in rest.get("launchers", {}).values():
        if launcher["kind"] == "command":
            launcher.setdefault("command", PLACEHOLDER)
    return rest


def _depth(path: KeyPath) -> int:
    """How deep the part lies that must be left out: a launcher, a key of one or of a sweep, else a key of the file."""
    if path[0] == "launchers":
        return 2 if path[2:] == ("kind",) else 3
    if path[0] == "sweeps":
        return 2 + _depth_in_sweep(path[2:])
    return 1 + _depth_in_sweep(path[1:]) if path[0] == "defaults" else 1


def _depth_in_sweep(path: KeyPath) -> int:
    """A zip by itself, and a key of a variant, can be left out as well."""
    if path[:1] == ("variants",) and len(path) > len(("variants", 0)):
        return len(("variants", 0, "axes"))
    return len(("zip", "name")) if path[:1] == ("zip",) else 1


def _remove(data: Any, path: KeyPath) -> None:
    *parents, last = path
    try:
        for parent in parents:
            data = data[parent]
    except KeyError:
        return
    data.pop(last, None)
