"""``${heracles:id}`` and its like are filled in wherever words leave heracles: copies, launches, the ledger, JSON."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from heracles import ledger, plan, sweep as sweeps
from heracles.errors import Place
from heracles.grammar import parse

from . import launching
from .launching import copies, executable, launches, names, newest, titles

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Heracles
    from .stand_in import StandIn

DIRECTORY = "hydra.run.dir=runs/${heracles:sweep}/${heracles:id}"
OF_LAUNCH = "log=/logs/${heracles:launch}"
SCRIPT = '#!/bin/bash\n./main.py "$@"\n'
PROGRAM = "#!/bin/bash\nprintf '<%s>' \"$@\"\n"
CONFIG = f"""\
[launchers.cluster]
kind = "slurm"
[launchers.queue]
kind = "command"
command = "./submit"
[sweeps.ablation-a]
script = "sbatch.sh"
overrides = ["{DIRECTORY}", "{OF_LAUNCH}"]
axes = {{ a = [1, 2] }}
"""


@pytest.fixture
def project(folder: Path) -> Path:
    """A project whose application prints its arguments."""
    executable(folder / "sbatch.sh", SCRIPT)
    executable(folder / "main.py", PROGRAM)
    (folder / "heracles.toml").write_text(CONFIG)
    return folder


@pytest.fixture
def slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    return launching.put_in_place(tmp_path / "slurm", monkeypatch)


def ids(heracles: Heracles, *words: str) -> list[str]:
    """The ids of a sweep's products, as they are shown before they are filled in."""
    return [json.loads(line)["id"] for line in heracles(*words, "--json").out.splitlines()]


def ran(copy: Path, **variables: str) -> str:
    """What the application of a copy prints, run by the shell that the copy is for."""
    return subprocess.run(
        ["bash", copy], env={**os.environ, **variables}, capture_output=True, text=True, check=True
    ).stdout


def test_written_copies_carry_what_is_filled_in(heracles: Heracles, project: Path) -> None:
    words = ("a=1,2", DIRECTORY, "note='${heracles:index}, ${b:c}'", "n=${heracles:index}")
    first, second = ids(heracles, "sbatch.sh", *words)
    assert heracles("sbatch.sh", "-w", *words).exit_code == 0
    assert ran(project / "sbatch_hydra0.sh") == f"<a=1><hydra.run.dir=runs/sbatch/{first}><note='0, ${{b:c}}'><n=0>"
    assert ran(project / "sbatch_hydra1.sh") == f"<a=2><hydra.run.dir=runs/sbatch/{second}><note='1, ${{b:c}}'><n=1>"


def test_the_id_is_that_of_the_words_before(heracles: Heracles, project: Path) -> None:
    """Else it would hang on the launch, or on its own value."""
    shown = [json.loads(line) for line in heracles("show", "ablation-a", "--json").out.splitlines()]
    unfilled = sweeps.products(_sweep("a=1,2", DIRECTORY, OF_LAUNCH))
    assert [each["id"] for each in shown] == [product.id for product in unfilled]


def _sweep(*words: str) -> sweeps.Sweep:
    return sweeps.Sweep("ablation-a", "sbatch.sh", ".", (parse([(word, Place("", word)) for word in words]),), "1")


def test_what_is_not_known_before_a_launch_is_shown_as_it_stands(heracles: Heracles, project: Path) -> None:
    first, second = ids(heracles, "show", "ablation-a")
    rest = "'log=/logs/${heracles:launch}'"
    assert heracles("show", "ablation-a").out.splitlines() == [
        f"hydra.run.dir=runs/ablation-a/{first} {rest} a=1",
        f"hydra.run.dir=runs/ablation-a/{second} {rest} a=2",
    ]
    assert heracles("show", "ablation-a", "--only", "a=2").out.count("\n") == 1
    assert heracles("run", "ablation-a", "-l", "local", "--dry-run").out == heracles("show", "ablation-a").out


def test_json_has_words_and_values_as_hydra_reads_them(heracles: Heracles, project: Path) -> None:
    out = heracles("sbatch.sh", "--json", "a=5", DIRECTORY, "n=${heracles:index}", "l=[${heracles:index},x]").out
    product = json.loads(out)
    directory = f"runs/sbatch/{product['id']}"
    assert product["overrides"] == ["a=5", f"hydra.run.dir={directory}", "n=0", "l=[0,x]"]
    assert product["values"] == {"a": 5, "hydra.run.dir": directory, "n": 0, "l": [0, "x"]}


def test_copies_that_belong_to_no_launch_cannot_name_one(heracles: Heracles, project: Path) -> None:
    refused = heracles("write", "ablation-a")
    assert (refused.exit_code, refused.out) == (2, "")
    assert refused.err.splitlines()[0] == (
        "heracles: error: copies that are only written belong to no launch, which log asks for"
    )
    assert refused.err.splitlines()[-1] == "  launch them, or write ${heracles:id} in place of ${heracles:launch}"
    assert names(project) == ["heracles.toml", "main.py", "sbatch.sh"]


def test_the_tasks_of_a_job_array_get_what_is_filled_in(heracles: Heracles, project: Path, slurm: StandIn) -> None:
    first, second = ids(heracles, "show", "ablation-a")
    assert heracles("run", "ablation-a", "-l", "cluster", "--keep").exit_code == 0
    (launch,) = launches(project)
    (copy,) = copies(project, launch)
    path = project / ".heracles" / "launches" / launch.id / "copies" / copy
    for task, (id_, a) in enumerate([(first, 1), (second, 2)]):
        words = [f"hydra.run.dir=runs/ablation-a/{id_}", f"log=/logs/{launch.id}", f"a={a}"]
        assert ran(path, SLURM_ARRAY_TASK_ID=str(task)) == "".join(f"<{word}>" for word in words)


