"""A sweep from outside arrives inside the container as Hydra itself would have resolved it."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from subprocess import CompletedProcess

    from .image import Record
    from .project import Project

SWEEP = ("env.num_envs=8,16,32", "env.name=HalfCheetah,Reacher")
SMALL_SWEEP = ("env.num_envs=8,16",)
CLOSED = "heracles: error: sbatch: Required partition not available (inactive or drain)"

DECLARED = """\
[launchers.cluster]
kind = "slurm"
args = ["--time=10"]

[sweeps.ablation-a]
script = "sbatch.sh"
launcher = "cluster"

[sweeps.ablation-a.axes]
env.num_envs = [8, 16, 32]
"env.name" = ["HalfCheetah", "Reacher"]
"""

CLOSED_AFTER_TWO = """\
#!/bin/sh
echo called >> submissions
[ "$(wc -l < submissions)" -le 2 ] || set -- --partition=closed "$@"
exec {sbatch} "$@"
"""

CHATTY = """\
#!/bin/sh
echo "Welcome to the cluster! 3 days without an outage."
{sbatch} "$@" || exit
echo "Your project has 1234 hours left."
"""

QUOTED = ("'two words'", r"'it\'s'", "'say \"so\"'", "'a,b'", r"'a\b'", "''", "' - -x'")
SPECIAL = ("'$HOME'", "'`date`'", "'$(date)'", "'*'", "'a;b'", "'#c'", "'größe 数 🦁'", "'tab\there'", "'two\nlines'")
TYPED = ("null", "'null'", "1", "'1'", "1.0", "1e-3", "true", "'true'", "[1,'1',[a]]", "{a:1,b:['x y']}", "'${seed}'")
AWKWARD_SWEEPS = {
    "quoted": ("note=" + ",".join(QUOTED),),
    "special": ("note=" + ",".join(SPECIAL),),
    "typed": ("note=" + ",".join(TYPED),),
    "composed": ("layers=[64,64],[]", "optimizer={name:sgd,lr:0.1},{name:'a b'}"),
    "prefixed": ("+env.flags=[{a:1},{b:[x,'y z']}]", "trainer=single,ddp", "~optimizer.lr", "++env.seed=range(1,3)"),
}


def resolved_by_hydra(project: Project, words: Sequence[str], tmp_path: Path) -> list[Any]:
    """The configurations of Hydra's own multirun in the same image, in its order; to be asked while Slurm works."""
    results = tmp_path / "multirun"
    results.mkdir()
    return configurations(project.image.multirun(words, results))


def configurations(records: Sequence[Record]) -> list[Any]:
    return [record.configuration for record in records]


def in_any_order(configurations: Sequence[Any]) -> list[str]:
    """For what was submitted by hand, and so does not know which product it is."""
    return sorted(json.dumps(configuration, sort_keys=True) for configuration in configurations)


def numbers(ran: CompletedProcess[str]) -> set[str]:
    return set(re.findall(r"[0-9]+", ran.stdout + ran.stderr))


def jobs(project: Project) -> set[str]:
    return {task.id.partition("_")[0] for task in project.cluster.tasks(project.folder)}


def with_sbatch(project: Project, text: str) -> dict[str, str]:
    """Puts a site's own ``sbatch`` before the real one on PATH."""
    path = project.cluster.environment["PATH"]
    (project.folder / "bin").mkdir()
    project.write("bin/sbatch", text.format(sbatch=shutil.which("sbatch", path=path)), mode=0o755)
    return {"PATH": f"{project.folder}/bin:{path}"}


@pytest.mark.parametrize("launcher", ["-r=sbatch", "--launcher=slurm"])
def test_the_sweep_of_the_readme_arrives_as_hydra_resolves_it(project: Project, launcher: str, tmp_path: Path) -> None:
    ran = project.heracles("sbatch.sh", launcher, *SWEEP)
    assert ran.returncode == 0, ran.stderr
    assert project.copies() == set()
    assert resolved_by_hydra(project, SWEEP, tmp_path) == configurations(project.records())
    assert jobs(project) <= numbers(ran)


def test_a_declared_sweep_arrives_as_hydra_resolves_it(project: Project, tmp_path: Path) -> None:
    project.write("heracles.toml", DECLARED)
    ran = project.heracles("run", "ablation-a")
    assert ran.returncode == 0, ran.stderr
    assert project.copies() == set()
    assert resolved_by_hydra(project, SWEEP, tmp_path) == configurations(project.records())
    assert jobs(project) <= numbers(ran)


@pytest.mark.parametrize("sweep", AWKWARD_SWEEPS.values(), ids=AWKWARD_SWEEPS)
def test_awkward_values_arrive_as_hydra_resolves_them(project: Project, sweep: Sequence[str], tmp_path: Path) -> None:
    ran = project.heracles("sbatch.sh", "-r=sbatch", *sweep)
    assert ran.returncode == 0, ran.stderr
    assert resolved_by_hydra(project, sweep, tmp_path) == configurations(project.records())


