"""heracles.load and heracles.products: the public ways to a sweep's products from Python."""

from __future__ import annotations

import copy
import json
import pickle
import pydoc
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from inspect import signature
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
    assert (
        repr(found[3]) == f"Product(index=3, id={found[3].id!r}, overrides=('a=2', 'b=y'), values={{'a': 2, 'b': 'y'}})"
    )
    assert len({product.id for product in found}) == 4
    assert capfd.readouterr() == ("", "")


def test_products_are_made_as_they_are_asked_for() -> None:
    endless = heracles.products(["a=range(1000000)", "b=range(10)", "c=range(3)"])
    assert [product.overrides[2] for product in islice(endless, 4)] == ["c=0", "c=1", "c=2", "c=0"]


def test_what_is_known_of_a_product_is_filled_in() -> None:
    [product] = heracles.products(["d=runs/${heracles:sweep}/${heracles:id}/${heracles:index}/${heracles:launch}"])
    assert product.values == {"d": f"runs/${{heracles:sweep}}/{product.id}/0/${{heracles:launch}}"}
    assert product.overrides == (f"d={product.values['d']}",)


def test_one_text_is_no_list_of_words() -> None:
    with pytest.raises(TypeError, match=r"^words is a list of words, not one: \['a=1,2'\]$"):
        heracles.products("a=1,2")


def test_entropy_repeats_random_seeds() -> None:
    first, second, other = (
        [product.overrides for product in heracles.products(["seed=__randseed(3)__"], entropy=entropy)]
        for entropy in ("1", 1, None)
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


def test_all_of_it_can_be_passed_to_other_processes(declared: Path) -> None:
    sweeps = heracles.load("heracles.toml")
    sweep = pickle.loads(pickle.dumps(sweeps))["ablation-a"]
    assert list(sweep) == pickle.loads(pickle.dumps(list(sweeps["ablation-a"]))) == copy.deepcopy(list(sweep))
    with pytest.raises(KeyError) as caught:
        sweeps["ablation-c"]
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_threads_do_not_disturb_each_other(declared: Path) -> None:
    sweep = heracles.load("heracles.toml")["ablation-a"]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: list(sweep), range(32)))
    assert found == [list(sweep)] * 32


def test_a_loaded_sweep_does_not_depend_on_where_one_stands(declared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (declared / "conf" / "env").mkdir(parents=True)
    (declared / "conf" / "env" / "ant.yaml").touch()
    (declared / "heracles.toml").write_text(
        '[sweeps.a]\nscript = "sbatch.sh"\nconfig_dir = "conf"\noverrides = ["env=glob(*)"]\n'
    )
    sweep = heracles.load("heracles.toml")["a"]
    monkeypatch.chdir("/")
    assert [product.overrides for product in sweep] == [("env=ant",)]


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


def test_a_file_that_is_not_there(folder: Path) -> None:
    with pytest.raises(heracles.HeraclesError) as caught:
        heracles.load()
    assert str(caught.value) == (
        f"there is no heracles.toml in {folder} or in a folder above it\n"
        "  write one with: heracles init   or name one: heracles.load(PATH)"
    )
    with pytest.raises(heracles.HeraclesError, match=r"^nowhere\.toml cannot be read: No such file or directory\n"):
        heracles.load("nowhere.toml")


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
    public = ["HeraclesError", "Product", "Sweep", "Sweeps", "__version__", "load", "products"]
    assert dir(heracles) == heracles.__all__ == public
    assert all(hasattr(heracles, name) for name in public)
    with pytest.raises(AttributeError, match="module 'heracles' has no attribute 'laod'"):
        heracles.laod  # type: ignore[attr-defined]  # noqa: B018


def test_what_programs_rely_on_stays() -> None:
    parameters = {name: list(signature(getattr(heracles, name)).parameters) for name in ("load", "products")}
    assert parameters == {"load": ["path"], "products": ["words", "entropy", "config_dir"]}
    assert heracles.Product._fields == ("index", "id", "overrides", "values")


def test_the_help_shows_all_that_is_public() -> None:
    text = pydoc.plain(pydoc.render_doc(heracles))
    for name in ("class HeraclesError", "class Product", "class Sweep(", "class Sweeps", "load(", "products("):
        assert name in text
    assert "__getattr__" not in text


@pytest.mark.once
def test_it_is_typed_for_those_who_use_it(tmp_path: Path) -> None:
    assert (Path(heracles.__file__).parent / "py.typed").read_text() == ""
