"""Where heracles says that tasks write, against where a real Slurm lets them write."""

from __future__ import annotations

import itertools
import os
import pwd
import time
from typing import TYPE_CHECKING, NamedTuple

import pytest

from heracles import logs, process
from heracles.launchers.base import Submission, Tag, Tagged, Terms
from heracles.launchers.base.logs import Launched, Source
from heracles.launchers.slurm import asking
from heracles.launchers.slurm.answers import job_ids
from heracles.launchers.slurm.command import submission_command
from heracles.launchers.slurm.last_words import last_words
from heracles.launchers.slurm.states import accounted_command
from heracles.launchers.slurm.whereabouts import ACCOUNTED_FIELDS, queue_command, read_accounted, read_queued, written

from .daemons import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from .cluster import Cluster

USER = pwd.getpwuid(os.geteuid()).pw_name
TELL = """\
echo hi
echo oh >&2
paths=$(readlink /proc/$$/fd/1 /proc/$$/fd/2)
printf '%s\\n' "$paths" > "$TOLD/${SLURM_ARRAY_JOB_ID-$SLURM_JOB_ID}_${SLURM_ARRAY_TASK_ID-None}"
"""

LETTERS = ("A", "J", "N", "a", "j", "n", "s", "t", "u", "x")
PATTERNS = (
    *(f"%{letter}-%j" for letter in LETTERS),
    *(f"%5{letter}-%j" for letter in LETTERS),
    "%4a_%A", "%06j", "%10j.out", "%12j", "%0j", "%099j", "%j", "%J.txt", "slurm-%A_%a.out", "%%j-%j", "%%%j", "%5%j",
    "%5%%-%j", "%z-%j", "%15z-%j", "%j-%", "%j-%7", "%b-%j", "%r-%j", "%S-%j", "%X%U-%j", "a b 'c' \"d\" $e * é-%j",
    "\\%j", "back\\%j", "two\\\\%j", "three\\\\\\x", "x%j\\",
)  # fmt: skip
JOB_NAMES = ("a b", "50%j", "b\\n", 'it\'s "so" $HOME `x`', "a|b", "b|700001|c", "ünïcode", "a.sh", "-J")
NULL = os.devnull


class Launching(NamedTuple):
    """A folder to launch from, and one in which each task writes down where its output and its errors go."""

    folder: Path
    told: Path
    cluster: Cluster
    copies: Iterator[int]

    def submit(
        self,
        *args: str,
        header: str = "",
        tasks: tuple[int | None, ...] = (None,),
        name: str = "job.sh",
        body: str = TELL,
        **variables: str,
    ) -> Submitted:
        """A job that Slurm takes; one with tasks from 0 on is our array, one with others the script's own."""
        text = "#!/bin/sh\n" + "".join(f"{line}\n" for line in header.splitlines()) + body
        (self.folder / name).write_text(text)
        terms = Terms(args=args)
        tag, since = Tag("a-launch", next(self.copies), 1), time.time()
        ours = len(tasks) if tasks[0] == 0 else 0
        words = submission_command("sbatch", terms, Submission(tag, "0", name, str(self.folder), (), ours))
        environment = {**self.cluster.environment, "TOLD": str(self.told), **variables}
        given = process.ask(words, str(self.folder), environment, 30)
        job = next((taken.job for taken in job_ids(given.output)), None)
        assert job, given
        launched = tuple(Launched(tag, "0", name, job, task, since) for task in tasks)
        return Submitted(Source(name, text, str(self.folder), USER), terms, launched)

    def wait(self, submitted: Iterable[Submitted]) -> None:
        jobs = ",".join(each.tasks[0].job for each in submitted)
        unfinished = ("squeue", "--noheader", f"--jobs={jobs}", "--states=pending,running,completing")
        wait_until(lambda: not self.cluster.read(*unfinished), 120, "the jobs end", pause=0.25)


