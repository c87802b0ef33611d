"""``heracles show NAME INDEX``: one product, what became of it, and the command that runs it by hand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from . import launching, shells
from .launching import SINGLE, config, executable, launches, make_project

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Heracles
    from .stand_in import StandIn

HERE = config().replace('default_launcher = "cluster"', 'default_launcher = "here"')
JOB = '#!/bin/bash\n#SBATCH -J job\necho "in ${PWD##*/}"\n./app fixed=1\n'
APP = """\
#!/bin/bash
echo "$HERACLES_INDEX of $HERACLES_SWEEP:" "$@"
[[ $HERACLES_INDEX != 1 ]] || exit 3
"""
BY_HAND = ["", "to run it here:", "  /bin/bash <(heracles show ablation-a 1 --script)"]


@pytest.fixture
def sweep(folder: Path) -> Path:
    """A sweep of which one product will fail, in which the test stands."""
    make_project(folder, HERE)
    executable(folder / "sbatch.sh", JOB)
    executable(folder / "app", APP)
    return folder


@pytest.fixture
def slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    return launching.put_in_place(tmp_path / "slurm", monkeypatch)


def id_of(heracles: Heracles, index: int) -> str:
    lines = heracles("show", "ablation-a", "--json").out.splitlines()
    return str(json.loads(lines[index])["id"])


def when(folder: Path, number: int) -> str:
    """What is shown of a launch, counted from the oldest."""
    launch = launches(folder)[number]
    moment = time.strftime("%Y-%m-%d %H:%M", time.localtime(launch.created))
    return f"launched {moment}, launcher {launch.launcher}, launch {launch.id}"


@pytest.mark.once
def test_before_it_is_launched(heracles: Heracles, sweep: Path) -> None:
    product = id_of(heracles, 1)
    ran = heracles("show", "ablation-a", "1")
    assert (ran.exit_code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        f"product 1 of ablation-a, id {product}", "  a=1", "  b=y", "", "not launched yet", *BY_HAND,
    ]  # fmt: skip
    assert heracles("show", "ablation-a", product[:6]).out.splitlines()[0] == ran.out.splitlines()[0]
    said = json.loads(heracles("show", "ablation-a", "1", "--json").out)
    assert said == {
        "index": 1, "id": product, "overrides": ["a=1", "b=y"], "values": {"a": 1, "b": "y"}, "state": "waiting",
        "job": None, "task": None, "exit_code": None, "launch": None, "launches": [], "command": BY_HAND[-1].strip(),
    }  # fmt: skip


def test_all_launches_that_had_it(heracles: Heracles, sweep: Path) -> None:
    heracles("run", "ablation-a", "--limit", "3")
    heracles("run", "ablation-a", "--again", "--only", "b=y")
    first, second = (f".heracles/launches/{launch.id}/logs/1.log" for launch in launches(sweep))
    assert heracles("show", "ablation-a", "1").out.splitlines() == [
        f"product 1 of ablation-a, id {id_of(heracles, 1)}", "  a=1", "  b=y",
        "", when(sweep, 0), "  failed, exit code 3", f"    {first}",
        "", when(sweep, 1), "  failed, exit code 3", f"    {second}",
        *BY_HAND,
    ]  # fmt: skip
    said = json.loads(heracles("show", "ablation-a", "1", "--json").out)
    assert (said["state"], said["exit_code"], said["launch"]) == ("failed", 3, launches(sweep)[1].id)
    assert said["launches"] == [
        {
            "launch": launch.id, "created": launch.created, "launcher": "here", "state": "failed", "job": None,
            "exit_code": 3, "reason": "", "code": None, "commit": None, "changed": 0,
            "tasks": [
                {
                    "task": None, "state": "failed", "exit_code": 3, "reason": "", "stdout": str(sweep / log),
                    "stderr": str(sweep / log),
                }
            ],
        }
        for launch, log in zip(launches(sweep), (first, second))
    ]  # fmt: skip
    shown = heracles("show", launches(sweep)[0].id, "1").out.splitlines()
    assert shown[0] == f"product 1 of {launches(sweep)[0].id}, id {id_of(heracles, 1)}"
    assert shown[3:5] == ["", when(sweep, 0)]


@pytest.mark.once
@pytest.mark.parametrize(("settings", "name"), [(SINGLE, "700002"), ("", "700001_1")], ids=["singly", "array"])
def test_jobs(heracles: Heracles, folder: Path, slurm: StandIn, settings: str, name: str) -> None:
    make_project(folder, config(cluster=settings))
    heracles("run", "ablation-a")
    shown = heracles("show", "ablation-a", "1").out.splitlines()
    assert shown[4:7] == [when(folder, 0), f"  job {name}: completed", f"    slurm-{name}.out"]


@pytest.mark.once
def test_jobs_of_a_command(heracles: Heracles, folder: Path, slurm: StandIn) -> None:
    make_project(folder, config())
    executable(folder / "submit", "#!/bin/bash\n")
    heracles("run", "ablation-a", "--launcher", "queue")
    shown = heracles("show", "ablation-a", "1").out.splitlines()
    assert shown[4:7] == [when(folder, 0), "  unknown", "    where jobs of `./submit` write, nobody can tell here"]


@pytest.mark.once
def test_declared_no_more(heracles: Heracles, sweep: Path) -> None:
    product = id_of(heracles, 1)
    heracles("run", "ablation-a")
    (sweep / "heracles.toml").write_text(HERE.replace("[1, 2, 3]", "[2, 3]"))
    assert heracles("show", "ablation-a", "1").out.splitlines()[1:3] == ["  a=2", "  b=y"]
    assert heracles("show", "ablation-a", product).out.splitlines()[1] == "declared no more"


@pytest.mark.once
def test_no_product_and_no_sweep(heracles: Heracles, sweep: Path) -> None:
    assert heracles("show", "ablation-a", "9") == (
        2, "", "heracles: error: there is no product 9\n  products have indices from 0 to 5, and ids\n",
    )  # fmt: skip
    assert heracles("show", "ablation-a", "--script") == (
        2, "", "heracles: error: --script prints that of one product\n  heracles show NAME INDEX --script\n",
    )  # fmt: skip


@pytest.mark.once
@pytest.mark.parametrize("is_launched", [False, True])
def test_by_hand(
    heracles: Heracles, sweep: Path, is_launched: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if is_launched:
        heracles("run", "ablation-a")
        executable(sweep / "sbatch.sh", "#!/bin/bash\nexit 1\n")
    executable(tmp_path / "heracles", f'#!/bin/sh\nexec {sys.executable} -m heracles "$@"\n')
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    line = heracles("show", "ablation-a", "1").out.splitlines()[-1]
    for shell in shells.here(("bash", "zsh", "ksh")):
        ran = subprocess.run([shell, "-c", line], capture_output=True, text=True, check=False)
        assert (ran.returncode, ran.stdout) == (3, "in project\n1 of ablation-a: fixed=1 a=1 b=y\n")
    monkeypatch.chdir("/")
    line = heracles("-C", str(sweep), "show", "ablation-a", "1").out.splitlines()[-1]
    monkeypatch.chdir("/")
    assert subprocess.run(["bash", "-c", line], check=False, capture_output=True).returncode == 3
