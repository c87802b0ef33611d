"""Launching on Slurm: a real one for what takes time, the stand-in for how much memory a million products take."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from heracles.launchers.base import Tagged
from heracles.launchers.slurm import states
from heracles.launchers.slurm.tags import tag_in
from tests.slurm.cluster import running_cluster
from tests.slurm.configuration import Settings
from tests.slurm.daemons import wait_until
from tests.slurm.provision import Unavailable, provide
from tests.stand_in import StandIn

from .rows import NotMeasured, Row, compared

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.slurm.cluster import Cluster

HERACLES = str(Path(sys.executable).with_name("heracles"))
TEN_THOUSAND = ("a=range(100)", "b=range(100)")
MILLION = (*TEN_THOUSAND, "c=range(100)")
PRODUCTS = 10_000
SINGLE_CALLS = 200
ROUNDS = 7
FEWER_ROUNDS = 3
MEMORY_BOUND_MIB = 100

SITE = Settings(max_job_count=500_000, min_job_age=2)
"""Takes the jobs of all rounds, and soon forgets those that were cancelled."""

FEWEST_ARRAYS = -(-PRODUCTS // SITE.max_array_size)

SCRIPT = """#!/bin/bash
#SBATCH --job-name=ppo
#SBATCH --begin=now+1hour
#SBATCH --output=/dev/null

./main.py
"""
"""Nothing of it starts while we measure."""

QUICK_SCRIPT = """#!/bin/bash
#SBATCH --mem=1 --output=/dev/null
./end "$@"
"""
ENDS_WELL = "#!/bin/sh\n"
ALL_END_SECONDS = 1200

COUNTING_SBATCH = """#!/bin/bash
printf '%s\\n' "$*" >> calls
exec {sbatch} "$@"
"""

MEASURED_LAUNCH = """
import sys
from heracles.__main__ import main
code = main()
with open("/proc/self/status") as status:
    print([line.split()[1] for line in status if line.startswith("VmHWM:")].pop())
sys.exit(code)
"""
"""Prints the most that the process had in memory, in KiB; getrusage(2) counts what it had before its exec, too."""


class Call(NamedTuple):
    """What heracles asked of sbatch: the range of an array, and the copy, from the project's folder."""

    array: str
    copy: str


class Project(NamedTuple):
    """A folder with a batch script, on a cluster that nobody else uses."""

    folder: Path
    cluster: Cluster

    def run(self, *command: str) -> None:
        subprocess.run(command, cwd=self.folder, env=self.cluster.environment, check=True, capture_output=True)

    def launch(self) -> None:
        self.run(HERACLES, "sbatch.sh", "-l", "slurm", *TEN_THOUSAND)

    def launch_and_count(self) -> list[Call]:
        """Launches once, and keeps the copies; the calls of sbatch that it took."""
        programs = self.folder / "programs"
        programs.mkdir(exist_ok=True)
        path = self.cluster.environment["PATH"]
        wrapper = programs / "sbatch"
        wrapper.write_text(COUNTING_SBATCH.format(sbatch=self.cluster.read("sh", "-c", "command -v sbatch").strip()))
        wrapper.chmod(0o755)
        self.run("env", f"PATH={programs}:{path}", HERACLES, "sbatch.sh", "-l", "slurm", "--keep", *TEN_THOUSAND)
        calls = self.folder / "calls"
        lines = calls.read_text().splitlines()
        calls.unlink()
        self.empty_queue()
        return [_call(line) for line in lines]

    def forget_what_is_known(self) -> None:
        """As if nobody had ever asked how tasks ended."""
        for path in self.folder.glob(".heracles/launches/*/ended.jsonl"):
            path.unlink()

    def jobs(self) -> list[str]:
        """The ids of what waits, whole arrays as one."""
        return self.cluster.read("squeue", "--noheader", "--format=%F").split()

    def remembered(self) -> list[str]:
        """What the queue knows of, also of what has ended."""
        return self.cluster.read("squeue", "--noheader", "--states=all", "--format=%i").split()

    def tagged(self) -> list[Tagged]:
        """The same, with their tags."""
        lines = map(str.split, self.cluster.read("squeue", "--noheader", "--format=%F %k").splitlines())
        return [Tagged(job, tag) for job, comment in lines if (tag := tag_in(comment))]

    def empty_queue(self) -> None:
        self.cluster.read("scancel", f"--user={os.getuid()}")
        wait_until(lambda: not self.jobs(), 60, "the queue is empty", pause=0.05)


def _call(line: str) -> Call:
    *options, copy = line.split()
    [array] = [option for option in options if option.startswith("--array=")]
    return Call(array, copy)


def on_slurm() -> Iterator[Row | NotMeasured]:
    """The rows for a real Slurm, where one can be had."""
    try:
        provide()
    except Unavailable as reason:
        yield NotMeasured("launching 10^4 products, and their states, on Slurm", str(reason))
        return
    with running_cluster(SITE) as cluster, tempfile.TemporaryDirectory() as name:
        project = Project(Path(name), cluster)
        (project.folder / "sbatch.sh").write_text(SCRIPT)
        yield from states_of_tasks(project)
        yield from states_of_ended_tasks(project)
        calls = project.launch_and_count()
        yield Row("calls of sbatch for 10^4 products, against the fewest arrays", len(calls), FEWEST_ARRAYS, 1)
        yield launching_in_arrays(project, calls)
        yield launching_one_by_one(project)


