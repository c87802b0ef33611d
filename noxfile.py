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
WORKERS_THAT_WAIT = 4
"""The whole suite waits for other processes half of its time, so it keeps two cores busy with more workers."""

CORE = [
    f"tests/{name}.py"
    for name in (
        "config/test_loading", "config/test_locator", "config/test_models", "config/test_syntax", "test_ad_hoc",
        "test_bad_input", "test_command_line", "test_equivalence", "test_from_python", "test_frozen", "test_run",
    )
]  # fmt: skip
"""What a release of Python has changed before: TOML, typing, argparse; and the main job end to end."""

os.environ["PATH"] = os.pathsep.join([*(str(Path(python.path).parent) for python in PYTHONS), os.environ["PATH"]])

nox.needs_version = ">= 2024.4.15"
nox.options.sessions = ["test", "lint"]
nox.options.reuse_existing_virtualenvs = True


@nox.session(python=VERSIONS)
def test(session: nox.Session) -> None:
    """The unit tests: all on the newest Python, what hangs on the Python on the oldest, the core on those between."""
    _install_once(session, *DEPENDENCIES, "pytest", "pytest-xdist", "hypothesis", "jsonschema")
    environment = {"PYTHONPATH": str(HERE), "PYTHONDONTWRITEBYTECODE": ""}
    session.run("pytest", "--dist=worksteal", *_portion(session.python), *session.posargs, env=environment)


def _install_once(session: nox.Session, *packages: str) -> None:
    """Asks pip only where the environment was not made with just these packages."""
    made_with = Path(session.virtualenv.location, "made-with")
    if made_with.exists() and made_with.read_text() == "\n".join(packages):
        return
    session.install("--no-compile", *packages)
    made_with.write_text("\n".join(packages))


def _portion(python: object) -> tuple[str, ...]:
    if python == VERSIONS[-1]:
        return (f"--numprocesses={WORKERS_THAT_WAIT}",)
    hanging = ("--numprocesses=2", "-m", "not once")
    return hanging if python == VERSIONS[0] else (*hanging, *CORE)


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
def readme(session: nox.Session) -> None:
    """Writes anew what README.md has from the program itself: its transcripts, and the keys of heracles.toml."""
    session.install(*DEPENDENCIES)
    session.run("python", "-m", "tests.manual", env={"PYTHONPATH": str(HERE)})


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
