"""Where overrides go, for every way in which a script may end; each accepted one is run, and they must arrive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from heracles import script as scripts
from heracles.errors import UsageError
from tests import shells
from tests.script import programs
from tests.script.endings import APPENDED, BY_ARGUMENTS, REFUSED, Accepted, Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.script.programs import Record

pytestmark = pytest.mark.once

ENDINGS: tuple[Accepted | Refused, ...] = (*APPENDED, *BY_ARGUMENTS, *(ending for ending in REFUSED if ending.cured))
OVERRIDES = ("env.num_envs=8", "name=Half Cheetah", "+a='b\"c'", "~d", "e=$HOME/*;`x`\\", "f=[1,{g: 2}]\n", "-h=é")


def runnable(ending: Accepted | Refused) -> str:
    return ending.text if isinstance(ending, Accepted) else ending.cured


def written(ending: Accepted | Refused, text: str, shell: str, directory: Path) -> scripts.Script:
    for name, content in {**ending.files, "sweep.sh": f"#!/bin/{shell}\n{text}"}.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", errors="surrogateescape")
        path.chmod(0o755)
    return scripts.read(str(directory / "sweep.sh"))


def copied(ending: Accepted | Refused, shell: str, directory: Path) -> programs.Copy:
    script = written(ending, runnable(ending), shell, directory)
    path = Path(scripts.copy_name(script.path, 0))
    text = scripts.copy_text(scripts.place(script, None), OVERRIDES)
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    return programs.Copy(directory, shell, path.name)


def assert_arrive(endings: Sequence[Accepted | Refused], stand_ins: Path, root: Path) -> None:
    """Runs a copy of every ending, as it is after the cure, under all its shells."""
    stand_ins.mkdir()
    programs.install(stand_ins)
    pairs = [(ending, shell) for ending in endings for shell in shells.here(ending.shells)]
    copies = [copied(ending, shell, root / str(number)) for number, (ending, shell) in enumerate(pairs)]
    arrived = [
        (ending.name, shell, sorted(reached(records)))
        for (ending, shell), records in zip(pairs, programs.run(copies, stand_ins))
    ]
    assert arrived == [(ending.name, shell, sorted(ending.meant)) for ending, shell in pairs]


def placed(ending: Accepted | Refused, directory: Path) -> str:
    """What is said of the placement in the ending as it is."""
    script = written(ending, ending.text, ending.shells[0], directory)._replace(path="sweep.sh")
    return scripts.describe(script, scripts.place(script, None))


def reached(records: list[Record]) -> list[str]:
    """The programs that got all overrides, in order and as they are; none may have got only some."""
    for record in records:
        if OVERRIDES[0] in record.arguments:
            first = record.arguments.index(OVERRIDES[0])
            assert record.arguments[first : first + len(OVERRIDES)] == OVERRIDES
        else:
            assert not set(OVERRIDES) & set(record.arguments)
    return [record.program for record in records if OVERRIDES[0] in record.arguments]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("ending", APPENDED, ids=lambda ending: ending.name)
def test_where_overrides_are_appended(ending: Accepted, project: Path) -> None:
    assert placed(ending, project) == f"overrides go after sweep.sh:{ending.where}"


@pytest.mark.parametrize("ending", BY_ARGUMENTS, ids=lambda ending: ending.name)
def test_where_overrides_are_given_as_arguments(ending: Accepted, project: Path) -> None:
    assert placed(ending, project) == f'overrides go in as "$@" at sweep.sh:{ending.where}'


@pytest.mark.parametrize("endings", [APPENDED, BY_ARGUMENTS], ids=["appended", "by arguments"])
def test_overrides_arrive(endings: tuple[Accepted, ...], tmp_path: Path) -> None:
    assert_arrive(endings, tmp_path / "programs", tmp_path / "endings")


@pytest.mark.parametrize("ending", REFUSED, ids=lambda ending: ending.name)
def test_what_is_refused_says_why_and_what_to_write(ending: Refused, project: Path) -> None:
    with pytest.raises(UsageError) as refusal:
        placed(ending, project)
    (fault,) = refusal.value.faults
    assert (fault.what, fault.cure) == (ending.what, ending.cure)
    assert fault.place is not None
    assert fault.place.label.startswith("sweep.sh")


def test_the_cure_cures(tmp_path: Path) -> None:
    assert_arrive([ending for ending in REFUSED if ending.cured], tmp_path / "programs", tmp_path / "endings")


@pytest.mark.parametrize("table", [APPENDED, BY_ARGUMENTS, REFUSED], ids=["appended", "by arguments", "refused"])
def test_every_ending_has_a_name_of_its_own(table: tuple[Accepted | Refused, ...]) -> None:
    assert len({ending.name for ending in table}) == len(table)
