"""The wheel and the sdist: what they hold, and that they work in an empty environment on every Python here."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from email import message_from_bytes
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from readme_renderer import markdown

from heracles import __version__
from tests.interpreters import Interpreter, interpreters

if TYPE_CHECKING:
    from email.message import Message

ROOT = Path(__file__).parents[2]
OLDEST = (3, 9)
PYTHONS = [python for python in interpreters() if python.version >= OLDEST]
FULL_NAME = f"heracles_sweep-{__version__}"
TYPED = """\
from __future__ import annotations

from pathlib import Path

import heracles


def first(sweep: heracles.Sweep) -> heracles.Product:
    return next(sweep.products())


sweeps: heracles.Sweeps = heracles.load(Path("heracles.toml"))
for product in sweeps["ablation-a"]:
    index: int = product.index
    words: tuple[str, ...] = product.overrides
    print(product.values["a"], first(sweeps["ablation-b"]) == product, heracles.__version__)
for product in heracles.products(["a=1,2"], entropy=1):
    print(product.idd)
"""


def run(*words: str | Path, folder: Path) -> str:
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both, the wheel built from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", folder, ROOT, folder=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    return dist / f"{FULL_NAME}-py3-none-any.whl"


@pytest.fixture(scope="module")
def sdist(dist: Path) -> Path:
    return dist / f"{FULL_NAME}.tar.gz"


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        return message_from_bytes(archive.read(f"{FULL_NAME}.dist-info/METADATA"))


def name(python: Interpreter) -> str:
    return "{}.{}".format(*python.version)


def in_tree(folder: str) -> set[str]:
    """The files of a folder of the tree, but for what Python compiled."""
    paths = (path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(ROOT).as_posix() for path in paths}


def test_there_is_a_wheel_and_an_sdist_that_an_index_takes(dist: Path, wheel: Path, sdist: Path) -> None:
    assert {wheel, sdist} == set(dist.iterdir())
    run(sys.executable, "-m", "twine", "check", "--strict", wheel, sdist, folder=dist)


def test_the_wheel_holds_the_package_and_the_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        licence = archive.read(f"{FULL_NAME}.dist-info/licenses/LICENSE").decode()
    assert {path for path in names if ".dist-info/" not in path} == in_tree("heracles")
    assert {"py.typed", "config/heracles.toml.example", "config/sbatch.sh.example"} <= {
        path.removeprefix("heracles/") for path in names
    }
    assert licence == (ROOT / "LICENSE").read_text()


def test_the_sdist_holds_what_is_needed_to_build_and_test_it(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {path.partition("/")[2] for path in archive.getnames()}
        sample = archive.extractfile(f"{FULL_NAME}/heracles.toml.example")
        assert sample is not None
        assert sample.read() == (ROOT / "heracles.toml.example").read_bytes()
    top = {"README.md", "CHANGELOG.md", "LICENSE", "pyproject.toml", "noxfile.py", ".pre-commit-hooks.yaml", "PKG-INFO"}
    assert top | in_tree("heracles") | in_tree("tests") <= names
    assert not [path for path in names if "__pycache__" in path or path.endswith((".pyc", ".pyz"))]


def test_the_metadata_says_what_an_index_shows(metadata: Message) -> None:
    assert (metadata["Name"], metadata["Version"]) == ("heracles-sweep", __version__)
    assert metadata["Summary"].endswith(".")
    assert metadata["Requires-Python"] == ">=3.9"
    assert metadata["Keywords"]
    classifiers = metadata.get_all("Classifier", [])
    versions = {f"Programming Language :: Python :: {name(python)}" for python in PYTHONS}
    assert {"Typing :: Typed", *versions} <= set(classifiers)
    assert (metadata["License-Expression"], metadata.get_all("License-File")) == ("MIT", ["LICENSE"])


def test_the_readme_is_shown_as_it_is_meant(metadata: Message) -> None:
    assert metadata["Description-Content-Type"] == "text/markdown"
    text = metadata.get_payload()
    assert isinstance(text, str)
    page = markdown.render(text)
    assert page is not None
    assert page.startswith("<h1")
    assert page.count("<table>") == text.count("\n| --- |")
    assert page.count("<pre") == text.count("\n```") / 2


@pytest.fixture(scope="module", params=PYTHONS, ids=name)
def installed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Path:
    """The programs of an environment of each Python, in which nothing but the wheel was installed."""
    return environment(request.param, tmp_path_factory.mktemp("environment"), wheel)


def environment(python: Interpreter, folder: Path, package: Path) -> Path:
    run(python.path, "-I", "-m", "venv", folder, folder=folder)
    run(folder / "bin" / "python", "-m", "pip", "install", "--quiet", package, folder=folder)
    return folder / "bin"


def test_it_works_in_an_empty_environment(installed: Path, tmp_path: Path) -> None:
    heracles = installed / "heracles"
    assert run(heracles, "--version", folder=tmp_path) == f"heracles {__version__}\n"
    run(heracles, "init", folder=tmp_path)
    assert (tmp_path / "heracles.toml").read_bytes() == (ROOT / "heracles.toml.example").read_bytes()
    assert len(run(heracles, "show", "ablation-a", folder=tmp_path).splitlines()) == 6
    assert run(heracles, "schema", folder=tmp_path).startswith("{\n")
    assert run(heracles, "run", "ablation-a", folder=tmp_path).count("Passed\n") == 6
    program = 'import heracles; print(len(heracles.load()["ablation-a"]))'
    assert run(installed / "python", "-c", program, folder=tmp_path) == "6\n"


def test_the_sdist_installs_as_well(sdist: Path, tmp_path: Path) -> None:
    programs = environment(PYTHONS[0], tmp_path, sdist)
    assert run(programs / "heracles", "--version", folder=tmp_path) == f"heracles {__version__}\n"


@pytest.mark.parametrize("installed", PYTHONS[-1:], indirect=True, ids=name)
def test_it_is_typed_for_those_who_install_it(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(TYPED)
    words = (sys.executable, "-m", "mypy", "--strict", "--python-executable", installed / "python", "program.py")
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == [
        'program.py:18: error: "Product" has no attribute "idd"  [attr-defined]',
        "Found 1 error in 1 file (checked 1 source file)",
    ]
