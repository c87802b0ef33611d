"""``seeds = { key, array }``: every product is a job array whose index is the seed."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from . import launching
from .launching import executable, launches, names

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Heracles
    from .stand_in import StandIn

pytestmark = pytest.mark.once

CONFIG = """\
[launchers.cluster]
kind = "slurm"
args = [{args}]
[launchers.queue]
kind = "command"
command = "./submit"
[sweeps.ablation-a]
script = "sbatch.sh"
launcher = "cluster"
seeds = {{ key = "seed", array = "0-89" }}
axes = {{ a = [1, 2] }}
"""
SCRIPT = '#!/bin/bash\n{header}./main.py "$@" hydra.run.dir=$SLURM_JOB_ID\n'
WORD = "a={a} seed=__env(SLURM_ARRAY_TASK_ID)__"


@pytest.fixture(autouse=True)
def slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    return launching.put_in_place(tmp_path / "slurm", monkeypatch)


@pytest.fixture
def project(folder: Path) -> Path:
    declare(folder)
    executable(folder / "main.py", "#!/bin/bash\nprintf '<%s>' \"$@\"\n")
    return folder


def declare(folder: Path, header: str = "", args: str = "") -> None:
    executable(folder / "sbatch.sh", SCRIPT.format(header=header))
    (folder / "heracles.toml").write_text(CONFIG.format(args=args))


def asked_of_sbatch(heracles: Heracles, *words: str) -> list[str]:
    """The arrays that sbatch would be asked for, in the order of its words."""
    ran = heracles("run", "ablation-a", "--dry-run", *words)
    assert ran.exit_code == 0, ran.err
    [call] = [line for line in ran.err.splitlines() if line.startswith("would call: ")]
    return [word for word in call.split() if word.startswith("--array")]


def refused(heracles: Heracles, *words: str) -> list[str]:
    ran = heracles(*words)
    assert (ran.exit_code, ran.out) == (2, "")
    return ran.err.splitlines()


def test_each_product_is_launched_as_that_array(heracles: Heracles, project: Path, slurm: StandIn) -> None:
    ran = heracles("run", "ablation-a")
    assert ran.exit_code == 0, ran.err
    assert [line for line in ran.err.splitlines() if "tasks" in line] == ["180 tasks, in 2 jobs"]
    assert len(slurm.jobs()) == 2
    assert launches(project)[0].terms.own_tasks == 90


def test_a_preview_counts_its_tasks(heracles: Heracles, project: Path) -> None:
    shown = heracles("show", "ablation-a")
    assert shown.out.splitlines() == [f"a={a} 'seed=__env(SLURM_ARRAY_TASK_ID)__'" for a in (1, 2)]
    assert "180 tasks, in 2 jobs" in shown.err.splitlines()


def test_the_users_own_arguments_win(heracles: Heracles, project: Path) -> None:
    assert asked_of_sbatch(heracles) == ["--array=0-89"]
    assert asked_of_sbatch(heracles, "--", "--array=1-3") == ["--array=0-89", "--array=1-3"]


@pytest.mark.parametrize("header", ["#SBATCH --array=0-89\n", "#SBATCH -a 0-89%10\n", "#PBS -t 0-89\n"])
def test_a_script_that_declares_the_same_array_keeps_its_own(header: str, heracles: Heracles, project: Path) -> None:
    declare(project, header)
    assert asked_of_sbatch(heracles) == []
    assert "180 tasks, in 2 jobs" in heracles("show", "ablation-a").err.splitlines()
    heracles("write", "ablation-a")
    assert (project / "sbatch_hydra0.sh").read_text().count("0-89") == 1


def test_a_script_with_another_array_is_refused(heracles: Heracles, project: Path) -> None:
    declare(project, "#SBATCH --time=1\n#SBATCH --array=1-9\n")
    fault = [
        "heracles: error: the seeds of ablation-a are the tasks 0-89, and the script asks for others",
        "  sbatch.sh:3: #SBATCH --array=1-9",
        "                       ^",
        '  leave this out, or write array = "1-9" in seeds',
    ]
    assert refused(heracles, "run", "ablation-a") == fault
    assert refused(heracles, "write", "ablation-a") == fault
    assert names(project) == ["heracles.toml", "main.py", "sbatch.sh"]
    shown = heracles("show", "ablation-a")
    assert shown.exit_code == 0
    assert f"heracles: warning: it cannot be launched so: {fault[0][17:]}" in shown.err.splitlines()


def test_a_launcher_with_another_array_is_refused(heracles: Heracles, project: Path) -> None:
    declare(project, args='"--array=5"')
    assert refused(heracles, "run", "ablation-a")[:2] == [
        "heracles: error: the seeds of ablation-a are the tasks 0-89, and the launcher asks for others",
        "  launcher arguments: --array=5",
    ]


@pytest.mark.parametrize("launcher", ["local", "queue"])
def test_only_slurm_makes_arrays(launcher: str, heracles: Heracles, project: Path) -> None:
    executable(project / "submit", "#!/bin/sh\n")
    assert refused(heracles, "run", "ablation-a", "-l", launcher) == [
        "heracles: error: the seeds of ablation-a are the indices of a job array, which only Slurm makes",
        "  launch it by Slurm: -l slurm; or draw the seeds: seeds = 90",
    ]


def test_a_word_for_the_seed_needs_no_array(heracles: Heracles, project: Path) -> None:
    assert asked_of_sbatch(heracles, "a=1", "seed=7") == []
    ran = heracles("run", "ablation-a", "seed=7", "-l", "local")
    assert ran.exit_code == 0, ran.err


@pytest.mark.parametrize(
    "word",
    ["seed=__env(SLURM_ARRAY_TASK_ID)__", "+seed=__env:SLURM_ARRAY_TASK_ID__", "seed='__env(SLURM_ARRAY_TASK_ID)__'"],
)
def test_a_word_that_says_the_same_of_the_seed_keeps_the_array(word: str, heracles: Heracles, project: Path) -> None:
    """Else the seed would be the place of the product in an array of heracles's own."""
    assert asked_of_sbatch(heracles, word) == ["--array=0-89"]


