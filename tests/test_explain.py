"""``heracles show NAME --explain``: what a sweep is made of, and where each part stands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Heracles

CONFIG = """\
default_launcher = "local"
[defaults]
overrides = ["+trainer=ddp"]
[sweeps.a]
description = "a try"
script = "sbatch.sh"
overrides = ["lr=0.1,0.01"]
seeds = 5
[sweeps.a.axes]
env.name = ["Ant", "Reacher"]
[sweeps.a.zip.pair]
model = ["resnet", "vit"]
optimizer = ["sgd", "adamw"]
"""


@pytest.fixture
def project(project: Path) -> Path:
    (project / "heracles.toml").write_text(CONFIG)
    return project


def explained(heracles: Heracles, *words: str) -> list[str]:
    ran = heracles("show", "a", "--explain", *words)
    assert (ran.exit_code, ran.err) == (0, "")
    return ran.out.splitlines()


def test_every_part_has_its_line(heracles: Heracles, project: Path) -> None:
    lines = explained(heracles)
    assert lines == [
        "description  a try                        heracles.toml:5: description",
        "script       sbatch.sh                    heracles.toml:6: script",
        "launcher     local                        heracles.toml:1: default_launcher",
        "entropy      a                            the sweep's name",
        "override     +trainer=ddp                 heracles.toml:3: defaults.overrides[0]",
        "override     lr=0.1,0.01                  heracles.toml:7: overrides[0]",
        "axis         env.name=Ant,Reacher         heracles.toml:10: axes.env.name",
        "zip          model=resnet,vit optimizer=sgd,adamw",
        "                                          heracles.toml:11: zip.pair",
        "seeds        seed=__randseed(5)__         heracles.toml:8: seeds",
    ]
    assert max(map(len, lines)) <= 80


def test_words_stand_in_the_place_of_what_they_replace(heracles: Heracles, project: Path) -> None:
    lines = explained(heracles, "+debug=true", "env.name=Walker", "--entropy", "7")
    assert lines[3] == "entropy      7                            --entropy, replacing the sweep's name"
    assert lines[6] == "axis         env.name=Walker              argument 2, replacing heracles.toml:10"
    assert lines[-1] == "override     +debug=true                  argument 1"
    assert len(lines) == 11


def test_a_word_for_one_key_of_a_zip_leaves_the_others(heracles: Heracles, project: Path) -> None:
    assert explained(heracles, "+model=mlp")[6:] == [
        "axis         env.name=Ant,Reacher      heracles.toml:10: axes.env.name",
        "zip          model=resnet,vit optimizer=sgd,adamw",
        "                                       heracles.toml:11: zip.pair, without model",
        "seeds        seed=__randseed(5)__      heracles.toml:8: seeds",
        "override     +model=mlp                argument 1",
    ]


def test_words_for_all_keys_of_a_zip_replace_it(heracles: Heracles, project: Path) -> None:
    assert explained(heracles, "model=mlp", "optimizer=sgd")[6:] == [
        "axis         env.name=Ant,Reacher  heracles.toml:10: axes.env.name",
        "seeds        seed=__randseed(5)__  heracles.toml:8: seeds",
        "override     optimizer=sgd         argument 2",
        "override     model=mlp             argument 1",
    ]


@pytest.mark.parametrize("word", ["pair=zip(a=[1,2],b=[3,4])", "other=zip(model=[m,n],optimizer=[o,p])"])
def test_a_zip_stands_in_the_place_of_the_one_that_it_replaces(word: str, heracles: Heracles, project: Path) -> None:
    parts = [json.loads(line) for line in explained(heracles, word, "--json")]
    assert parts[7:] == [
        {"part": "zip", "text": word, "source": "argument 1, replacing heracles.toml:11"},
        {"part": "seeds", "text": "seed=__randseed(5)__", "source": "heracles.toml:8: sweeps.a.seeds"},
    ]


def test_the_parts_as_json_lines(heracles: Heracles, project: Path) -> None:
    parts = [json.loads(line) for line in explained(heracles, "lr=1", "--json")]
    assert parts[5] == {"part": "override", "text": "lr=1", "source": "argument 1, replacing heracles.toml:7"}
    assert [part["part"] for part in parts][-1] == "seeds"


def test_a_sweep_that_is_not_declared(heracles: Heracles, project: Path) -> None:
    ran = heracles("show", "b", "--explain")
    assert (ran.exit_code, ran.out) == (2, "")
    assert ran.err.startswith("heracles: error: there is no sweep b in heracles.toml\n")


def test_words_are_read_as_for_a_launch(heracles: Heracles, project: Path) -> None:
    assert heracles("show", "a", "--explain", "lr=[1").exit_code == 2
