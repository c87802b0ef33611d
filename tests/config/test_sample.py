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
    assert [each[:2] for each in found] == [
        (f"env.num_envs={number}", f"env.name={name}") for number in (8, 16, 32) for name in ("HalfCheetah", "Reacher")
    ]
    assert len({seed for _, _, seed in found}) == 6
    assert (sweep.script, sweep.launcher) == ("sbatch.sh", "local")


def test_its_script_runs_with_nothing_but_a_shell(project: config.Project) -> None:
    script = Path("sbatch.sh")
    script.write_text(config.sample_script())
    words = next(products(project.sweep("ablation-a"))).overrides
    done = subprocess.run(["bash", script, *words], stdout=subprocess.PIPE, text=True, check=True)
    assert done.stdout == f"singularity exec --nv app.sif python main.py {' '.join(words)}\n"


def test_what_it_shows_in_comments_is_right_too(folder: Path) -> None:
    lines = config.sample().splitlines()
    uncommented = [line[1:] if line.startswith("#") and line[1:2].strip() else line for line in lines]
    (folder / "heracles.toml").write_text("\n".join(uncommented))
    project = config.load("heracles.toml")
    assert [sweep.name for sweep in project.sweeps] == ["ablation-a", "words", "same-seeds", "own-key", "placed"]
    assert [launcher.name for launcher in project.launchers[2:]] == ["cluster", "one-by-one", "pbs"]
    assert project.launcher("cluster") == SlurmSettings(
        args=("--partition=gpu", "--gres=gpu:1"), array=False, hold=False, max_running=50, max_queued=500
    )


def test_it_asks_before_a_thousand_tasks_are_launched(project: config.Project) -> None:
    assert project.confirm_above == (1000, None)


def test_it_fits_a_page_and_a_terminal() -> None:
    lines = config.sample().splitlines()
    assert max(map(len, lines)) <= 102
    assert len(lines) <= 100


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
