"""The judge of "exactly once" sees what is wrong, and the faults happen as they say."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from heracles import ledger
from heracles.launchers.base import Tag, Tagged, Taken, Terms, Unsure
from heracles.launchers.slurm.finding import find
from heracles.launchers.slurm.releasing import cancel, release
from heracles.launchers.slurm.submitting import submit
from heracles.ledger import Recorded, Released, Releasing, Submitted, Submitting
from tests.ledger import samples

from .counting import RECORD, Counted, faults
from .daemons import wait_until
from .faults import CHATTER, FAILED_RELEASES, LOST_ANSWERS, NO_QUEUE, NO_RELEASE, SUBMITTED_LATE
from .killing import descendants, kill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heracles.launchers.base import Answer

    from .cluster import Cluster
    from .faults import Fault

COPY = '#!/bin/bash\n#SBATCH --output=/dev/null\n{row}\n./record "$@"\n'
ROW = "export HERACLES_ID={id}; set -- {words}"


@pytest.fixture
def counted(cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counted]:
    for name, value in cluster.environment.items():
        monkeypatch.setenv(name, value)
    project = Counted(tmp_path / "counted", cluster, products=4).write()
    yield project
    cluster.cancel_tasks(project.folder)


class ByHand:
    """A launch of the project's products, each step of which is made by the test."""

    def __init__(self, project: Counted, per_copy: int = 1) -> None:
        self.project = project.as_shown()
        self.products = list(self.project.expected.items())
        self.per_copy = per_copy
        self.id = ledger.new_launch()
        recorded = (Recorded(0, place, product, words, {}) for place, (product, words) in enumerate(self.products))
        self.writer = ledger.begin(project.home, self._launch(), recorded)
        self.jobs: list[Tagged] = []

    def _launch(self) -> ledger.Launch:
        where = str(self.project.folder)
        return samples.launch(self.id)._replace(directory=where, terms=Terms(per_copy=self.per_copy, held=True))

    def submit(self, copy: int, *, words: str | None = None, recorded: bool = True) -> Answer:
        first = copy * self.per_copy
        last = min(first + self.per_copy, len(self.products)) - 1
        process = ledger.this_process()
        attempt = len(self.jobs)
        if recorded:
            self.writer.append(Submitting(copy, attempt, first, last, held=True, process=process, time=time.time()))
        array = f"0-{last - first}" if self.per_copy > 1 else ""
        answer = submit_copy(self.project, Tag(self.id, copy, attempt), self._text(first, last, words), array)
        if recorded and isinstance(answer, Taken):
            self.writer.append(Submitted(copy, attempt, answer.job))
        if isinstance(answer, Taken) and answer.job:
            self.jobs.append(Tagged(answer.job, Tag(self.id, copy, attempt)))
        return answer

    def _text(self, first: int, last: int, words: str | None) -> str:
        rows = [
            ROW.format(id=product, words=words or " ".join(given)) for product, given in self.products[first : last + 1]
        ]
        if self.per_copy == 1:
            return COPY.format(row=rows[0])
        table = "".join(f"{task}) {row} ;;\n" for task, row in enumerate(rows))
        return COPY.format(row=f'case "$SLURM_ARRAY_TASK_ID" in\n{table}esac')

    def release(self) -> None:
        jobs = tuple(each.job for each in self.jobs)
        self.writer.append(Releasing(jobs))
        assert release(self.jobs).released == jobs
        self.writer.append(Released(jobs))

    def faults(self) -> list[str]:
        return faults(self.project)


def submit_copy(project: Counted, tag: Tag, text: str, array: str = "") -> Answer:
    (project.folder / "copy.sh").write_text(text)
    held = ("sbatch", "--parsable", f"--comment={tag}", "--hold")
    command = (*held, *([f"--array={array}"] if array else []), "copy.sh")
    return submit(command, str(project.folder), project.variables, 30)


