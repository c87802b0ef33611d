"""What is done with a clone: ``nox -s test``, and ``lint``, ``slurm``, ``package``, ``zipapp``, ``bench`` beside it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import nox

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from tests.building import build_zipapp  # noqa: E402
from tests.interpreters import interpreters  # noqa: E402

OLDEST = (3, 9)
PYTHONS = [python for python in interpreters() if python.version >= OLDEST]
DEPENDENCIES = nox.project.load_toml(HERE / "pyproject.toml")["project"]["dependencies"]
VERSIONS = ["{}.{}".format(*python.version) for python in PYTHONS]
os.environ["PATH"] = os.pathsep.join([*(str(Path(python.path).parent) for python in PYTHONS), os.environ["PATH"]])

nox.needs_version = ">= 2024.4.15"
nox.options.sessions = ["test", "lint"]
nox.options.reuse_existing_virtualenvs = True


@nox.session(python=VERSIONS)
def test(session: nox.Session) -> None:
    """The unit tests, on each Python found; what is the same on all of them, on the newest only."""
    session.install("--no-compile", *DEPENDENCIES, "pytest", "pytest-xdist", "hypothesis", "jsonschema")
    chosen = () if session.python == VERSIONS[-1] else ("-m", "not once")
    environment = {"PYTHONPATH": str(HERE), "PYTHONDONTWRITEBYTECODE": ""}
    session.run("pytest", "--numprocesses=2", "--dist=worksteal", *chosen, *session.posargs, env=environment)


@nox.session
def lint(session: nox.Session) -> None:
    """ruff, and mypy in strict mode."""
    session.install("-e", ".", "ruff", "mypy", "nox", "pytest", "hypothesis", "hydra-core", "numpy")
    session.install("types-jsonschema", "readme-renderer")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("mypy")


@nox.session
@nox.parametrize("release", [("hydra-core==1.3.*",), ("--pre", "hydra-core>=1.4.0rc1")], ids=["1.3", "1.4"])
def hydra(session: nox.Session, release: tuple[str, ...]) -> None:
    """Our grammar against Hydra's own parser and sweeper, case by case and fuzzed."""
    session.install(*release)
    session.install("-e", ".", "pytest", "hypothesis", "numpy")
    session.run("pytest", "tests/grammar/differential", *session.posargs)


@nox.session
def slurm(session: nox.Session) -> None:
    """The main job end to end: a real Slurm, and a real Hydra application in a real container."""
    session.install("-e", ".", "pytest", "pytest-xdist")
    session.run("pytest", "tests/slurm", "--numprocesses=4", "--maxschedchunk=1", *session.posargs)


@nox.session
def package(session: nox.Session) -> None:
    """The wheel and the sdist: what they hold, and that they install on each Python found."""
    session.install("-e", ".", "pytest", "build", "twine", "readme-renderer[md]", "mypy")
    session.run("pytest", "tests/packaging/test_distributions.py", *session.posargs)


@nox.session
def pre_commit(session: nox.Session) -> None:
    """Our hook, by the real pre-commit."""
    session.install("pytest", "pre-commit")
    session.run("pytest", "tests/packaging/test_pre_commit.py", *session.posargs)


@nox.session
def zipapp(session: nox.Session) -> None:
    """Builds dist/heracles.pyz, one file that needs nothing but a bare Python."""
    target = HERE / "dist" / "heracles.pyz"
    build_zipapp(HERE / "heracles", target)
    session.log(f"built {target.relative_to(HERE)}")


@nox.session
def bench(session: nox.Session) -> None:
    """The budgets, as ratios from one run."""
    session.install(".", "hydra-core")
    session.run("python", "-m", "tests.bench", *session.posargs)