def launching_in_arrays(project: Project, calls: list[Call]) -> Row:
    bare = "\n".join(f"sbatch --parsable --hold {call.array} {call.copy}" for call in calls)
    return compared(
        "launching 10^4 products on Slurm, whole process, against the same calls of sbatch alone",
        project.launch,
        lambda: project.run("bash", "-e", "-c", bare),
        1.5,
        ROUNDS,
        between=project.empty_queue,
    )


def launching_one_by_one(project: Project) -> Row:
    project.run(HERACLES, "sbatch.sh", "-w", "a=range(100)", f"b=range({SINGLE_CALLS // 100})")
    row = compared(
        f"launching 10^4 products on Slurm, against a call of sbatch for each (extrapolated from {SINGLE_CALLS})",
        project.launch,
        lambda: project.run("bash", "-e", "-c", 'for copy in sbatch_hydra*.sh; do sbatch "$copy"; done'),
        0.01,
        FEWER_ROUNDS,
        between=project.empty_queue,
    )
    return row._replace(theirs=row.theirs * PRODUCTS / SINGLE_CALLS)


def states_of_tasks(project: Project) -> Iterator[Row]:
    """For the tasks that wait, once the accounting knows them: as they are asked for, and as a user reads them."""
    since = time.time()
    project.launch()
    jobs = [each._replace(since=since) for each in project.tagged()]
    commands = (states.queue_command(""), states.accounted_command(jobs, "", states.ACCOUNTED_FIELDS))

    def bare() -> None:
        for command in commands:
            project.run(*command)

    with _in_environment(project.cluster.environment):
        wait_until(lambda: _accounted(project, [each.job for each in jobs]), 60, "the accounting knows the jobs")
        assert len(states.states(jobs)) == PRODUCTS
        yield compared(
            "states of 10^4 tasks, against the same squeue and sacct alone",
            lambda: states.states(jobs),
            bare,
            1.5,
            ROUNDS,
        )
        yield compared(
            "`status TARGET` of 10^4 tasks, whole process, against the same squeue and sacct alone",
            lambda: project.run(HERACLES, "status", "sbatch.sh"),
            bare,
            1.5,
            ROUNDS,
        )
    project.empty_queue()


def states_of_ended_tasks(project: Project) -> Iterator[Row]:
    """For tasks that have ended and that the queue has forgotten: when that is seen first, and from then on."""
    for name, text in {"quick.sh": QUICK_SCRIPT, "end": ENDS_WELL}.items():
        (project.folder / name).write_text(text)
        (project.folder / name).chmod(0o755)
    since = time.time()
    project.run(HERACLES, "quick.sh", "-l", "slurm", *TEN_THOUSAND)
    jobs = [each._replace(since=since) for each in dict.fromkeys(project.tagged())]
    wait_until(lambda: not project.remembered(), ALL_END_SECONDS, "the queue forgets the tasks", pause=1)
    commands = (states.queue_command(""), states.accounted_command(jobs, "", states.ACCOUNTED_FIELDS))

    def bare() -> None:
        for command in commands:
            project.run(*command)

    with _in_environment(project.cluster.environment):
        accounted = states.states(jobs)
    assert [each.state for each in accounted] == ["completed"] * PRODUCTS
    what = "`status TARGET` of 10^4 ended tasks, whole process, against the same squeue and sacct alone"
    status = (HERACLES, "status", "quick.sh")
    first = (f"{what}, the first time", project.forget_what_is_known)
    for name, between in (first, (what, lambda: None)):
        yield compared(name, lambda: project.run(*status), bare, 1.5, ROUNDS, between=between)


def _accounted(project: Project, jobs: list[str]) -> bool:
    said = project.cluster.read("sacct", "--noheader", "--allocations", "--format=JobID%40", f"--jobs={','.join(jobs)}")
    return {line.strip().partition("_")[0] for line in said.splitlines()} == set(jobs)


@contextmanager
def _in_environment(variables: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


class Measured(NamedTuple):
    """What a launch took: its peak memory in MiB, and how long."""

    mebibytes: float
    seconds: float


def memory() -> Iterator[Row | NotMeasured]:
    """The rows for the memory of launching a million products, by the calls of a stand-in for Slurm."""
    if not sys.platform.startswith("linux"):
        yield NotMeasured("peak memory of launching 10^6 products", "Linux alone says how much one process took")
        return
    few, many = measured_launch(TEN_THOUSAND), measured_launch(MILLION)
    what = f"peak memory of launching 10^6 products ({many.mebibytes:.1f} MiB; took {many.seconds:.0f} s)"
    yield Row(f"{what}, against 10^4 ({few.mebibytes:.1f} MiB)", many.mebibytes, few.mebibytes, 1.2)
    yield Row(f"the same, against {MEMORY_BOUND_MIB} MiB", many.mebibytes, MEMORY_BOUND_MIB, 1)


def measured_launch(sweep: tuple[str, ...]) -> Measured:
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as queue:
        Path(name, "sbatch.sh").write_text(SCRIPT)
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", MEASURED_LAUNCH, "sbatch.sh", "-l", "slurm", *sweep],
            cwd=name,
            env={**os.environ, **StandIn(Path(queue), released="PENDING").environment},
            check=True,
            capture_output=True,
            text=True,
        )
        return Measured(int(done.stdout.split()[-1]) / 1024, time.perf_counter() - start)