def test_the_ledger_has_what_was_launched(heracles: Heracles, project: Path) -> None:
    first, second = ids(heracles, "show", "ablation-a")
    assert heracles("run", "ablation-a", "-l", "local").exit_code == 0
    (launch,) = launches(project)
    recorded = tuple(ledger.products(str(project / ".heracles"), launch.id, 0, 1))
    assert [product.id for product in recorded] == [first, second]
    assert recorded[1].overrides == (f"hydra.run.dir=runs/ablation-a/{second}", f"log=/logs/{launch.id}", "a=2")
    assert recorded[1].values["log"] == f"/logs/{launch.id}"
    logs = project / ".heracles" / "launches" / launch.id / "logs"
    assert (logs / "1.log").read_text() == "".join(f"<{word}>" for word in recorded[1].overrides)


def test_a_product_that_was_launched_is_not_launched_again(heracles: Heracles, project: Path) -> None:
    assert heracles("run", "ablation-a", "-l", "local").exit_code == 0
    again = heracles("run", "ablation-a", "-l", "local")
    assert again.err == "2 completed, nothing new\n"


def test_copies_beside_the_script_are_those_that_are_deleted_again(heracles: Heracles, project: Path) -> None:
    """Later commands know them by the words that the ledger has."""
    executable(project / "submit", "#!/bin/sh\n[ -e open ]\n")
    assert heracles("run", "ablation-a", "-l", "queue").exit_code == 1
    left = ["heracles.toml", "main.py", "sbatch.sh", "sbatch_hydra0.sh", "sbatch_hydra1.sh", "submit"]
    assert names(project) == left
    assert newest(project).launch.id in ran(project / "sbatch_hydra1.sh")
    (project / "open").touch()
    assert heracles("resume").exit_code == 0
    assert names(project) == ["heracles.toml", "main.py", "open", "sbatch.sh", "submit"]


def test_a_launch_that_is_closed_takes_its_copies_along(heracles: Heracles, project: Path) -> None:
    executable(project / "submit", "#!/bin/sh\n[ -e open ]\n")
    assert heracles("run", "ablation-a", "-l", "queue").exit_code == 1
    (project / "open").touch()
    assert heracles("run", "ablation-a", "-l", "queue", "--again").exit_code == 0
    assert names(project) == ["heracles.toml", "main.py", "open", "sbatch.sh", "submit"]
    assert all(launches(project)[-1].id in title for title in titles(project, launches(project)[-1]))


def test_products_that_ask_for_nothing_are_launched_as_they_are() -> None:
    sweep = _sweep("a=1,2", "b=range(1000000)", "c=shuffle(x,y)", "d=__env(X)__", "e=${now:%H}")
    products = tuple(product for product, _ in zip(sweeps.products(sweep), range(10)))
    assert all(one is other for one, other in zip(plan.filled(products, sweep), products))


def test_products_with_random_seeds_are_filled_in(heracles: Heracles, project: Path) -> None:
    for words in (["seed=__randseed:2__", DIRECTORY], [DIRECTORY, "seed=__randseed:2__"]):
        products = [
            json.loads(line) for line in heracles("sbatch.sh", "--json", "--entropy=1", *words).out.splitlines()
        ]
        assert len({product["id"] for product in products}) == 2
        for product in products:
            assert product["values"]["hydra.run.dir"] == f"runs/sbatch/{product['id']}"
            assert f"seed={product['values']['seed']}" in product["overrides"]


@pytest.mark.parametrize("word", ["c=shuffle(x,${heracles:id})", "z=zip(a=[1,2],b=[x,${heracles:id}])"])
def test_one_value_of_many_may_ask(word: str) -> None:
    sweep = _sweep(word)
    filled = [each for product in plan.filled(sweeps.products(sweep), sweep) for each in product.overrides]
    assert not any("${" in each for each in filled)
    assert sum(len(each) > 16 for each in filled) == 1


@pytest.mark.parametrize(
    "lines",
    [
        'axes.a = ["${heracles:id}", 2]  # what its line holds besides is no word',
        'zip.p = { a = ["${heracles:id}", 2], b = [1, 2] }',
    ],
)
def test_typed_values_are_launched_whatever_their_lines_look_like(
    lines: str, heracles: Heracles, project: Path, slurm: StandIn
) -> None:
    (project / "heracles.toml").write_text(f'[sweeps.ablation-a]\nscript = "sbatch.sh"\n{lines}\n')
    for launcher in ("local", "slurm"):
        launched = heracles("run", "ablation-a", "-l", launcher, "--again")
        assert launched.exit_code == 0, launched.err


def test_what_all_products_have_is_not_told_of_each(heracles: Heracles, project: Path) -> None:
    axes = 'axes = { a = [1, 2], b = "x y", out = "${heracles:id}" }'
    (project / "heracles.toml").write_text(f'[sweeps.ablation-a]\nscript = "sbatch.sh"\ncheck = "true"\n{axes}\n')
    for command in (("check", "ablation-a"), ("run", "ablation-a", "-l", "local")):
        told = heracles(*command).out.splitlines()
        assert sorted(line.split(" ...")[0] for line in told if " ..." in line) == ["a=1", "a=2"]
