"""glob() against Hydra's own choice of options, in a real conf folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hydra._internal.config_loader_impl import ConfigLoaderImpl
from hydra._internal.config_search_path_impl import ConfigSearchPathImpl
from hydra.core.plugins import Plugins

from heracles.grammar.groups import ConfigDirectory
from tests.grammar.asking import faults, swept
from tests.grammar.differential import oracle
from tests.grammar.differential.comparison import check

if TYPE_CHECKING:
    from pathlib import Path

FILES = (
    "config.yaml", "db/mysql.yaml", "db/mariadb.yaml", "db/postgres.yaml", "db/notes.txt", "db/a.b.yaml", "db/1.yaml",
    "db/Upper.yaml", "db/__init__.py", "db/__pycache__/x.yaml", "db/.hidden.yaml", "db/.yaml",
    "db/engine/innodb.yaml", "db/engine/my isam.yaml", "db/both.yaml", "db/both/inner.yaml", "db/é.yaml",
    "db/true.yaml", "db/x.yaml.bak", "db/y.txt", "db/y.txt.yaml", "env/null.yaml", "empty/x.txt", "a.b/c.yaml",
)  # fmt: skip
GROUPS = ("db", "db/engine", "env", "empty", "db/both")
PATTERNS = (
    "*", "m*", "'*'", "?ySQL", "*.b", "'[a-m]*'", "'[!a-m]*'", "é", "'é*'", "nothing", "[m*,p*]", "[*]",
    "*,exclude=m*", "*,[m*,p*]", "include=[*],exclude='[a-z]*'", "*,null", "1", "[1]", "null", "*,*", "x*", "Upper",
    "upper", "include=*",
)  # fmt: skip


@pytest.fixture(scope="module")
def conf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("conf")
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("{}")
    return folder


@pytest.fixture(scope="module")
def loader(conf: Path) -> ConfigLoaderImpl:
    return loader_of(conf)


def loader_of(folder: Path) -> ConfigLoaderImpl:
    Plugins.instance()  # finds the plugins, of which one reads files
    search_path = ConfigSearchPathImpl()
    search_path.append("main", f"file://{folder}")
    return ConfigLoaderImpl(config_search_path=search_path)


@pytest.mark.parametrize("group", GROUPS)
def test_selects_the_same_options(group: str, conf: Path, loader: ConfigLoaderImpl) -> None:
    for pattern in PATTERNS:
        check(f"{group}=glob({pattern})", ConfigDirectory(str(conf)), loader)


@pytest.mark.parametrize("key", ["+db", "++db", "~db", "db@x", "+db/engine@x.y", "db@"])
def test_prefixes_and_packages_do_not_change_the_group(key: str, conf: Path, loader: ConfigLoaderImpl) -> None:
    check(f"{key}=glob(m*)", ConfigDirectory(str(conf)), loader)
    assert swept(f"{key}=glob(m*)", ConfigDirectory(str(conf)))


def test_a_group_that_does_not_exist_is_refused_where_hydra_runs_nothing(conf: Path, loader: ConfigLoaderImpl) -> None:
    answer = oracle.ask("bd=glob(*)", loader)
    assert answer is not None
    assert answer.words == []
    assert faults("bd=glob(*)", groups=ConfigDirectory(str(conf)))


def test_a_yml_file_is_refused_as_by_1_4(tmp_path: Path) -> None:
    (tmp_path / "db").mkdir()
    (tmp_path / "db" / "old.yml").write_text("{}")
    assert (oracle.ask("db=glob(*)", loader_of(tmp_path)) is None) is not oracle.IS_1_3
    assert faults("db=glob(*)", groups=ConfigDirectory(str(tmp_path)))[0].cure == "rename it to .yaml"
