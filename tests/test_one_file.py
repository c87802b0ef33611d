"""heracles as one file and as a clone, on a bare Python; an old Python is told what is needed."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .building import build_zipapp
from .interpreters import Interpreter, interpreters

if TYPE_CHECKING:
    from subprocess import CompletedProcess

pytestmark = pytest.mark.once

PACKAGE = Path(__file__).parent.parent / "heracles"
OLDEST = (3, 9)
FOUND = interpreters()
GOOD = [python for python in FOUND if python.version >= OLDEST]
ENDS = [*GOOD[:1], *GOOD[1:][-1:]]
"""The oldest and the newest, between which nothing is lost that both have."""
OLD = [python for python in FOUND if python.version < OLDEST]


def name(python: Interpreter) -> str:
    return "{}.{}".format(*python.version)


@pytest.fixture(scope="session")
def pyz(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("dist") / "heracles.pyz"
    build_zipapp(PACKAGE, target)
    return target


@pytest.fixture(params=["one file", "clone"])
def program(request: pytest.FixtureRequest, pyz: Path) -> str:
    return str(pyz if request.param == "one file" else PACKAGE)


def bare(python: Interpreter, program: str, *words: str, folder: Path) -> CompletedProcess[str]:
    """Calls the program on a Python without site-packages, without the environment, in a folder.

    What Python compiled of a clone is kept outside of it, for the next call.
    """
    command = [python.path, "-I", "-S", "-X", f"pycache_prefix={folder.parent}/compiled", program, *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("python", ENDS, ids=name)
def test_every_ad_hoc_form_of_a_clone_works_on_a_bare_python(python: Interpreter, project: Path) -> None:
    assert_every_ad_hoc_form_works(python, str(PACKAGE), project)


@pytest.mark.parametrize("python", ENDS, ids=name)
def test_every_ad_hoc_form_of_one_file_works_on_a_bare_python(python: Interpreter, pyz: Path, project: Path) -> None:
    assert_every_ad_hoc_form_works(python, str(pyz), project)


@pytest.mark.parametrize("python", GOOD[1:-1], ids=name)
def test_one_file_launches_on_the_pythons_between(python: Interpreter, pyz: Path, project: Path) -> None:
    launched = bare(python, str(pyz), "sbatch.sh", "-r=tail -n1", "a=1,2", folder=project)
    assert [line.partition("main.py ")[2] for line in launched.stdout.splitlines()] == ["a=1", "a=2"]


def assert_every_ad_hoc_form_works(python: Interpreter, program: str, project: Path) -> None:
    words = ("a=1,2", "seed=__randseed:1__", "--entropy=5")
    printed = bare(python, program, "sbatch.sh", *words, folder=project)
    assert printed.returncode == 0, printed.stderr
    written = bare(python, program, "sbatch.sh", "-w", *words, folder=project)
    assert written.stdout == "sbatch_hydra0.sh\nsbatch_hydra1.sh\n"
    last_words = [
        path.read_text().splitlines()[-1].partition("main.py ")[2] for path in sorted(project.glob("*_hydra*"))
    ]
    assert last_words == printed.stdout.splitlines()
    assert bare(python, program, "sbatch.sh", "-d", folder=project).stderr == "2 copies of sbatch.sh deleted\n"
    launched = bare(python, program, "sbatch.sh", "-r=tail -n1", *words, folder=project)
    assert [line.partition("main.py ")[2] for line in launched.stdout.splitlines()] == last_words
    ran = bare(python, program, "sbatch.sh", "-l", "local", "--json", "a=1", folder=project)
    assert '"exit_code": 127' in ran.stdout
    assert sorted(path.name for path in project.iterdir()) == [".heracles", "sbatch.sh"]


@pytest.mark.parametrize("python", GOOD[:1], ids=name)
def test_a_verb_that_reads_toml_says_what_to_install(python: Interpreter, program: str, project: Path) -> None:
    (project / "heracles.toml").write_text('[sweeps.a]\nscript = "sbatch.sh"\n')
    ran = bare(python, program, "list", folder=project)
    assert ran.returncode == 2
    assert ran.stderr.startswith("heracles: error: ")
    assert "pip install" in ran.stderr
    assert len(ran.stderr.splitlines()) <= 2


@pytest.mark.parametrize("python", GOOD[-1:], ids=name)
def test_one_file_carries_its_sample(python: Interpreter, program: str, folder: Path) -> None:
    assert "[sweeps.ablation-a]" in bare(python, program, "init", "--stdout", folder=folder).stdout


@pytest.mark.parametrize("python", OLD, ids=name)
def test_an_old_python_is_told_what_is_needed(python: Interpreter, program: str, project: Path) -> None:
    ran = bare(python, program, "sbatch.sh", "a=1", folder=project)
    version = name(python)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == f"heracles: error: heracles needs Python 3.9 or later; this is Python {version}\n"


def test_some_python_was_found() -> None:
    assert GOOD
