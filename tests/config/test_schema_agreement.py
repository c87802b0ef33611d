"""The schema and the loader, side by side, on a file with every key, each of whose values is wrong in many ways."""

from __future__ import annotations

import json
import re
from collections import Counter
from copy import deepcopy
from itertools import islice, product
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from heracles import config
from heracles.config.toml import loads
from heracles.errors import UsageError
from tests.config.telling import write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from heracles.config.locator import KeyPath

pytestmark = pytest.mark.once

EVERY_KEY: dict[str, Any] = {
    "minimum_heracles_version": "0.1.0",
    "default_launcher": "cluster",
    "confirm_above": {"tasks": 10, "gpu_hours": 1.5},
    "defaults": {"script": "s.sh", "seeds": 2},
    "launchers": {
        "cluster": {"kind": "slurm", "args": ["-p"], "array": True, "hold": False, "max_running": 5, "max_queued": 6},
        "here": {"kind": "local", "workers": 2},
        "pbs": {"kind": "command", "command": "qsub -V", "keep": True},
    },
    "sweeps": {
        "a": {
            "description": "all",
            "script": "s.sh",
            "launcher": "here",
            "overrides": ["+x=1,2"],
            "axes": {"lr": [0.1, 1], "env": {"name": ["a", "b"]}, "one": 1},
            "zip": {"z": {"m": ["a", "b"], "n": {"o": [1, 2]}}},
            "exclude": [{"lr": 0.1, "env.name": ["a"]}],
            "seeds": {"key": "s", "count": 2},
            "entropy": 3,
            "placement": "args",
            "config_dir": "conf",
            "check": "app --cfg job",
            "results": {"path": "r/${heracles:id}/a.json", "keys": ["a"]},
        },
        "b": {
            "variants": [{"overrides": ["o=1"], "axes": {"k": [1, 2]}}, {"zip": {"y": {"e": [1, 2], "f": [3, 4]}}}],
            "seeds": [1, 2],
        },
        "c": {"seeds": {"array": "1-9"}, "launcher": "cluster"},
    },
}
OTHERS: list[Any] = ["", "x", 0, 2, -1, 0.5, True, [], [1], ["x"], [[]], {}, {"x": 1}, {"x": []}, [{"x": [1, 2]}]]
STEP = 7
"""Of all files, so many times as few are looked at here, other ones of each value."""
KEYS = ["script", "seeds", "kind", "array", "x", ""]

BEYOND_A_SCHEMA = re.compile(
    r"^(there is no (launcher |key$|= in )|an argument is empty$|a zip (pairs|of a single key)|no product has "
    r"|the sweep has no (key|products)|.* (is given twice: |is not a key that Hydra reads$|is a random seed, ))"
)
"""What only reading the words and counting the products shows."""


def paths(value: Any, above: KeyPath = ()) -> Iterator[KeyPath]:
    """Where each value stands, but for the whole."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield (*above, key)
        yield from paths(inner, (*above, key))


def around(path: KeyPath) -> tuple[dict[str, Any], Any]:
    """A copy of the file, and the table or list in it that has something at this path."""
    file = deepcopy(EVERY_KEY)
    inside: Any = file
    for key in path[:-1]:
        inside = inside[key]
    return file, inside


def files() -> Iterator[dict[str, Any]]:
    """The file with another value, a further key or a value too few, everywhere."""
    yield EVERY_KEY
    for path, other in product(paths(EVERY_KEY), OTHERS):
        file, inside = around(path)
        inside[path[-1]] = other
        yield file
    for path in paths(EVERY_KEY):
        file, inside = around(path)
        del inside[path[-1]]
        yield file
        for key in KEYS if isinstance(inside, dict) else ():
            file, inside = around(path)
            inside.setdefault(key, 1)
            yield file


def toml(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{json.dumps(key)} = {toml(inner)}' for key, inner in value.items())}}}"
    return f"[{', '.join(map(toml, value))}]" if isinstance(value, list) else json.dumps(value)


def faults(folder: Path, text: str) -> list[str]:
    write(folder, text)
    try:
        config.load("heracles.toml")
    except UsageError as error:
        return [fault.what for fault in error.faults]
    return []


def test_no_file_is_taken_by_one_and_refused_by_the_other(folder: Path) -> None:
    validator = jsonschema.Draft202012Validator(config.schema())
    outcomes: Counter[bool] = Counter()
    for file in islice(files(), 0, None, STEP):
        text = "".join(f"{json.dumps(key)} = {toml(value)}\n" for key, value in file.items())
        fits, found = validator.is_valid(loads(text)), faults(folder, text)
        assert fits or found, text
        assert not fits or [what for what in found if not BEYOND_A_SCHEMA.search(what)] == [], text
        outcomes[fits] += 1
    assert outcomes[False] > outcomes[True] > 50