class Submitted(NamedTuple):
    """The tasks of one job."""

    source: Source
    terms: Terms
    tasks: tuple[Launched, ...]

    def paths(self) -> list[tuple[str | None, str | None]]:
        return [(each.stdout, each.stderr) for each in written(self.source, self.tasks, self.terms)]

    def predicted(self) -> list[tuple[str | None, str | None]]:
        return [(_in_short(stdout), _in_short(stderr)) for stdout, stderr in self.paths()]

    def real(self, told: Path) -> list[tuple[str | None, str | None]]:
        """What the tasks saw, in which the null device is no log."""
        files = ((told / f"{each.job}_{each.task}").read_text("utf-8", "surrogateescape") for each in self.tasks)
        paths = (text.splitlines() for text in files)
        return [(_log(stdout), _log(stderr)) for stdout, stderr in paths]

    def jobs(self) -> list[Tagged]:
        return [Tagged(each.job, each.tag, each.since) for each in self.tasks[:1]]


def _in_short(path: str | None) -> str | None:
    return path and os.path.normpath(path)


def _log(path: str) -> str | None:
    return None if path == NULL else path


@pytest.fixture
def launching(cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Launching]:
    for name, value in cluster.environment.items():
        monkeypatch.setenv(name, value)
    folder, told = tmp_path / "from here", tmp_path / "told"
    folder.mkdir()
    told.mkdir()
    yield Launching(folder, told, cluster, itertools.count())
    cluster.cancel_tasks(folder)


def compare(launching: Launching, submitted: dict[str, Submitted]) -> None:
    launching.wait(submitted.values())
    assert submitted
    compared = {what: (job.predicted(), job.real(launching.told)) for what, job in submitted.items()}
    assert {what: each for what, each in compared.items() if each[0] != each[1]} == {}


def test_every_pattern_in_a_single_job(launching: Launching) -> None:
    compare(launching, {pattern: launching.submit("-o", pattern) for pattern in PATTERNS})


def test_every_pattern_in_an_array(launching: Launching) -> None:
    compare(launching, {pattern: launching.submit("-o", pattern, tasks=(0, 1)) for pattern in PATTERNS})


def test_slurms_own_names(launching: Launching) -> None:
    submitted = {
        "single": launching.submit(),
        "ours": launching.submit(tasks=(0, 1, 2)),
        "one task": launching.submit(tasks=(0,)),
        "own": launching.submit(header="#SBATCH -a 5,7-8", tasks=(5, 7, 8)),
        "elsewhere": launching.submit("-D", str(launching.told)),
        "errors alone": launching.submit("-e", "%j.err"),
    }
    compare(launching, submitted)


