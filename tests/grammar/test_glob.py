"""glob(): options of a config group, from the conf folder on the host."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from heracles.errors import Place
from heracles.grammar import Choices, parse
from heracles.grammar.groups import ConfigDirectory
from tests.grammar.asking import shown, swept

if TYPE_CHECKING:
    from pathlib import Path

FILES = (
    "config.yaml", "db/mysql.yaml", "db/mariadb.yaml", "db/postgres.yaml", "db/notes.txt", "db/engine/innodb.yaml",
    "db/engine/myisam.yaml", "db/a.b.yaml", "db/__init__.py", "env/1.yaml", "empty/x.txt",
)  # fmt: skip


@pytest.fixture
def conf(tmp_path: Path) -> ConfigDirectory:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("{}")
    return ConfigDirectory(str(tmp_path))


SELECTED = {
    "db=glob(*)": ["db=a.b", "db=mariadb", "db=mysql", "db=postgres"],
    "db=glob(m*)": ["db=mariadb", "db=mysql"],
    "db=glob('m*')": ["db=mariadb", "db=mysql"],
    "db=glob([my*,p*])": ["db=mysql", "db=postgres"],
    "db=glob(*,exclude=m*)": ["db=a.b", "db=postgres"],
    "db=glob(include=*,exclude=[my*,a*])": ["db=mariadb", "db=postgres"],
    "db=glob('[a-m]*')": ["db=a.b", "db=mariadb", "db=mysql"],
    "db=glob(nothing)": [],
    "+db@x.y=glob(my*)": ["+db@x.y=mysql"],
    "db/engine=glob(*)": ["db/engine=innodb", "db/engine=myisam"],
    "env=glob(*)": ["env='1'"],
    "empty=glob(*)": [],
}


def test_selects(conf: ConfigDirectory) -> None:
    assert {word: swept(word, conf) for word in SELECTED} == SELECTED


def test_says_once_what_cannot_be_seen(conf: ConfigDirectory) -> None:
    (argument,) = parse([("db=glob(*)", Place("argument 1"))], conf)
    assert isinstance(argument, Choices)
    assert argument.note == (
        f"glob() selects among the files of {conf.path}; options that exist only in a ConfigStore it cannot see"
    )


def test_a_group_that_does_not_exist(conf: ConfigDirectory) -> None:
    assert shown("bd=glob(*)", groups=conf) == (
        f"there is no config group 'bd' in {conf.path}\n"
        "bd=glob(*)\n"
        "   ^\n"
        "--config-dir, or config_dir, names the application's conf folder; or name the values: key=a,b"
    )
