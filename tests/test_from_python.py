"""heracles.load and heracles.products: the public ways to a sweep's products from Python."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import islice
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest

import heracles

from .readme import TEXT, blocks, write_project

if TYPE_CHECKING:
    from .conftest import Heracles

DECLARED = """
    [sweeps.ablation-a]
    description = "how many?"
    script = "sbatch.sh"
    seeds = 2
    overrides = ["hydra.run.dir=runs/${heracles:sweep}/${heracles:id}/${heracles:launch}"]
    axes.env = { num_envs = [8, 16], name = ["HalfCheetah", "Reacher"] }

    [sweeps.ablation-b]
    script = "sbatch.sh"
    axes.lr = [0.1]
"""
BROKEN = """
    [sweeps.a]
    script = 5
    axes.lr = []
"""


@pytest.fixture
def declared(project: Path) -> Path:
    """A project with two sweeps, in which the test stands."""
    (project / "heracles.toml").write_text(dedent(DECLARED))
    return project


def test_products_have_what_a_notebook_wants(capfd: pytest.CaptureFixture[str]) -> None:
    found = list(heracles.products(["a=1,2", "b=x,y"]))
    assert [product.index for product in found] == [0, 1, 2, 3]
    assert [product.overrides for product in found] == [("a=1", "b=x"), ("a=1", "b=y"), ("a=2", "b=x"), ("a=2", "b=y")]
    assert found[3].values == {"a": 2, "b": "y"}
    assert len({product.id for product in found}) == 4
    assert capfd.readouterr() == ("", "")


def test_products_are_made_as_they_are_asked_for() -> None:
    endless = heracles.products(["a=range(1000000)", "b=range(10)", "c=range(3)"])
    assert [product.overrides[2] for product in islice(endless, 4)] == ["c=0", "c=1", "c=2", "c=0"]


def test_entropy_repeats_random_seeds() -> None:
    first, second, other = (
        [product.overrides for product in heracles.products(["seed=__randseed(3)__"], entropy=entropy)]
        for entropy in ("1", "1", None)
    )
    assert first == second != other


def test_all_faults_are_raised_at_once() -> None:
    with pytest.raises(heracles.HeraclesError) as caught:
        heracles.products(["a=1,2,", "b=("])
    assert len(caught.value.faults) == 2
    assert caught.value.faults[0].place is not None
    assert caught.value.faults[0].place.label == "word 1"


def test_declared_products_are_those_that_the_command_line_shows(declared: Path, heracles: Heracles) -> None:
    from heracles import load  # noqa: PLC0415  # the fixture has the name of the package

    shown = [json.loads(line) for line in heracles("show", "ablation-a", "--json").out.splitlines()]
    found: list[dict[str, Any]] = [
        {"index": each.index, "id": each.id, "overrides": list(each.overrides), "values": each.values}
        for each in load("heracles.toml")["ablation-a"].products()
    ]
    assert found == shown
    assert found[0]["overrides"][0] == f"hydra.run.dir=runs/ablation-a/{found[0]['id']}/${{heracles:launch}}"


def test_declared_sweeps_are_a_mapping_by_name(declared: Path, capfd: pytest.CaptureFixture[str]) -> None:
    sweeps = heracles.load(declared / "heracles.toml")
    assert list(sweeps) == ["ablation-a", "ablation-b"]
    assert len(sweeps) == 2
    assert "ablation-b" in sweeps
    assert sweeps.get("ablation-c") is None
    assert {name: len(sweep) for name, sweep in sweeps.items()} == {"ablation-a": 8, "ablation-b": 1}
    assert sweeps.path == str(declared / "heracles.toml")
    assert repr(sweeps) == f"<sweeps of {declared / 'heracles.toml'}: ablation-a, ablation-b>"
    assert capfd.readouterr() == ("", "")


def test_a_declared_sweep_says_what_it_is(declared: Path) -> None:
    sweep = heracles.load("heracles.toml")["ablation-a"]
    assert (sweep.name, sweep.script, sweep.description) == ("ablation-a", "sbatch.sh", "how many?")
    assert sweep.directory == str(declared)
    assert repr(sweep) == "<sweep ablation-a of sbatch.sh>"
    assert list(sweep) == list(sweep.products()) == list(sweep.products())


def test_without_a_path_the_nearest_file_is_read(declared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (declared / "notebooks").mkdir()
    monkeypatch.chdir(declared / "notebooks")
    assert list(heracles.load()) == ["ablation-a", "ablation-b"]


@pytest.mark.parametrize("kind", [heracles.HeraclesError, KeyError])
def test_a_name_that_is_not_there(kind: type[Exception], declared: Path) -> None:
    with pytest.raises(kind) as caught:
        heracles.load()["ablation-c"]
    assert str(caught.value) == (
        "there is no sweep ablation-c in heracles.toml\n  did you mean ablation-b? there is: ablation-a, ablation-b"
    )


def test_an_error_shows_every_fault_and_its_cure_in_a_traceback(folder: Path) -> None:
    Path("heracles.toml").write_text(dedent(BROKEN))
    with pytest.raises(heracles.HeraclesError) as caught:
        heracles.load()
    assert str(caught.value) == dedent("""\
        script must be a string, not 5
          heracles.toml:3: sweeps.a.script
            script = 5
          write: script = "5"
        an axis without values makes no products
          heracles.toml:4: sweeps.a.axes.lr
            axes.lr = []
          give it values, or take it out""")


@pytest.mark.parametrize("path", [None, "nowhere.toml"])
def test_a_file_that_is_not_there(path: str | None, folder: Path) -> None:
    with pytest.raises(heracles.HeraclesError):
        heracles.load(path)


def test_the_readme_is_right(folder: Path) -> None:
    write_project(folder)
    section = TEXT.partition("\n## From Python\n")[2].partition("\n## ")[0]
    examples = [block for block in blocks("python") if block in section]
    assert len(examples) == 2
    program = "".join(examples) + "print(len(sweep), len(list(products)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    *lines, lengths = done.stdout.splitlines()
    assert lengths == "30 4"
    assert len(lines) == 30
    assert "'env.num_envs': 8, " in lines[0]


def test_importing_heracles_loads_almost_nothing() -> None:
    program = "import sys; before = set(sys.modules); import heracles; print(sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "['heracles']\n"


def test_what_is_public_is_there_and_nothing_else() -> None:
    assert sorted(heracles.__all__) == ["HeraclesError", "__version__", "load", "products"]
    assert all(hasattr(heracles, name) for name in heracles.__all__)
    with pytest.raises(AttributeError, match="module 'heracles' has no attribute 'laod'"):
        heracles.laod  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.once
def test_it_is_typed_for_those_who_use_it(tmp_path: Path) -> None:
    assert (Path(heracles.__file__).parent / "py.typed").read_text() == ""
