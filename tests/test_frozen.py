"""Our NamedTuple is typing's, for all that heracles does with one."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple as TypingsNamedTuple

import pytest

from heracles.frozen import NamedTuple, Protocol, runtime_checkable

if TYPE_CHECKING:
    from .conftest import Heracles


class Ours(NamedTuple):
    first: int
    second: str = "b"
    third: tuple[int, ...] = ()

    @property
    def both(self) -> str:
        return f"{self.first}{self.second}"


class Theirs(TypingsNamedTuple):
    first: int
    second: str = "b"
    third: tuple[int, ...] = ()

    @property
    def both(self) -> str:
        return f"{self.first}{self.second}"


USES = {
    "positions": lambda kind: tuple(kind(1, "x", (2,))),
    "names": lambda kind: tuple(kind(third=(2,), first=1)),
    "fields": lambda kind: (kind(1).first, kind(1).second, kind(1).third, kind(1).both),
    "replace": lambda kind: tuple(kind(1)._replace(second="y")),
    "unpack": lambda kind: [*kind(1)],
    "equal": lambda kind: (kind(1) == kind(1), kind(1) == kind(2), hash(kind(1)) == hash(kind(1)), kind(1) < kind(2)),
    "repr": lambda kind: repr(kind(1)).replace(kind.__name__, ""),
    "names of fields": lambda kind: kind._fields,
    "made of a sequence": lambda kind: tuple(kind._make([1, "x", (2,)])),
    "pickle": lambda kind: pickle.loads(pickle.dumps(kind(1))) == kind(1),
    "copy": lambda kind: (copy.deepcopy(kind(1, "x", (2,))) == kind(1, "x", (2,)), type(copy.copy(kind(1))) is kind),
}
MISUSES = {
    "nothing": lambda kind: kind(),
    "too many": lambda kind: kind(1, "x", (), 4),
    "unknown": lambda kind: kind(1, fourth=4),
    "twice": lambda kind: kind(1, first=1),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_what_ours_does_theirs_does(use: Any) -> None:
    assert use(Ours) == use(Theirs)


@pytest.mark.parametrize("use", MISUSES.values(), ids=MISUSES)
def test_what_theirs_refuses_ours_refuses(use: Any) -> None:
    for kind in (Ours, Theirs):
        with pytest.raises(TypeError):
            use(kind)


@pytest.mark.parametrize("kind", [Ours, Theirs])
def test_fields_cannot_be_set(kind: Any) -> None:
    with pytest.raises(AttributeError):
        kind(1).first = 2


@runtime_checkable
class Barks(Protocol):
    def bark(self) -> str: ...


class Dog:
    def bark(self) -> str:
        return "wau"


class Beagle(Barks):
    """One that says so."""

    def bark(self) -> str:
        return "wuff"


class Tree:
    bark = "brown"


def test_what_has_the_methods_of_a_protocol_is_of_its_kind() -> None:
    assert isinstance(Dog(), Barks)
    assert isinstance(Beagle(), Barks)
    assert isinstance(Beagle(), Beagle)
    assert not isinstance(Tree(), Barks)
    assert not isinstance(object(), Barks)
    assert not isinstance(Dog(), Beagle)


def loaded(program: str, *slow: str) -> str:
    """What a bare Python has loaded of some modules after a program."""
    asked = f"{program}\nprint(sorted(set(sys.argv[2:]) & set(sys.modules)), file=sys.stderr)"
    before = "import sys\nsys.path.insert(0, sys.argv[1])\nfrom heracles import cli\n"
    command = [sys.executable, "-I", "-S", "-c", before + asked, str(Path(__file__).parent.parent), *slow]
    return subprocess.run(command, capture_output=True, text=True, check=True).stderr.splitlines()[-1]


def test_the_ad_hoc_path_loads_none_of_what_is_slow(project: object) -> None:
    program = """
assert cli.main(["sbatch.sh", "-w", "a=1,2"]) == 0
assert cli.main(["sbatch.sh", "a=1,2"]) == 0"""
    slow = (
        "typing",
        "dataclasses",
        "inspect",
        "pathlib",
        "subprocess",
        "json",
        "hashlib",
        "pydantic",
        "rich",
        "shutil",
    )
    assert loaded(program, *slow) == "[]"


def test_a_status_loads_none_of_what_reads_scripts(heracles: Heracles, project: object) -> None:
    heracles("sbatch.sh", "-l", "local", "a=1,2")
    slow = ("typing", "inspect", "pydantic", "rich", "heracles.script.analysis")
    assert loaded('assert cli.main(["status", "sbatch.sh"]) == 0', *slow) == "[]"