@pytest.mark.parametrize("name", ["per%j%%cent", "back\\slash", "sp ace/de ep"])
def test_other_folders(launching: Launching, name: str) -> None:
    folder = launching.folder / name
    folder.mkdir(parents=True)
    there = launching._replace(folder=folder)
    quoted = str(folder).replace("\\", "\\\\")
    submitted = {
        "default, from there": there.submit("-H", name="there.sh"),
        "default, in an array from there": there.submit("-H", name="there.sh", tasks=(0, 1)),
        "from there": there.submit("-H", "-o", "%x.out", header="#SBATCH -e logs-%j", name="there.sh"),
        "absolute": launching.submit("-H", f"--output={folder}/%j.out"),
        "relative": launching.submit("-H", "-o", f"{name}/%j.out"),
        "chdir as an argument": launching.submit("-H", "--chdir", name, "-o", "../%j.out"),
        "chdir as a directive": launching.submit("-H", header=f"#SBATCH -D '{quoted}'\n#SBATCH -o %j.log"),
        "chdir and no name": launching.submit("-H", "-D", name, tasks=(0, 1)),
    }
    for path in (path for job in submitted.values() for paths in job.paths() for path in paths if path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
    for job in submitted.values():
        launching.cluster.read("scontrol", "release", job.tasks[0].job)
    compare(launching, submitted)


def test_errors_apart(launching: Launching) -> None:
    both = "#SBATCH --output=%j.out\n#SBATCH --error=%j.err"
    submitted = {
        "both": launching.submit(header=both),
        "in an array": launching.submit(header=both, tasks=(0, 1)),
        "overruled": launching.submit("-e", "other-%j", header=both),
        "one file": launching.submit("-o", "%j.all", "-e", "%j.all"),
        "none": launching.submit("-o", "None", "-e", "%j.err"),
        "no errors": launching.submit("-o", "%j.out", "--err=none"),
        "nothing": launching.submit("-o", NULL),
        "for PBS": launching.submit(header="#PBS -o %x.o%j\n#PBS -e %x.e%j\n#PBS -N pbs"),
        "PBS ignored": launching.submit("--ignore-pbs", header="#PBS -o %x.o%j\n#SBATCH -o %x.s%j"),
    }
    compare(launching, submitted)


def test_own_arrays(launching: Launching) -> None:
    header = "#SBATCH --array=3-9:3%2\n#SBATCH -o %x-%j-%a-%4a.out"
    compare(launching, {"own": launching.submit(header=header, tasks=(3, 6, 9))})


@pytest.mark.parametrize("tasks", [(None,), (0, 1)], ids=["single", "array"])
def test_names_of_jobs(launching: Launching, tasks: tuple[int | None, ...]) -> None:
    pattern = "%x-%j"
    submitted = {f"argument {name}": launching.submit("-o", pattern, "-J", name, tasks=tasks) for name in JOB_NAMES}
    for name in JOB_NAMES:
        submitted[f"environment {name}"] = launching.submit("-o", pattern, tasks=tasks, SBATCH_JOB_NAME=name)
    for name in ("a b_hydra0.sh", "plain", "x%j.sbatch.sh"):
        submitted[f"copy {name}"] = launching.submit("-o", pattern, name=name, tasks=tasks)
    submitted["directive"] = launching.submit("-o", pattern, header="#SBATCH -J 'a name'", tasks=tasks)
    header = "#SBATCH -J directive"
    submitted["all"] = launching.submit("-J", "it", "-o", pattern, header=header, tasks=tasks, SBATCH_JOB_NAME="no")
    compare(launching, submitted)


def test_accounting_knows_the_same_as_the_queue(launching: Launching) -> None:
    submitted = [launching.submit("-o", NULL, "-J", "a|b", tasks=tasks) for tasks in [(None,), (0, 1, 2)]]
    submitted.append(launching.submit("-o", NULL, header="#SBATCH -a 7", tasks=(7,)))
    jobs = [job for each in submitted for job in each.jobs()]
    launching.wait(submitted)
    queued = read_queued(asking.output(*queue_command("")), jobs)
    tasks = [(each.tag, each.task) for job in submitted for each in job.tasks]
    host = os.uname().nodename.partition(".")[0]
    assert [queued[task][1:] for task in tasks] == [(host, "a|b", 0)] * 4 + [(host, "job.sh", 0)]

    def accounted() -> object:
        return read_accounted(asking.output(*accounted_command(jobs, "", ACCOUNTED_FIELDS)), jobs)

    wait_until(lambda: accounted() == queued, 20, "the accounting knows", pause=0.5)


def test_what_has_not_begun_is_not_known(launching: Launching) -> None:
    submitted = launching.submit("-o", "%N-%j", "-H", tasks=(0, 1))
    assert [(each.stdout, each.why) for each in written(submitted.source, submitted.tasks, submitted.terms)] == [
        (
            None,
            f"the log is {launching.folder}/*-*, and nobody knows the job id of each task (%j, here *)",
        )
    ] * 2


def test_a_cancelled_job_has_its_log_read_behind_slurms_own_words(launching: Launching) -> None:
    submitted = launching.submit("-o", "%j.out", body="echo ready\nexec sleep 100\n")
    [(path, _)] = submitted.predicted()
    assert path
    wait_until(lambda: os.path.exists(path) and os.path.getsize(path) > 0, 20, "the job runs")
    launching.cluster.read("scancel", submitted.tasks[0].job)
    launching.wait([submitted])
    end = logs.end_of(path, 10)
    assert end
    assert end.lines[0] == b"ready"
    assert [last_words(os.fsdecode(line)) for line in end.lines[1:]] == [""]
    assert logs.groups([end.lines], last_words)[0].cause == "ready"
