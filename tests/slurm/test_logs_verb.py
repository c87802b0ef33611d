"""``heracles logs`` and ``heracles show NAME INDEX`` on a real Slurm."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, NamedTuple

import pytest

from .project import HERACLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .cluster import Cluster

APP = """\
import sys, time
what = dict(word.split("=", 1) for word in sys.argv[1:] if "=" in word)
n = int(what["n"])
print("product", n, *sys.argv[1:], flush=True)
if n in (1, 2, 3):
    raise RuntimeError(f"CUDA out of memory. Tried to allocate {n * 512} MiB")
if n == 4:
    open("data.bin")
if n == 9:
    for step in range(1, 4):
        time.sleep(1)
        print("step", step, flush=True)
"""
OUTPUT = "#SBATCH --output=logs/%x-%j.txt"


class Logged(NamedTuple):
    """A project whose products write: 0 ends well, 1 to 3 fail for one cause, 4 for another, 9 takes three seconds."""

    folder: Path
    cluster: Cluster

    def write(self, *directives: str, settings: str = "", words: str = "n=range(5)") -> None:
        (self.folder / "logs").mkdir(parents=True, exist_ok=True)
        script = "\n".join(("#!/bin/bash", *directives, "", 'exec python3 app.py "$@"', ""))
        (self.folder / "sbatch.sh").write_text(script)
        (self.folder / "app.py").write_text(APP)
        launcher = f'[launchers.site]\nkind = "slurm"\n{settings}\n'
        sweep = f'[sweeps.logged]\nscript = "sbatch.sh"\nlauncher = "site"\noverrides = ["{words}"]\n'
        (self.folder / "heracles.toml").write_text(f"{launcher}\n{sweep}")

    def heracles(self, *words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        ran = self.call(str(HERACLES), *words)
        assert ran.returncode == code, (ran.stdout, ran.stderr)
        return ran

    def call(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        path = f"{HERACLES.parent}:{self.cluster.environment['PATH']}"
        environment = {**self.cluster.environment, "PATH": path, **variables}
        return subprocess.run(
            words, cwd=self.folder, env=environment, capture_output=True, text=True, check=False, timeout=60
        )

    def run(self, **variables: str) -> str:
        """Launches the sweep, waits until its tasks have ended, and returns the first job."""
        ran = self.call(str(HERACLES), "run", "logged", **variables)
        assert ran.returncode == 0, ran.stderr
        tasks = self.cluster.wait_for_tasks(self.folder)
        return min(task.id.partition("_")[0] for task in tasks)

    def job(self, index: int) -> str:
        """The job of a product that Slurm alone knows: of a task its own."""
        said = json.loads(self.heracles("show", "logged", str(index), "--json").stdout)
        return str(said["job"])


@pytest.fixture
def logged(cluster: Cluster, tmp_path: Path) -> Iterator[Logged]:
    yield Logged(tmp_path / "a project", cluster)
    cluster.cancel_tasks(tmp_path / "a project")


@pytest.mark.parametrize("settings", ["array = true", "array = false"])
def test_each_cause_is_told_once(logged: Logged, settings: str) -> None:
    logged.write(OUTPUT, settings=settings)
    logged.run()
    told = logged.heracles("logs", "logged", "--failed", "-n", "1").stdout.splitlines()
    paths = logged.heracles("logs", "logged", "--path").stdout.splitlines()
    assert sorted(paths) == sorted(str(path) for path in (logged.folder / "logs").iterdir())
    assert told == [
        "3 products: RuntimeError: CUDA out of memory. Tried to allocate 512 MiB",
        "  index 1-3",
        "  for example 1  n=1  failed, exit code 1",
        f"  {paths[1].replace(f'{logged.folder}/', '')}",
        "    RuntimeError: CUDA out of memory. Tried to allocate 512 MiB",
        "",
        "1 product: FileNotFoundError: [Errno 2] No such file or directory: 'data.bin'",
        "  4  n=4  failed, exit code 1",
        f"  {paths[4].replace(f'{logged.folder}/', '')}",
        "    FileNotFoundError: [Errno 2] No such file or directory: 'data.bin'",
    ]
    well = logged.heracles("logs", "logged", "0")
    assert (well.stdout, well.stderr) == (
        "product 0 n=0\n",
        f"0  n=0  completed  {paths[0].replace(f'{logged.folder}/', '')}\n",
    )
    lines = [json.loads(line) for line in logged.heracles("logs", "logged", "--failed", "--json").stdout.splitlines()]
    assert [(line["index"], line["exit_code"]) for line in lines] == [(1, 1), (2, 1), (3, 1), (4, 1)]


def test_errors_in_a_file_of_their_own(logged: Logged) -> None:
    logged.write("#SBATCH -o logs/%j.out", "#SBATCH -e logs/%j.err", settings="array = false", words="n=3,4")
    job = int(logged.run())
    ends = logged.heracles("logs", "logged", "1", "-n1").stdout.splitlines()
    assert ends == [
        f"==> 1  n=4  failed, exit code 1  logs/{job + 1}.out <==",
        "product 4 n=4",
        "",
        f"==> 1  n=4  failed, exit code 1  logs/{job + 1}.err <==",
        "FileNotFoundError: [Errno 2] No such file or directory: 'data.bin'",
    ]
    groups = logged.heracles("logs", "logged", "--failed").stdout.splitlines()
    assert [line for line in groups if line.startswith("1 product")] == [
        "1 product: RuntimeError: CUDA out of memory. Tried to allocate 1536 MiB",
        "1 product: FileNotFoundError: [Errno 2] No such file or directory: 'data.bin'",
    ]


def test_a_log_is_followed_until_its_task_has_ended(logged: Logged) -> None:
    logged.write(OUTPUT, words="n=9,0")
    logged.heracles("run", "logged")
    followed = logged.heracles("logs", "logged", "0", "--follow")
    assert followed.stdout == "product 9 n=9\nstep 1\nstep 2\nstep 3\n"
    assert followed.stderr.splitlines()[-1] == "0  n=9: completed"


def test_an_array_of_the_scripts_own(logged: Logged) -> None:
    logged.write("#SBATCH --array=3-9:3", words="n=0,1")
    job = int(logged.run())
    paths = logged.heracles("logs", "logged", "--path").stdout.splitlines()
    assert paths == [f"{logged.folder}/slurm-{each}_{task}.out" for each in (job, job + 1) for task in (3, 6, 9)]
    ends = logged.heracles("logs", "logged", "0").stdout.splitlines()
    assert ends[:3] == [f"==> 0, task 3  n=0  completed  slurm-{job}_3.out <==", "product 0 n=0", ""]
    assert logged.heracles("logs", "logged", "0", "--task", "6").stdout == "product 0 n=0\n"
    failed = logged.heracles("logs", "logged", "--failed", "-n1").stdout.splitlines()
    assert failed[:2] == [
        "3 tasks of 1 product: RuntimeError: CUDA out of memory. Tried to allocate 512 MiB",
        "  for example 1, task 3  n=1  failed, exit code 1",
    ]
    shown = logged.heracles("show", "logged", "1").stdout.splitlines()
    assert shown[-1] == "  SLURM_ARRAY_TASK_ID=3 /bin/bash <(heracles show logged 1 --script)"
    assert f"  job {job + 1}_6: failed, exit code 1" in shown


def test_logs_that_are_not_there(logged: Logged) -> None:
    logged.write(OUTPUT, words="n=0,1")
    logged.run()
    for file in (logged.folder / "logs").iterdir():
        file.unlink()
    gone = logged.heracles("logs", "logged", "1", code=1)
    [path] = logged.heracles("logs", "logged", "1", "--path").stdout.splitlines()
    log = path.replace(f"{logged.folder}/", "")
    assert gone.stdout == ""
    assert gone.stderr == f"1  n=1: failed, exit code 1; {log} is not there, or not any more, or not on this machine\n"


def test_a_product_that_waits_has_no_log_yet(logged: Logged) -> None:
    logged.write(OUTPUT, "#SBATCH --hold", words="n=0,1", settings="array = false")
    logged.heracles("run", "logged")
    waiting = logged.heracles("logs", "logged", "1", code=1)
    [path] = logged.heracles("logs", "logged", "1", "--path").stdout.splitlines()
    assert waiting.stderr == (f"1  n=1: held, JobHeldUser; {path.replace(f'{logged.folder}/', '')} is not there yet\n")


def test_the_name_that_the_environment_gave_a_job(logged: Logged) -> None:
    logged.write(OUTPUT, "#SBATCH --job-name=script", words="n=0,1")
    logged.run(SBATCH_JOB_NAME="named")
    paths = logged.heracles("logs", "logged", "--path").stdout.splitlines()
    assert sorted(paths) == sorted(str(path) for path in (logged.folder / "logs").glob("named-*"))
    assert len(paths) == 2


def test_a_product_is_shown_and_runs_by_hand(logged: Logged) -> None:
    logged.write(OUTPUT, words="n=0,1")
    before = logged.heracles("show", "logged", "0").stdout.splitlines()
    assert before[2:4] == ["", "not launched yet"]
    job = logged.run()
    shown = logged.heracles("show", "logged", "1").stdout.splitlines()
    [path] = logged.heracles("logs", "logged", "1", "--path").stdout.splitlines()
    assert shown[1] == "  n=1"
    assert shown[4:6] == [f"  job {job}_1: failed, exit code 1", f"    {path.replace(f'{logged.folder}/', '')}"]
    ran = logged.call("bash", "-c", shown[-1])
    assert ran.returncode == 1
    assert (ran.stdout, ran.stderr.splitlines()[-1]) == (
        "product 1 n=1\n",
        "RuntimeError: CUDA out of memory. Tried to allocate 512 MiB",
    )
    elsewhere = logged.heracles("show", "logged", "1", "--script").stdout
    (logged.folder.parent / "by hand.sh").write_text(elsewhere)
    again = logged.call("bash", "-c", 'cd / && exec bash "$0"', str(logged.folder.parent / "by hand.sh"))
    assert (again.returncode, again.stdout) == (1, "product 1 n=1\n")