def test_written_copies_ask_for_the_array_themselves(heracles: Heracles, project: Path) -> None:
    declare(project, "#SBATCH --time=1\n")
    ran = heracles("write", "ablation-a")
    assert ran.exit_code == 0
    assert 'overrides go in as "$@" at sbatch.sh:3  ./main.py "$@" hydra.run.dir=$SLURM_JOB_ID' in ran.err.splitlines()
    copy = project / "sbatch_hydra1.sh"
    assert copy.read_text().splitlines()[:3] == ["#!/bin/bash", "#SBATCH --array=0-89", "#SBATCH --time=1"]
    environment = {**os.environ, "SLURM_ARRAY_TASK_ID": "42", "SLURM_JOB_ID": "5"}
    out = subprocess.run(["bash", copy], env=environment, capture_output=True, text=True, check=True).stdout
    assert out == "<a=2><seed=42><hydra.run.dir=5>"


def test_a_script_without_a_shebang_gets_the_array_at_its_top(heracles: Heracles, project: Path) -> None:
    executable(project / "sbatch.sh", './main.py "$@"\n')
    assert heracles("write", "ablation-a").exit_code == 0
    assert (project / "sbatch_hydra0.sh").read_text().startswith("#SBATCH --array=0-89\n")


def test_another_array_is_another_launcher(heracles: Heracles, project: Path) -> None:
    """What runs is not the same any more: earlier products have other seeds."""
    assert heracles("run", "ablation-a").exit_code == 0
    toml = project / "heracles.toml"
    toml.write_text(toml.read_text().replace("0-89", "0-79"))
    [what, *_] = refused(heracles, "run", "ablation-a")
    assert what.endswith("its launcher was sbatch --array=0-89")


def test_results_are_those_of_one_task_of_a_product(heracles: Heracles, project: Path) -> None:
    assert heracles("run", "ablation-a").exit_code == 0
    ran = heracles("results", "ablation-a", "--path", "${heracles:index}.json", "--key", "loss")
    assert ran.out == "index  a  loss\n0      1\n1      2\n"
    assert ran.err == (
        "each product has 90 tasks and one file: what the last of them wrote is shown\n"
        "2 of 2 products have no ${heracles:index}.json; looked for 0.json and the like\n"
    )