def test_a_script_with_its_own_array_runs_all_its_tasks_for_each_product(project: Project, tmp_path: Path) -> None:
    project.write_script("#SBATCH --array=1-3", arguments="seed=$SLURM_ARRAY_TASK_ID")
    ran = project.heracles("sbatch.sh", "-r=sbatch", *SMALL_SWEEP)
    assert ran.returncode == 0, ran.stderr
    assert resolved_by_hydra(project, [*SMALL_SWEEP, "seed=1,2,3"], tmp_path) == configurations(project.records())
    assert len(jobs(project)) == 2


def test_written_copies_can_be_submitted_by_hand(project: Project, tmp_path: Path) -> None:
    written = project.heracles("sbatch.sh", "-w", *SMALL_SWEEP)
    for copy in written.stdout.splitlines():
        assert project.call("sbatch", copy).returncode == 0
    assert project.heracles("sbatch.sh", "-d", *SMALL_SWEEP).returncode == 0
    assert project.copies() == set()
    expected = resolved_by_hydra(project, SMALL_SWEEP, tmp_path)
    assert in_any_order(expected) == in_any_order(configurations(project.records()))


def test_the_same_script_runs_here(project: Project, tmp_path: Path) -> None:
    ran = project.heracles("sbatch.sh", "-l", "local", *SMALL_SWEEP)
    assert ran.returncode == 0, ran.stderr
    assert resolved_by_hydra(project, SMALL_SWEEP, tmp_path) == configurations(project.records())


def test_a_task_knows_which_product_it_is(project: Project) -> None:
    project.write("heracles.toml", DECLARED)
    shown = project.heracles("show", "ablation-a", "--json").stdout.splitlines()
    assert project.heracles("run", "ablation-a", "--limit", "2").returncode == 0
    first, second = (record.environment for record in project.records())
    assert [first["HERACLES_ID"], second["HERACLES_ID"]] == [json.loads(line)["id"] for line in shown[:2]]
    assert [first["HERACLES_INDEX"], second["HERACLES_INDEX"]] == ["0", "1"]
    assert first["HERACLES_SWEEP"] == second["HERACLES_SWEEP"] == "ablation-a"
    assert first["HERACLES_LAUNCH"] == second["HERACLES_LAUNCH"] != ""


def test_a_closed_partition_launches_nothing(project: Project) -> None:
    ran = project.heracles("sbatch.sh", "-r=sbatch --partition=closed", *SMALL_SWEEP)
    assert ran.returncode == 1
    assert CLOSED in ran.stderr.splitlines()
    assert "  2 not launched" in ran.stderr.splitlines()
    assert project.copies() == set()
    assert jobs(project) == set()


def test_a_declared_sweep_can_be_sent_to_a_closed_partition(project: Project) -> None:
    project.write("heracles.toml", DECLARED)
    ran = project.heracles("run", "ablation-a", "--", "--partition=closed")
    assert ran.returncode == 1
    assert CLOSED in ran.stderr.splitlines()
    assert jobs(project) == set()


def test_arguments_that_are_mended_after_nothing_was_launched_stand_in_nobodys_way(project: Project) -> None:
    project.write("heracles.toml", DECLARED)
    assert project.heracles("run", "ablation-a", "--", "--partition=closed").returncode == 1
    ran = project.heracles("run", "ablation-a")
    assert ran.returncode == 0, ran.stderr
    assert [record.environment["HERACLES_INDEX"] for record in project.records()] == list("012345")


def test_after_a_partition_closed_half_way_the_rest_is_launched_as_the_message_says(
    project: Project, tmp_path: Path
) -> None:
    ran = project.heracles("sbatch.sh", "-r=sbatch", *SWEEP, **with_sbatch(project, CLOSED_AFTER_TWO))
    said = ran.stderr.splitlines()
    assert ran.returncode == 1
    assert CLOSED in said
    assert "  2 of 6 launched" in said
    assert "  4 not launched" in said
    assert jobs(project) <= numbers(ran)
    [to_go_on] = [line.partition("to go on: heracles ")[2] for line in said if "to go on: " in line]
    assert project.heracles(*to_go_on.split()).returncode == 0
    assert resolved_by_hydra(project, SWEEP, tmp_path) == configurations(project.records())


def test_a_job_id_is_found_among_what_a_site_prints(project: Project) -> None:
    ran = project.heracles("sbatch.sh", "-r=sbatch", *SMALL_SWEEP, **with_sbatch(project, CHATTY))
    assert ran.returncode == 0, ran.stderr
    assert len(jobs(project)) == 2
    assert jobs(project) <= numbers(ran)


def test_a_job_id_is_found_before_the_name_of_its_cluster(project: Project) -> None:
    ran = project.heracles("sbatch.sh", f"-r=sbatch --clusters={project.cluster.name}", *SMALL_SWEEP)
    assert ran.returncode == 0, ran.stderr
    assert len(jobs(project)) == 2
    assert jobs(project) <= numbers(ran)
