"""Checks a file against the models, and says in plain words what does not fit."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from heracles.config.models import File
from heracles.config.problems import problems
from heracles.config.wording import fault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heracles.config.document import Document
    from heracles.config.locator import KeyPath
    from heracles.config.problems import Problem
    from heracles.errors import Faults

PLACEHOLDER = "missing"


def sound_part(document: Document, faults: Faults) -> File:
    """The file without the parts that do not fit the models; what is wrong with them goes to ``faults``."""
    try:
        return File.model_validate(document.data)
    except ValidationError as error:
        found = problems(error.errors(include_url=False))
    for problem in sorted(found, key=lambda problem: document.entry(*problem.path).offset):
        faults.add(*fault(problem, document))
    return File.model_validate(_without(document.data, found))


def _without(data: dict[str, Any], found: Iterable[Problem]) -> dict[str, Any]:
    rest = deepcopy(data)
    for problem in found:
        _remove(rest, problem.path[: _depth(problem.path)])
    for sweep in rest.get("sweeps", {}).values():
        sweep.setdefault("script", PLACEHOLDER)
    for launcher in rest.get("launchers", {}).values():
        if launcher["kind"] == "command":
            launcher.setdefault("command", PLACEHOLDER)
    return rest


def _depth(path: KeyPath) -> int:
    """How deep the part lies that must be left out: a launcher, a key of one or of a sweep, else a key of the file."""
    if path[0] == "launchers" and path[2:] == ("kind",):
        return 2
    return 3 if path[0] in ("launchers", "sweeps") else 1


def _remove(table: dict[str, Any], path: KeyPath) -> None:
    *parents, last = path
    for parent in parents:
        table = table.get(str(parent), {})
    table.pop(str(last), None)
