"""The example that ``heracles init`` writes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from heracles import config
from heracles.launchers.base import SlurmSettings
from heracles.sweep import products

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(folder: Path) -> config.Project:
    (folder / "heracles.toml").write_text(config.sample())
    return config.load("heracles.toml")


def test_it_declares_six_products_with_a_seed_each(project: config.Project) -> None:
    sweep = project.sweep("ablation-a")
    found = [product.overrides for product in products(sweep)]
    assert [each[1:3] for each in found] == [
        (f"env.num_envs={number}", f"env.name={name}") for number in (8, 16, 32) for name in ("HalfCheetah", "Reacher")
    ]
    assert len({seed for _, _, _, seed in found}) == 6
    assert (sweep.script, sweep.launcher) == ("sbatch.sh", "local")


def test_its_script_runs_with_nothing_but_a_shell(project: config.Project) -> None:
    script = Path("sbatch.sh")
    script.write_text(config.sample_script())
    words = next(products(project.sweep("ablation-a"))).overrides
    done = subprocess.run(["bash", script, *words], stdout=subprocess.PIPE, text=True, check=True)
    assert done.stdout == f"singularity exec --nv app.sif python main.py {' '.join(words)}\n"


@pytest.fixture
def switched_on(folder: Path) -> config.Project:
    """What it declares with all that it shows in comments."""
    lines = config.sample().splitlines()
    uncommented = [line[1:] if line.startswith("#") and line[1:2].strip() else line for line in lines]
    (folder / "heracles.toml").write_text("\n".join(uncommented))
    return config.load("heracles.toml")


def test_what_it_shows_in_comments_is_right_too(switched_on: config.Project) -> None:
    assert [sweep.name for sweep in switched_on.sweeps] == [
        "ablation-a", "words", "pairs", "optimizers", "same-seeds", "array-of-seeds", "own-key", "placed",
    ]  # fmt: skip
    assert [launcher.name for launcher in switched_on.launchers[2:]] == ["cluster", "one-by-one", "pbs"]
    assert switched_on.launcher("cluster") == SlurmSettings(
        args=("--partition=gpu", "--gres=gpu:1"), array=False, hold=False, max_running=50, max_queued=500
    )


def test_the_sweeps_in_comments_are_what_they_are_said_to_be(switched_on: config.Project) -> None:
    run_dir = "hydra.run.dir=runs/${heracles:sweep}/${heracles:id}"
    found = {sweep.name: [product.overrides for product in products(sweep)] for sweep in switched_on.sweeps}
    assert {each[0] for of_sweep in found.values() for each in of_sweep} == {run_dir}
    assert {name: len(of_sweep) for name, of_sweep in found.items()} == {
        "ablation-a": 6, "words": 16, "pairs": 4, "optimizers": 7, "same-seeds": 6, "array-of-seeds": 2, "own-key": 5,
        "placed": 1,
    }  # fmt: skip
    assert [each[2:] for each in found["pairs"]][:2] == [
        ("model=resnet", "optimizer=sgd"), ("model=vit", "optimizer=adamw"),
    ]  # fmt: skip
    assert not [each for each in found["optimizers"] if "momentum=0.99" in each and "depth=8" in each]
    assert switched_on.sweep("array-of-seeds").array == "1-90"
    assert {sweep.check[:2] for sweep in switched_on.sweeps} == {("singularity", "exec")}
    assert {sweep.config_dir for sweep in switched_on.sweeps} == {"conf"}


def test_it_asks_before_a_thousand_tasks_are_launched(project: config.Project) -> None:
    assert project.confirm_above == (1000, None)


def test_it_fits_a_few_pages_and_a_terminal() -> None:
    lines = config.sample().splitlines()
    assert max(map(len, lines)) <= 102
    assert len(lines) <= 160


def test_the_one_at_the_top_of_the_tree_is_the_same_file() -> None:
    assert os.path.samefile(ROOT / "heracles.toml.example", ROOT / "heracles" / "config" / "heracles.toml.example")
    assert (ROOT / "heracles.toml.example").read_text() == config.sample()


def test_it_is_found_inside_an_archive(folder: Path) -> None:
    archive = shutil.make_archive("heracles", "zip", ROOT, "heracles")
    program = "import sys; from heracles import config; sys.stdout.write(config.sample() + config.sample_script())"
    done = subprocess.run(
        [sys.executable, "-S", "-c", program],
        cwd=folder,
        env={"PYTHONPATH": archive},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert done.stdout == config.sample() + config.sample_script()
