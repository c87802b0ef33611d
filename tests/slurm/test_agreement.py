"""What heracles claims about Slurm when it agrees on a launch, asked of a real Slurm."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

import pytest

from heracles import process
from heracles.launchers.base import SlurmSettings, Submission, Tag, Tagged
from heracles.launchers.slurm import asking
from heracles.launchers.slurm.agreeing import agree
from heracles.launchers.slurm.answers import job_ids
from heracles.launchers.slurm.command import submission_command
from heracles.launchers.slurm.finding import find, mine, queued
from heracles.launchers.slurm.hopeless import hopeless
from heracles.launchers.slurm.options import demands
from heracles.launchers.slurm.states import ACCOUNTED_FIELDS, accounted_command, read_accounted, states
from heracles.script import Script

from .daemons import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from heracles.launchers.base import Agreement, TaskState, Terms

    from .cluster import Cluster

ECHO = "echo hi; echo oh >&2\n"
SLEEP = "exec sleep 100\n"
NO_LOG = ("-o/dev/null",)
NAME = "a-launch"


class Launching(NamedTuple):
    """A folder to launch from, and the cluster that it goes to."""

    folder: Path
    cluster: Cluster

    def agree(
        self,
        header: str,
        *args: str,
        body: str = ECHO,
        products: int = 1,
        array: bool = True,
        max_running: int | None = None,
    ) -> Agreement:
        text = "#!/bin/sh\n" + "".join(f"{line}\n" for line in header.splitlines()) + body
        (self.folder / "job.sh").write_text(text)
        settings = SlurmSettings(args, array=array, hold=False, max_running=max_running)
        return agree(settings, Script("job.sh", text, 0o644, ("/bin/sh",)), products, str(self.folder))

    def call(self, *command: str) -> process.Answer:
        return process.ask(command, str(self.folder), self.cluster.environment, 30)

    def submit(
        self, terms: Terms, tasks: int = 0, at_once: int = 0, after: Sequence[str] = (), name: str = NAME
    ) -> str:
        """The id of a job that Slurm takes on these terms."""
        submission = Submission(Tag(name, 0, 0), "0", "job.sh", str(self.folder), (), tasks, at_once, tuple(after))
        given = self.call(*submission_command("sbatch", terms, submission))
        job = next((taken.job for taken in job_ids(given.output)), None)
        assert job, given
        return job

    def tagged(self, terms: Terms, tasks: int = 0, at_once: int = 0, name: str = NAME) -> Tagged:
        """The same, with its tag."""
        return Tagged(self.submit(terms, tasks, at_once, name=name), Tag(name, 0, 0), time.time() - 60)

    def shown(self, job: str, form: str) -> list[str]:
        return self.cluster.read("squeue", "--noheader", "--states=all", f"--jobs={job}", f"--format={form}").split()

    def is_pending_for(self, job: str, reason: str) -> bool:
        return self.shown(job, "%T|%r") == [f"PENDING|{reason}"]

    def files(self) -> set[str]:
        return {path.name for path in self.folder.iterdir()} - {"job.sh"}


@pytest.fixture
def launching(cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Launching]:
    for name, value in cluster.environment.items():
        monkeypatch.setenv(name, value)
    yield Launching(tmp_path, cluster)
    cluster.cancel_tasks(tmp_path)


def test_each_task_has_a_log_of_its_own(launching: Launching) -> None:
    patterns = ("run.txt", "%x.log", "%A", "%a.out", "%%j-%A", "\\%j", "two\\\\%j", "%j.txt", "%J-", "%8A-%3a")
    for pattern in patterns:
        for array in (True, False):
            terms = launching.agree("", "-o", pattern, "-J", f"n{array}", products=2, array=array).terms
            for _ in range(1 if array else 2):
                launching.submit(terms, tasks=2 if array else 0)
    terms = launching.agree("#SBATCH -a 5-6 -o own.log -e own.err").terms
    launching.submit(terms)
    launching.cluster.wait_for_tasks(launching.folder)
    assert len(launching.files()) == 4 * len(patterns) + 4
    assert all((launching.folder / name).read_text() for name in launching.files())


def test_one_log_is_shared_where_that_is_meant(launching: Launching) -> None:
    launching.submit(launching.agree("#SBATCH -o all.txt --open-mode=append", products=2).terms, tasks=2)
    launching.submit(launching.agree("#SBATCH -o none", products=2).terms, tasks=2)
    launching.cluster.wait_for_tasks(launching.folder)
    assert launching.files() == {"all.txt"}
    assert (launching.folder / "all.txt").read_text().count("hi") == 2


def test_a_job_without_the_folder_of_its_log_fails(launching: Launching) -> None:
    (launching.folder / "job.sh").write_text("#!/bin/sh\nexit\n")
    job = launching.call("sbatch", "--parsable", "-o", "missing/log", "job.sh").output.strip()
    launching.cluster.wait_for_tasks(launching.folder)
    assert launching.shown(job, "%T|%r") == ["FAILED|JobLaunchFailure"]


@pytest.mark.parametrize("array", ["1-9", "0-9:2%3", "1,3,5-7", "7"])
def test_tasks_of_an_array_are_counted_as_slurm_does(launching: Launching, array: str) -> None:
    agreement = launching.agree(f"#SBATCH -H -a{array}", *NO_LOG)
    job = launching.submit(agreement.terms)
    assert (
        len(launching.cluster.read("squeue", "--noheader", "-r", f"--jobs={job}").splitlines()) == agreement.cost.tasks
    )


SIZES = (
    "", "-c 8", "-n4 -c2", "-N1 -n4", "-N 1-1 --ntasks-per-node=4 -c3", "-N2 -n1", "-n4 --ntasks-per-node=4",
    "--tasks-per-node=4", "-Hn 3 --cpus-per-t 2",
)  # fmt: skip
TIMES = ("90", "29:01", "1:30:00", "1-2", "1-2:30", "1-2:29:01")


@pytest.mark.parametrize(("size", "time"), [*((size, "60") for size in SIZES), *(("", time) for time in TIMES)])
def test_cpu_hours_are_those_that_slurm_reserves(launching: Launching, size: str, time: str) -> None:
    agreement = launching.agree(f"#SBATCH -H -t {time} {size}", *NO_LOG)
    job = launching.submit(agreement.terms)
    [shown] = launching.shown(job, "%C|%l")
    cpus, _, limit = shown.partition("|")
    days, _, clock = limit.rpartition("-")
    *hours, minutes, seconds = clock.split(":")
    assert agreement.cost.cpu_hours == int(cpus) * (int(days or 0) * 24 + int("".join(hours) or 0) + int(minutes) / 60)
    assert seconds == "00"


def test_arguments_overrule_the_environment_and_that_the_script(
    launching: Launching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SBATCH_TIMELIMIT", "7")
    for args, minutes in ((("--hold",), "7:00"), (("--hold", "-t2"), "2:00")):
        terms = launching.agree("#SBATCH --time=3", *NO_LOG, *args).terms
        given = process.ask(
            ("sbatch", "--parsable", *terms.args, "job.sh"),
            str(launching.folder),
            {**launching.cluster.environment, "SBATCH_TIMELIMIT": "7"},
            30,
        )
        assert launching.shown(given.output.strip(), "%l") == [minutes]


@pytest.mark.parametrize(
    ("args", "name", "value"),
    [
        (["--dep", "afterany:5"], "dependency", "afterany:5"),
        (["--out=x"], "output", "x"),
        (["--nice", "-ox"], "output", "x"),
        (["-HQox"], "output", "x"),
        (["--exclusive", "--hol"], "hold", ""),
        (["--cluster=heracles"], "clusters", "heracles"),
        (["--test"], "test-only", ""),
        (["--tim=1"], "time", None),
        (["--wai"], "wait", None),
        (["--clus=heracles"], "clusters", None),
    ],
)
def test_abbreviations_are_those_that_sbatch_takes(
    launching: Launching, args: Sequence[str], name: str, value: str | None
) -> None:
    (launching.folder / "job.sh").write_text("#!/bin/sh\n")
    asked = demands(Script("job.sh", "#!/bin/sh\n", 0o644, ("/bin/sh",)), args, {}).last(name)
    taken = launching.call("sbatch", "--test-only", *args, "job.sh").exit_code == 0
    assert ((asked.value if asked else None), taken) == (value, value is not None)


def test_quiet_keeps_the_job_id_back_but_not_as_a_directive(launching: Launching) -> None:
    (launching.folder / "job.sh").write_text("#!/bin/sh\n#SBATCH -Q -h -V --wrap=date -o/dev/null\nexit\n")
    assert launching.call("sbatch", "--parsable", "-Q", "job.sh").output == ""
    assert launching.call("sbatch", "--parsable", "job.sh").output.strip().isdecimal()


def test_a_word_that_is_no_option_is_taken_for_the_script(launching: Launching) -> None:
    (launching.folder / "job.sh").write_text("#!/bin/sh\nexit\n")
    given = launching.call("sbatch", "--parsable", "other.sh", "job.sh")
    assert "Unable to open file other.sh" in given.complaints


def test_a_dependency_on_a_job_that_nobody_remembers_is_fulfilled(launching: Launching) -> None:
    terms = launching.agree("", *NO_LOG).terms
    jobs = [launching.submit(terms, after=after) for after in ("5", "999999")]
    launching.cluster.wait_for_tasks(launching.folder)
    assert [launching.shown(job, "%T") for job in jobs] == [["COMPLETED"], ["COMPLETED"]]


def test_copies_of_a_lane_run_one_behind_the_other(launching: Launching) -> None:
    terms = launching.agree("", *NO_LOG, "-d", "afterany:5", body=SLEEP, products=2, array=False, max_running=1).terms
    assert terms.lanes == (1,)
    first = launching.submit(terms)
    second = launching.submit(terms, after=[first])
    wait_until(lambda: launching.shown(first, "%T") == ["RUNNING"], 10, "the first job runs")
    assert launching.is_pending_for(second, "Dependency")
    launching.cluster.read("scancel", first)
    wait_until(lambda: launching.shown(second, "%T") == ["RUNNING"], 10, "the second job runs")


@pytest.mark.parametrize(
    ("args", "reason"), [(["--nodes=2"], "PartitionNodeLimit"), (["--mem=900T"], "BadConstraints")]
)
def test_a_reason_that_never_clears_is_shown_soon_after_a_release(
    launching: Launching, args: Sequence[str], reason: str
) -> None:
    job = launching.submit(launching.agree("", "--hold", *NO_LOG, *args).terms)
    launching.call("scontrol", "release", job)
    wait_until(lambda: launching.is_pending_for(job, reason), 5, "the scheduler looks at the job")
    assert [(found.reason, hopeless(found.reason)) for found in find(NAME) if found.job == job] == [(reason, True)]


@pytest.mark.parametrize("args", [["--nodes=2"], ["--mem=900T"], ["-c65"], ["-p", "nowhere"], ["--gres=gpu:1"]])
def test_a_test_tells_what_holding_hides(launching: Launching, args: Sequence[str]) -> None:
    (launching.folder / "job.sh").write_text("#!/bin/sh\n")
    tested = launching.call("sbatch", "--test-only", "--hold", *args, "job.sh")
    assert tested.exit_code == 1
    assert tested.complaints.splitlines()[-1].startswith(("allocation failure: ", "sbatch: error: "))


def test_a_copy_that_is_cancelled_before_it_began_lets_none_overtake_in_its_lane(launching: Launching) -> None:
    terms = launching.agree("", *NO_LOG, body=SLEEP).terms
    first = launching.submit(terms)
    middle = launching.submit(terms, after=[first])
    last = launching.submit(terms, after=[first, middle])
    wait_until(lambda: launching.is_pending_for(last, "Dependency"), 10, "the last one waits")
    launching.cluster.read("scancel", middle)
    time.sleep(3)
    assert launching.is_pending_for(last, "Dependency")
    launching.cluster.read("scancel", first)
    wait_until(lambda: launching.shown(last, "%T") == ["RUNNING"], 20, "the last one runs")


def test_what_was_cancelled_before_it_began_is_told_apart(launching: Launching) -> None:
    array = launching.tagged(launching.agree("", *NO_LOG, body=SLEEP, products=4).terms, tasks=4, at_once=1)
    held = launching.tagged(launching.agree("", "-H", *NO_LOG).terms, name="one-that-is-held")
    began = {(array.tag, task): task == 0 for task in (0, 1, 2, 3)} | {(held.tag, None): False}

    def in_state(word: str, tasks: Sequence[TaskState]) -> dict[tuple[Tag, int | None], bool]:
        return {(task.tag, task.task): task.began for task in tasks if task.state == word}

    def known(word: str) -> dict[tuple[Tag, int | None], bool]:
        return in_state(word, states([array, held]))

    wait_until(lambda: known("running") == {(array.tag, 0): True}, 10, "the first task runs")
    assert known("pending") == {(array.tag, task): False for task in (1, 2, 3)}
    launching.cluster.read("scancel", array.job, held.job)
    wait_until(lambda: known("cancelled") == began, 10, "all are cancelled")

    def accounted() -> dict[tuple[Tag, int | None], bool]:
        answer = asking.output(*accounted_command([array, held], "", ACCOUNTED_FIELDS))
        return in_state("cancelled", read_accounted(answer, [array, held]))

    wait_until(lambda: accounted() == began, 15, "the accounting knows", pause=0.5)


def test_a_task_cancelled_alone_before_it_began_leaves_no_trace(launching: Launching) -> None:
    job = launching.tagged(launching.agree("", "-H", *NO_LOG, products=4).terms, tasks=4)
    launching.cluster.read("scancel", f"{job.job}_2")
    assert [task.task for task in states([job])] == [0, 1, 3]
    launching.cluster.read("scancel", job.job)
    assert [(task.task, task.state, task.began) for task in states([job])] == [
        (task, "cancelled", False) for task in (0, 1, 3)
    ]


def test_the_queue_is_counted_by_tasks(launching: Launching) -> None:
    before = mine()
    terms = launching.agree("", "-H", *NO_LOG, products=2).terms
    for tasks, name in ((10, "one-launch"), (0, "one-launch"), (5, "another")):
        launching.submit(terms, tasks=tasks, name=name)
    assert (queued(["one-launch"]), queued(["one-launch", "another"]), queued([])) == (11, 16, 0)
    assert mine() == before + 16
    assert [(found.tasks, found.reason) for found in find("another")] == [(5, "JobHeldUser")]
