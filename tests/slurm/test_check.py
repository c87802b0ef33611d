"""What the real Hydra in its container says to ``heracles check``; run directories and seeds that reach it."""

from __future__ import annotations

import json
import shlex
import shutil
from typing import TYPE_CHECKING

import pytest

from .image import APPLICATION

if TYPE_CHECKING:
    from subprocess import CompletedProcess

    from .project import Project

CONFIG = """\
[sweeps.ablation-a]
script = "sbatch.sh"
launcher = "slurm"
check = {check}
{more}

[sweeps.ablation-a.axes]
env.num_envs = [8, 16]
env.name = ["Ant", "Reacher", "Walker"]
"""
ALL = 6


def declare(project: Project, more: str = "") -> None:
    check = json.dumps(shlex.join((*project.image.command(project.results), "--cfg", "job")))
    project.write("heracles.toml", CONFIG.format(check=check, more=more))


def checked(project: Project, more: str = "", *words: str) -> CompletedProcess[str]:
    declare(project, more)
    return project.heracles("check", "ablation-a", *words)


def test_a_sound_sweep_is_accepted(project: Project) -> None:
    ran = checked(project, 'overrides = ["trainer=single,ddp"]\nseeds = 3')
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == "3 products checked: every value of 3 axes is accepted\n"
    assert not list(project.results.iterdir())


def test_an_unknown_option_of_a_config_group_is_named_in_hydras_words(project: Project) -> None:
    ran = checked(project, 'overrides = ["trainer=single,dpp"]')
    assert ran.returncode == 1
    said = ran.stderr.splitlines()[1:]
    assert said[:6] == [
        "heracles: error: the application does not accept trainer=dpp",
        "  heracles.toml:5: sweeps.ablation-a.overrides[0]",
        "    trainer=single,dpp",
        "            ^",
        "  In 'config': Could not find 'trainer/dpp'",
        "  Available options in 'trainer':",
    ]
    assert {"  \tddp", "  \tsingle", "2 of 3 products accepted"} <= set(said)
    assert "HYDRA_FULL_ERROR" not in ran.stderr


def test_a_misspelt_key_is_named_in_hydras_words(project: Project) -> None:
    ran = checked(project, "", "env.num_env=4,8")
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[1:5] == [
        "heracles: error: the application does not accept any value of env.num_env, such as env.num_env=4",
        "  argument 1: env.num_env=4,8",
        "                          ^",
        "  Could not override 'env.num_env'.",
    ]


def test_the_row_of_a_zip_is_named_as_a_whole(project: Project) -> None:
    ran = checked(project, "", "pair=zip(trainer=choice(single,dpp),optimizer.name=choice(adam,sgd))")
    assert ran.stderr.splitlines()[1] == (
        "heracles: error: the application does not accept trainer=dpp optimizer.name=sgd"
    )


@pytest.mark.parametrize(("lost", "missed"), [("", []), ("ddp.yaml", ["trainer=ddp"])])
def test_what_a_glob_selects_is_compared_with_what_hydra_lists(project: Project, lost: str, missed: list[str]) -> None:
    shutil.copytree(APPLICATION / "conf", project.folder / "conf")
    if lost:
        (project.folder / "conf" / "trainer" / lost).unlink()
    ran = checked(project, 'overrides = ["trainer=glob(*)"]\nconfig_dir = "conf"')
    assert ran.returncode == bool(missed), ran.stderr
    said = [line for line in ran.stderr.splitlines() if "misses" in line]
    assert said == [f"heracles: error: glob() misses what the application has: {word}" for word in missed]


def test_a_command_that_cannot_run_is_no_fault_of_any_value(project: Project) -> None:
    project.write("heracles.toml", CONFIG.format(check='"ch-run ./none -- true"', more=""))
    ran = project.heracles("check", "ablation-a")
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[1] == (
        "heracles: error: the check fails whatever the values are: ch-run ./none -- true"
    )


def test_each_product_has_a_run_directory_of_its_own(project: Project) -> None:
    word = "hydra.run.dir=/results/runs/${heracles:sweep}/${heracles:id}"
    declare(project, f'overrides = ["{word}", "hydra.output_subdir=.hydra"]')
    ran = project.heracles("run", "ablation-a")
    assert ran.returncode == 0, ran.stderr
    assert "share" not in ran.stderr
    assert len(project.records()) == ALL
    shown = [json.loads(line) for line in project.heracles("show", "ablation-a", "--json").stdout.splitlines()]
    runs = project.results / "runs" / "ablation-a"
    assert sorted(path.name for path in runs.iterdir()) == sorted(each["id"] for each in shown)
    for each in shown:
        overrides = (runs / each["id"] / ".hydra" / "overrides.yaml").read_text()
        assert overrides == "".join(f"- {word}\n" for word in each["overrides"] if not word.startswith("hydra."))


def test_the_index_of_each_task_is_its_seed(project: Project) -> None:
    word = "hydra.run.dir=/results/runs/${heracles:id}/__env(SLURM_ARRAY_TASK_ID)__"
    declare(project, f'seeds = {{ key = "seed", array = "3-5" }}\noverrides = ["{word}"]')
    ran = project.heracles("run", "ablation-a", "--only", "env.name=Ant")
    assert ran.returncode == 0, ran.stderr
    assert "share" not in ran.stderr
    records = project.records()
    assert len(records) == 2 * 3
    for record in records:
        assert str(record.configuration["seed"]) == record.environment["SLURM_ARRAY_TASK_ID"]
    seeds = {(record.configuration["env"]["num_envs"], record.configuration["seed"]) for record in records}
    assert seeds == {(envs, seed) for envs in (8, 16) for seed in (3, 4, 5)}
    folders = [path.relative_to(project.results / "runs") for path in project.results.glob("runs/*/*")]
    assert sorted(folder.name for folder in folders) == ["3", "3", "4", "4", "5", "5"]


def test_the_users_own_array_wins(project: Project) -> None:
    declare(project, 'seeds = { key = "seed", array = "1-90" }')
    ran = project.heracles("run", "ablation-a", "--limit", "1", "--", "--array=7")
    assert ran.returncode == 0, ran.stderr
    assert [record.configuration["seed"] for record in project.records()] == [7]


def test_written_copies_are_arrays_of_seeds(project: Project) -> None:
    declare(project, 'seeds = { key = "seed", array = "1-2" }')
    written = project.heracles("write", "ablation-a", "--limit", "2")
    for copy in written.stdout.splitlines():
        assert project.call("sbatch", copy).returncode == 0
    assert sorted(record.configuration["seed"] for record in project.records()) == [1, 1, 2, 2]
