"""Words on ``run NAME`` replace what is declared: what was launched before keeps its id and seed, and runs once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .launching import executable, launches, titles

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Heracles

pytestmark = pytest.mark.once

CONFIG = """\
[sweeps.ablation-a]
script = "sbatch.sh"
launcher = "local"
overrides = ["epochs=1"]
{more}
"""
AXES = "axes = { a = [1, 2], b = ['x', 'y'] }"
VARIANTS = """\
[[sweeps.ablation-a.variants]]
overrides = ["optimizer=sgd"]
axes = { momentum = [0, 0.9] }
[[sweeps.ablation-a.variants]]
overrides = ["optimizer=adam"]
"""


@pytest.fixture
def project(folder: Path) -> Path:
    executable(folder / "sbatch.sh", '#!/bin/bash\n./app "$@"\n')
    executable(folder / "app", "#!/bin/sh\n")
    return folder


def declare(project: Path, more: str) -> None:
    (project / "heracles.toml").write_text(CONFIG.format(more=more))


def launched(heracles: Heracles, project: Path, *words: str) -> list[str]:
    """The products that a run launches, as they are recorded."""
    before = {launch.id for launch in launches(project)}
    ran = heracles("run", "ablation-a", *words)
    assert ran.exit_code == 0, ran.err
    return [title for launch in launches(project) if launch.id not in before for title in titles(project, launch)]


def test_a_word_that_replaces_an_axis_launches_only_what_is_new(heracles: Heracles, project: Path) -> None:
    declare(project, AXES)
    assert len(launched(heracles, project)) == 4
    assert launched(heracles, project, "a=2,3") == ["epochs=1 a=3 b=x", "epochs=1 a=3 b=y"]
    assert launched(heracles, project) == []


def test_a_word_that_adds_a_key_makes_other_products(heracles: Heracles, project: Path) -> None:
    declare(project, AXES)
    assert len(launched(heracles, project)) == 4
    assert launched(heracles, project, "a=1", "+debug=true") == [
        "epochs=1 a=1 b=x +debug=true",
        "epochs=1 a=1 b=y +debug=true",
    ]


def test_a_word_stands_where_the_axis_stood(heracles: Heracles, project: Path) -> None:
    declare(project, AXES)
    shown = heracles("show", "ablation-a", "a=7,8").out.splitlines()
    assert shown == ["epochs=1 a=7 b=x", "epochs=1 a=7 b=y", "epochs=1 a=8 b=x", "epochs=1 a=8 b=y"]


def test_products_keep_their_seeds(heracles: Heracles, project: Path) -> None:
    declare(project, f"{AXES}\nseeds = 2")
    first = launched(heracles, project)
    assert len(set(first)) == 8
    new = launched(heracles, project, "a=2,1,3")
    assert [title.partition(" seed=")[0] for title in new] == ["epochs=1 a=3 b=x"] * 2 + ["epochs=1 a=3 b=y"] * 2
    seeds = [title.rpartition("=")[2] for title in (*first, *new)]
    assert len(set(seeds)) == len(seeds)
    assert len(launched(heracles, project, "b=x,z")) == 4
    shown = heracles("show", "ablation-a", "a=1", "b=x").out.splitlines()
    assert shown == [title for title in first if "a=1 b=x" in title]


def test_a_word_replaces_a_key_in_the_variants_that_have_it(heracles: Heracles, project: Path) -> None:
    declare(project, VARIANTS)
    assert launched(heracles, project) == [
        "epochs=1 optimizer=sgd momentum=0",
        "epochs=1 optimizer=sgd momentum=0.9",
        "epochs=1 optimizer=adam",
    ]
    assert launched(heracles, project, "momentum=0.9,0.99") == ["epochs=1 optimizer=sgd momentum=0.99"]
    assert launched(heracles, project, "epochs=2", "momentum=0") == [
        "epochs=2 optimizer=sgd momentum=0",
        "epochs=2 optimizer=adam",
    ]


def test_a_word_that_makes_two_variants_alike_is_refused(heracles: Heracles, project: Path) -> None:
    declare(project, VARIANTS.replace("axes = { momentum = [0, 0.9] }\n", ""))
    ran = heracles("run", "ablation-a", "optimizer=lion")
    assert (ran.exit_code, ran.out) == (2, "")
    assert ran.err.splitlines()[0] == "heracles: error: two variants have the product epochs=1 optimizer=lion"
    assert not (project / ".heracles").exists()


def test_what_is_excluded_is_never_launched(heracles: Heracles, project: Path) -> None:
    declare(project, f"{AXES}\nexclude = [{{ a = 1, b = 'x' }}]")
    assert launched(heracles, project) == ["epochs=1 a=1 b=y", "epochs=1 a=2 b=x", "epochs=1 a=2 b=y"]
    assert launched(heracles, project, "a=1,2,3") == ["epochs=1 a=3 b=x", "epochs=1 a=3 b=y"]


def test_a_word_may_leave_an_exclusion_without_a_match(heracles: Heracles, project: Path) -> None:
    declare(project, f"{AXES}\nexclude = [{{ a = 1, b = 'x' }}]")
    assert len(launched(heracles, project, "a=5")) == 2


def test_words_that_leave_nothing_are_refused(heracles: Heracles, project: Path) -> None:
    declare(project, f"{AXES}\nexclude = [{{ a = 1, b = 'x' }}]")
    ran = heracles("run", "ablation-a", "a=1", "b=x")
    assert (ran.exit_code, ran.out) == (2, "")
    assert ran.err.startswith("heracles: error: ")
    assert not (project / ".heracles").exists()


@pytest.mark.parametrize("verb", ["show", "write", "delete"])
def test_other_verbs_take_words_in_the_same_way(verb: str, heracles: Heracles, project: Path) -> None:
    declare(project, VARIANTS)
    assert heracles("write", "ablation-a", "momentum=5").exit_code == 0
    ran = heracles(verb, "ablation-a", "momentum=5")
    assert ran.exit_code == 0
    said = {
        "show": "epochs=1 optimizer=sgd momentum=5\nepochs=1 optimizer=adam\n",
        "write": "sbatch_hydra0.sh\nsbatch_hydra1.sh\n",
        "delete": "",
    }
    assert ran.out == said[verb]
    assert (project / "sbatch_hydra1.sh").exists() == (verb != "delete")


@pytest.mark.parametrize("command", [("check", "ablation-a"), ("run", "ablation-a")])
def test_products_of_variants_are_told_apart(command: tuple[str, ...], heracles: Heracles, project: Path) -> None:
    """Though no variant varies its optimizer; what all of them have is not told of each."""
    again = 'check = "true"\naxes = { lr = [1, 2] }\n' + VARIANTS.replace("axes = { momentum = [0, 0.9] }", "")
    declare(project, again)
    lines = heracles(*command).out.splitlines()
    told = {line.split(" ...")[0] for line in lines}
    assert len(told) == len(lines)
    assert told <= {f"lr={lr} optimizer={optimizer}" for lr in (1, 2) for optimizer in ("sgd", "adam")}
    assert {word for line in told for word in line.split()} == {"lr=1", "lr=2", "optimizer=sgd", "optimizer=adam"}