@pytest.mark.parametrize("per_copy", [1, 3, 4])
def test_nothing_is_wrong_with_a_launch_as_it_should_be(counted: Counted, per_copy: int) -> None:
    launch = ByHand(counted, per_copy)
    for copy in range(-(-4 // per_copy)):
        launch.submit(copy)
    launch.release()
    assert launch.faults() == []


def test_what_is_wrong_is_seen(counted: Counted) -> None:
    launch = ByHand(counted)
    twice, unheard, misled, left = (product for product, _ in launch.products)
    launch.submit(0)
    launch.submit(0, recorded=False)
    launch.submit(2, words="n=7")
    again = launch.jobs[-1].job
    launch.release()
    launch.submit(3)
    stray = launch.jobs[-1].job
    seen = launch.faults()
    assert [fault for fault in seen if " ran " in fault] == [
        f"{twice} ran 2 times, not 1",
        f"{unheard} ran 0 times, not 1",
        f"{left} ran 0 times, not 1",
    ]
    assert [fault for fault in seen if " got " in fault] == [
        f"Run(product='{misled}', job='{again}', task='') got ['n=7']"
    ]
    assert [fault.partition(":")[0] for fault in seen if "queue" in fault] == [f"job {stray} was left in the queue"]
    assert [fault for fault in seen if "journal" in fault] == [
        f"the journal says that copy 3 of {launch.id} is held",
        f"Run(product='{twice}', job='{launch.jobs[1].job}', task='') is not in the journal",
    ]


def test_a_second_run_of_the_same_job_is_seen(counted: Counted) -> None:
    launch = ByHand(counted)
    for copy in range(4):
        launch.submit(copy, words=f"n={copy}; ./record n={copy}" if copy == 2 else None)
    launch.release()
    assert [fault.partition(" got ")[2] for fault in launch.faults()] == ["['n=2', 'n=2']"]


def jobs_of(tag: Tag) -> list[Tagged]:
    return [Tagged(found.job, tag) for found in find(tag.launch)]


def submitted_twice(project: Counted) -> tuple[list[Answer], list[Tagged]]:
    """Two submissions, of which the second may fail, and the jobs that there are then; these are taken away again."""
    tag = Tag(ledger.new_launch(), 0, 0)
    answers = [submit_copy(project, tag._replace(copy=copy), f"#!/bin/bash\n{RECORD}") for copy in (0, 1)]
    jobs = [Tagged(found.job, tag._replace(copy=found.copy)) for found in find(tag.launch)]
    assert cancel(jobs).remaining == ()
    return answers, jobs


@pytest.mark.parametrize("name", LOST_ANSWERS)
def test_an_answer_is_lost(counted: Counted, name: str) -> None:
    answers, jobs = submitted_twice(LOST_ANSWERS[name].put_before(counted))
    assert isinstance(answers[1], Unsure)
    assert len(jobs) == (1 if "not submitted" in name or "three" in name else 2)


def test_a_submission_comes_late(counted: Counted, monkeypatch: pytest.MonkeyPatch) -> None:
    tag = Tag(ledger.new_launch(), 0, 0)
    project = SUBMITTED_LATE._replace(at=()).put_before(counted)
    assert isinstance(submit_copy(project, tag, "#!/bin/sh\n"), Unsure)
    assert find(tag.launch) == ()
    wait_until(lambda: len(find(tag.launch)) == 1, 10, "the job appears")


@pytest.mark.parametrize("name", CHATTER)
def test_a_site_prints_more_than_the_job(counted: Counted, name: str) -> None:
    answers, jobs = submitted_twice(CHATTER[name].put_before(counted))
    if name == "another number":
        assert [type(answer) for answer in answers] == [Taken, Unsure]
    else:
        assert [answer.job for answer in answers if isinstance(answer, Taken)] == [job.job for job in reversed(jobs)]
    assert len(jobs) == 2


@pytest.mark.parametrize("name", FAILED_RELEASES)
def test_a_release_fails_once(counted: Counted, name: str) -> None:
    fault = FAILED_RELEASES[name]
    project = fault.put_before(counted)
    tag = Tag(ledger.new_launch(), 0, 0)
    submit_copy(project, tag, "#!/bin/sh\n#SBATCH --begin=now+1hour\n")
    [job] = jobs_of(tag)
    command = ["scontrol", "release", job.job]
    ran = subprocess.run(command, env=project.environment, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (1, "slurm_suspend error: Socket timed out on send/recv operation\n")
    assert [found.held for found in find(tag.launch)] == ["succeeds" not in name]
    subprocess.run(["scontrol", "ping"], env=project.environment, check=True, capture_output=True)
    subprocess.run(command, env=project.environment, check=True)
    assert [found.held for found in find(tag.launch)] == [False]
    assert fault.calls(project).read_text() == f"release {job.job}\n" * 2


@pytest.mark.parametrize("fault", [NO_RELEASE, NO_QUEUE], ids=["scontrol", "squeue"])
def test_some_programs_fail_always(counted: Counted, fault: Fault) -> None:
    project = fault.put_before(counted)
    for _ in range(3):
        ran = subprocess.run([fault.program, "release", "1"], env=project.environment, capture_output=True, check=False)
        assert ran.returncode == 1


@pytest.mark.parametrize("whole", [False, True], ids=["alone", "with all"])
def test_a_program_is_killed_alone_or_with_all_that_it_started(tmp_path: Path, *, whole: bool) -> None:
    pid_file = tmp_path / "pid"
    script = f"setsid sh -c 'echo $$ > {pid_file}.new; mv {pid_file}.new {pid_file}; exec sleep 60' & wait"
    process = subprocess.Popen(["bash", "-c", script], stdout=subprocess.DEVNULL, start_new_session=True, text=True)
    wait_until(pid_file.exists, 10, "the child runs", pause=0.01)
    child = int(pid_file.read_text())
    assert child in descendants(process.pid)
    kill(process, whole=whole)
    assert process.returncode == -9
    if whole:
        wait_until(lambda: not is_alive(child), 10, "the child is gone", pause=0.01)
    else:
        assert is_alive(child)
        os.kill(child, signal.SIGKILL)


def is_alive(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
