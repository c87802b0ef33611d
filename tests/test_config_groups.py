"""glob() selects among the files of the application's conf folder, named on the command line or in heracles.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Heracles

NOTE = "glob() selects among the files of conf; options that exist only in a ConfigStore it cannot see"


@pytest.fixture
def application(project: Path) -> Path:
    """A project with the conf folder of its application."""
    for name in ("conf/env/ant.yaml", "conf/env/reacher.yaml", "conf/model/large/vit.yaml"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text("")
    return project


@pytest.mark.usefixtures("application")
def test_the_folder_is_named_on_the_command_line_and_the_caveat_is_told_once(heracles: Heracles) -> None:
    ran = heracles("sbatch.sh", "env=glob(*)", "+model/large=glob(*)", "--config-dir", "conf")
    assert ran.out == "env=ant +model/large=vit\nenv=reacher +model/large=vit\n"
    assert ran.err.splitlines().count(NOTE) == 1


@pytest.mark.usefixtures("application")
def test_without_the_folder_glob_says_what_is_needed(heracles: Heracles) -> None:
    ran = heracles("sbatch.sh", "env=glob(*)")
    assert ran.exit_code == 2
    assert "--config-dir DIR" in ran.err


@pytest.mark.parametrize(
    "declared", ['[defaults]\nconfig_dir = "conf"\n[sweeps.a]\n', '[sweeps.a]\nconfig_dir = "conf"\n']
)
def test_the_folder_is_declared_for_one_sweep_or_for_all(
    declared: str, heracles: Heracles, application: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (application / "heracles.toml").write_text(f'{declared}script = "sbatch.sh"\noverrides = ["env=glob(*)"]\n')
    monkeypatch.chdir(application / "conf")
    assert heracles("show", "a").out == "env=ant\nenv=reacher\n"
    assert heracles("show", "a", "env=glob(r*)").out == "env=reacher\n"
