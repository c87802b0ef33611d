"""A launch whose products share a run directory of Hydra's warns once, with the line that keeps them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from . import launching

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Heracles
    from .stand_in import StandIn

OWN = "hydra.run.dir=runs/${heracles:sweep}/${heracles:id}"
BY_THE_SECOND = (
    "heracles: warning: products that begin in the same second share a run directory, "
    "unless the application sets hydra.run.dir"
)
ADD = f"  to give each product its own, and not to be told again, add '{OWN}'"
CONFIG = """\
[sweeps.ablation-a]
script = "sbatch.sh"
launcher = "{launcher}"
overrides = [{overrides}]
axes = {{ a = [1, 2] }}
"""


@pytest.fixture
def slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    return launching.put_in_place(tmp_path / "slurm", monkeypatch)


def told(heracles: Heracles, *words: str) -> list[str]:
    """The warning of a launch, and its cure."""
    ran = heracles("sbatch.sh", "-r=cat", "--dry-run", *words)
    assert ran.exit_code == 0, ran.err
    lines = ran.err.splitlines()
    starts = [place for place, line in enumerate(lines) if "warning" in line]
    return [line for place in starts for line in lines[place : place + 2]]


def test_products_that_begin_in_the_same_second_are_warned_of(heracles: Heracles, project: Path) -> None:
    assert told(heracles, "a=1,2") == [BY_THE_SECOND, ADD]


def test_what_is_warned_of_is_one_line_away_from_silence(heracles: Heracles, project: Path) -> None:
    assert told(heracles, "a=1,2", OWN) == []


def test_one_product_shares_with_nobody(heracles: Heracles, project: Path) -> None:
    assert told(heracles, "a=1") == []
    assert told(heracles, "a=1,2", "--limit", "1") == []


@pytest.mark.parametrize(
    "word",
    [
        "hydra.run.dir=runs/x",
        "hydra.run.dir='runs/${now:%H-%M-%S}/${hydra.job.name}'",
        "++hydra.run.dir=/scratch/${heracles:sweep}/${heracles:launch}",
        "hydra.run={dir:x}",
    ],
)
def test_a_directory_that_says_nothing_of_the_product_is_shared_by_all(
    word: str, heracles: Heracles, project: Path
) -> None:
    assert told(heracles, "a=1,2", word) == [f"heracles: warning: all products share a run directory: {word}", ADD]


@pytest.mark.parametrize(
    "word",
    [
        "hydra.run.dir=runs/${heracles:index}",
        "hydra.run.dir='runs/${now:%H}/${heracles:id}'",
        "hydra.run.dir=runs/${hydra.job.override_dirname}",
        "hydra.run.dir=runs/${a}",
        "hydra.run.dir=${oc.env:RUNS}",
        "hydra.run.dir=runs/__env(JOB_ID)__",
        "hydra.run={dir:'${heracles:id}'}",
    ],
)
def test_a_directory_that_may_differ_is_nothing_to_warn_of(word: str, heracles: Heracles, project: Path) -> None:
    assert told(heracles, "a=1,2", word) == []


@pytest.mark.parametrize(
    "command",
    [
        "python main.py hydra.run.dir=runs/$SLURM_JOB_ID",
        "python main.py --multirun hydra.sweep.dir=runs",
        "./simulate",
    ],
)
def test_a_script_that_sees_to_it_itself_is_left_alone(command: str, heracles: Heracles, project: Path) -> None:
    launching.executable(project / "sbatch.sh", f"#!/bin/bash\n{command}\n")
    assert told(heracles, "a=1,2") == []


def test_a_comment_sets_no_directory(heracles: Heracles, project: Path) -> None:
    launching.executable(project / "sbatch.sh", "#!/bin/bash\n # maybe: hydra.run.dir=x\npython main.py\n")
    assert told(heracles, "a=1,2") == [BY_THE_SECOND, ADD]


def of_cluster(heracles: Heracles, project: Path, *overrides: str) -> list[str]:
    (project / "heracles.toml").write_text(
        CONFIG.format(launcher="slurm", overrides=", ".join(f'"{each}"' for each in overrides))
    )
    ran = heracles("run", "ablation-a", "--dry-run")
    assert ran.exit_code == 0, ran.err
    return [line for line in ran.err.splitlines() if "warning" in line or line.startswith("  ")]


def test_the_tasks_of_an_array_of_the_scripts_own_are_kept_apart_too(
    heracles: Heracles, project: Path, slurm: StandIn
) -> None:
    task = f"{OWN}/__env(SLURM_ARRAY_TASK_ID)__"
    add = [
        "  to give each task its own, and not to be told again, add to [sweeps.ablation-a]:",
        f'  overrides = ["{task}"]',
        "  (it makes other products of them: what was launched without it would be launched again)",
    ]
    assert of_cluster(heracles, project) == [
        "heracles: warning: tasks that begin in the same second share a run directory, "
        "unless the application sets hydra.run.dir",
        *add,
    ]
    assert of_cluster(heracles, project, OWN) == [
        f"heracles: warning: the 90 tasks of each product share a run directory: {OWN}",
        *add,
    ]
    assert of_cluster(heracles, project, task) == []


def test_a_launch_warns_once_and_goes_on(heracles: Heracles, project: Path) -> None:
    ran = heracles("sbatch.sh", "-r=true", "a=1,2,3")
    assert ran.exit_code == 0
    assert ran.err.splitlines()[1:3] == [BY_THE_SECOND, ADD]
    assert ran.err.count("warning") == 1
