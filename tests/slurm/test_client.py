"""Submitting, finding, releasing, cancelling and asking on a real Slurm, as an exactly-once launch needs them."""

from __future__ import annotations

import os
import pickle
import shutil
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from heracles.errors import LaunchError
from heracles.launchers.base import (
    FINAL,
    LIMIT,
    Cancelled,
    Declined,
    Found,
    Released,
    Submission,
    Tag,
    Tagged,
    Taken,
    Terms,
    Unsure,
)
from heracles.launchers.slurm import asking
from heracles.launchers.slurm.command import submission_command
from heracles.launchers.slurm.finding import find, find_finished, find_job
from heracles.launchers.slurm.releasing import cancel, release
from heracles.launchers.slurm.site import ask_site
from heracles.launchers.slurm.states import (
    ACCOUNTED_FIELDS,
    accounted_command,
    accounting_is_complete,
    read_accounted,
    states,
)
from heracles.launchers.slurm.submitting import submit

from .daemons import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from heracles.launchers import base

    from .cluster import Cluster

SCRIPT = '#!/bin/sh\n#SBATCH --output=/dev/null\necho "$SLURM_ARRAY_TASK_ID" >> ran\n'
NOBODY = 65534


class Launch(NamedTuple):
    """A launch of copies in a folder of its own."""

    name: str
    folder: Path

    def submit(  # noqa: PLR0913  # a call of sbatch has many sides
        self,
        *args: str,
        copy: int = 0,
        attempt: int = 0,
        text: str = SCRIPT,
        array: str = "",
        hold: bool = True,
        seconds: float = 30,
        sbatch: str = "sbatch",
        comment: str = "",
    ) -> base.Answer:
        (self.folder / "copy.sh").write_text(text)
        terms = Terms(args=(*([f"--array={array}"] if array else []), *args), comment=comment, held=hold)
        submission = Submission(Tag(self.name, copy, attempt), "0", "copy.sh", str(self.folder), ())
        command = submission_command(sbatch, terms, submission)
        return submit(command, str(self.folder), (("SBATCH_ARRAY_INX", "0-99"), ("SBATCH_WAIT", "1")), seconds)

    def job(self, *args: str, copy: int = 0, text: str = SCRIPT, array: str = "", hold: bool = True) -> Tagged:
        """A job that is surely there."""
        taken = self.submit(*args, copy=copy, text=text, array=array, hold=hold)
        assert isinstance(taken, Taken)
        assert taken.job
        return Tagged(taken.job, Tag(self.name, copy, 0))

    def ran(self) -> list[str]:
        path = self.folder / "ran"
        return sorted(path.read_text().split()) if path.exists() else []


@pytest.fixture
def launch(cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Launch]:
    for name, value in cluster.environment.items():
        monkeypatch.setenv(name, value)
    yield Launch(f"{time.strftime('%Y%m%d-%H%M%S')}-{os.urandom(4).hex()}", tmp_path)
    cluster.cancel_tasks(tmp_path)


def in_states(jobs: Sequence[Tagged]) -> Counter[tuple[str, int | None]]:
    return Counter((task.state, task.exit_code) for task in states(jobs))


def test_the_site_is_asked(cluster: Cluster, launch: Launch) -> None:
    site = ask_site()
    assert (site.cluster, site.max_array_size, site.max_job_count) == (cluster.name, 1001, 20000)
    assert site.version[:2].isdecimal()
    assert site.has_accounting
    assert ask_site(cluster.name) == site


def test_a_held_array_is_found_released_and_runs(cluster: Cluster, launch: Launch) -> None:
    job = launch.job(array="0-9%4")
    assert find(launch.name) == (Found(job.job, 0, 0, held=True, state="held", reason="JobHeldUser", tasks=10),)
    assert find_job(job) == find(launch.name)[0]
    assert in_states([job]) == {("held", None): 10}
    assert release([job]) == Released((job.job,), (), ())
    cluster.wait_for_tasks(launch.folder)
    assert find(launch.name) == (Found(job.job, 0, 0, held=False, state="completed"),)
    assert find_job(job) == find(launch.name)[0]
    assert launch.ran() == [str(task) for task in range(10)]
    assert in_states([job]) == {("completed", 0): 10}
    assert release([job]) == Released((job.job,), (), ())


def test_a_job_of_a_named_cluster_is_asked_about_there(cluster: Cluster, launch: Launch) -> None:
    taken = launch.submit(f"--clusters={cluster.name}")
    assert isinstance(taken, Taken)
    assert taken.job
    assert taken.cluster == cluster.name
    job = Tagged(taken.job, Tag(launch.name, 0, 0))
    assert [found.job for found in find(launch.name, taken.cluster)] == [taken.job]
    assert [task.state for task in states([job], taken.cluster)] == ["held"]
    assert cancel([job], taken.cluster) == Cancelled((taken.job,), (), ())


def test_a_stray_is_found_and_cancelled(launch: Launch) -> None:
    stray, array = launch.job(copy=3), launch.job("--begin=now+1hour", copy=4, array="0-9")
    assert {(found.job, found.copy, found.held) for found in find(launch.name)} == {
        (stray.job, 3, True),
        (array.job, 4, True),
    }
    assert cancel([stray, array]) == Cancelled((stray.job, array.job), (), ())
    assert all(found.gone for found in find(launch.name))
    assert cancel([stray]) == Cancelled((), (), (stray.job,))
    assert release([stray]) == Released((), (), (stray.job,))


def test_a_running_job_is_cancelled(cluster: Cluster, launch: Launch) -> None:
    job = launch.job(hold=False, text=SCRIPT + "exec sleep 100\n")
    wait_until(lambda: in_states([job]) == {("running", None): 1}, 10, "the job runs")
    assert cancel([job]).cancelled == (job.job,)
    cluster.wait_for_tasks(launch.folder)
    assert [found.gone for found in find(launch.name)] == [False]
    assert {state for state, _ in in_states([job])} == {"cancelled"}


def test_only_the_job_that_carries_the_tag_is_touched(launch: Launch) -> None:
    job = launch.job()
    other = Tagged(job.job, Tag("another-launch", 0, 0))
    unknown = Tagged("1", Tag(launch.name, 1, 0))
    assert [find_job(each) for each in (other, unknown)] == [None, None]
    assert release([other, unknown]) == Released((), (), (job.job, "1"))
    assert cancel([other, unknown]) == Cancelled((), (), (job.job, "1"))
    assert [found.held for found in find(launch.name)] == [True]
    assert release([job, unknown]) == Released((job.job,), (), ("1",))


def test_two_launches_do_not_see_each_other(launch: Launch) -> None:
    other = launch._replace(name=launch.name + "0")
    mine, its = launch.job(), other.job()
    assert [found.job for found in find(launch.name)] == [mine.job]
    assert [found.job for found in find(other.name)] == [its.job]


def test_a_job_that_waits_for_another_is_held_all_the_same(launch: Launch) -> None:
    first = launch.job(copy=0)
    second = launch.job(f"--dependency=afterok:{first.job}", copy=1)
    assert release([second]).released == (second.job,)
    assert {found.copy: found.held for found in find(launch.name)} == {0: True, 1: False}
    assert {(task.tag, task.state) for task in states([first, second])} == {
        (first.tag, "held"),
        (second.tag, "pending"),
    }


def test_a_job_that_an_administrator_holds_stays_held(cluster: Cluster, nobodys: Launch) -> None:
    job = by_nobody(nobodys, nobodys.job)
    cluster.read("scontrol", "hold", job.job)
    answer = by_nobody(nobodys, lambda: release([job]))
    assert (answer.released, answer.held, answer.gone) == ((), (job.job,), ())
    assert "Access/permission denied" in answer.words
    assert by_nobody(nobodys, lambda: cancel([job])) == Cancelled((job.job,), (), ())


def test_an_ordinary_user_sees_and_touches_only_what_is_theirs(
    cluster: Cluster, launch: Launch, nobodys: Launch
) -> None:
    mine, its = launch.job(), by_nobody(nobodys, lambda: nobodys.job(array="0-4"))
    assert by_nobody(nobodys, ask_site).cluster == cluster.name
    assert [found.job for found in by_nobody(nobodys, lambda: find(launch.name))] == [its.job]
    assert by_nobody(nobodys, lambda: release([mine, its])) == Released((its.job,), (), (mine.job,))
    cluster.wait_for_tasks(nobodys.folder)
    assert [found.job for found in find(launch.name)] == [mine.job]
    assert by_nobody(nobodys, lambda: in_states([its])) == {("completed", 0): 5}
    assert nobodys.ran() == ["0", "1", "2", "3", "4"]


def test_a_users_settings_of_slurms_programs_change_nothing(launch: Launch, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = {"SQUEUE_FORMAT": "%i", "SQUEUE_FORMAT2": "jobid", "SQUEUE_STATES": "R", "SQUEUE_USERS": "nobody"}
    settings |= {"SLURM_TIME_FORMAT": "relative", "SACCT_FEDERATION": "1", "SLURM_BITSTR_LEN": "1", "LC_ALL": "tr_TR"}
    settings |= {"SCANCEL_STATE": "RUNNING", "SCANCEL_INTERACTIVE": "1", "SQUEUE_ARRAY": "1"}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    job = launch.job(array="1-9:2,20")
    assert [found.job for found in find(launch.name)] == [job.job]
    assert [task.task for task in states([job._replace(since=time.time() - 60)])] == [1, 3, 5, 7, 9, 20]
    assert cancel([job]) == Cancelled((job.job,), (), ())


@pytest.mark.parametrize("comment", ["a|b 'c' \"d\" ${e} größe", "heracles:other/0.0", "-n 1", "|"])
def test_the_users_own_comment_is_kept(cluster: Cluster, launch: Launch, comment: str) -> None:
    taken = launch.submit(comment=comment)
    assert isinstance(taken, Taken)
    assert taken.job
    shown = cluster.read("squeue", "--noheader", f"--jobs={taken.job}", "--format=%k")
    assert shown == f"heracles:{launch.name}/0.0 {comment}\n"
    assert [(found.job, found.held) for found in find(launch.name)] == [(taken.job, True)]


CHATTY = """\
#!/bin/sh
echo "Welcome to the cluster! 3 days without an outage."
{sbatch} "$@" || exit
echo "Your project has 1234 hours left."
"""

LOST_ANSWER = """\
#!/bin/sh
{sbatch} "$@" > /dev/null
echo "sbatch: error: Batch job submission failed: Socket timed out on send/recv operation" >&2
exit 1
"""


def site_sbatch(launch: Launch, text: str) -> str:
    """A site's own ``sbatch`` around the real one."""
    path = launch.folder / "sbatch"
    path.write_text(text.format(sbatch=shutil.which("sbatch")))
    path.chmod(0o755)
    return str(path)


def test_a_job_id_is_found_among_what_a_site_prints(launch: Launch) -> None:
    taken = launch.submit(sbatch=site_sbatch(launch, CHATTY))
    assert [Taken(found.job) for found in find(launch.name)] == [taken]


def test_a_job_is_found_whose_answer_was_lost(launch: Launch) -> None:
    assert isinstance(launch.submit(sbatch=site_sbatch(launch, LOST_ANSWER)), Unsure)
    assert [(found.copy, found.attempt, found.held) for found in find(launch.name)] == [(0, 0, True)]


def test_a_limit_on_submissions_is_one_that_waiting_cures(cluster: Cluster, launch: Launch) -> None:
    with cluster.submit_limit(2):
        refused = launch.submit(array="0-2")
        assert isinstance(refused, Declined)
        assert refused.kind == LIMIT
        assert refused.words.startswith("sbatch: AssocMaxSubmitJobLimit; Job violates accounting/QOS policy")
        assert isinstance(launch.submit(array="0-1"), Taken)


@pytest.mark.parametrize(
    ("args", "array", "words"),
    [
        (["--partition=closed"], "", "Required partition not available (inactive or drain)"),
        (["--partition=nowhere"], "", "Invalid partition name specified"),
        (["--account=nobodys"], "", "Invalid account or account/partition combination specified"),
        (["--clusters=elsewhere"], "", "No cluster 'elsewhere' known by database."),
        ([], "0-5000", "Invalid job array specification"),
        (["--comment=" + "x" * 1500], "", "Pathname of a file, directory or other parameter too long"),
        (["--time=soon"], "", "Invalid --time specification"),
        (["--bogus"], "", "unrecognized option"),
    ],
)
def test_what_waiting_does_not_cure_is_refused_in_slurms_words(
    launch: Launch, args: Sequence[str], array: str, words: str
) -> None:
    refused = launch.submit(*args, array=array)
    assert isinstance(refused, Declined), refused
    assert refused.kind == FINAL
    assert words in refused.words
    assert find(launch.name) == ()


def test_a_job_that_no_node_can_run_is_taken_while_held_and_held_again_when_released(launch: Launch) -> None:
    assert isinstance(launch.submit("--mem=900T", hold=False), Declined)
    job = launch.job("--mem=900T")
    assert release([job]).gone == ()
    known = (("held", "BadConstraints"),)
    wait_until(
        lambda: tuple((task.state, task.reason) for task in states([job])) == known,
        10,
        "the scheduler looks at it",
    )


@pytest.mark.parametrize("text", ["", "echo\n", SCRIPT + "#" * 5_000_000, SCRIPT.replace("\n", "\r\n")])
def test_a_file_that_is_no_batch_script_is_refused(launch: Launch, text: str) -> None:
    refused = launch.submit(text=text)
    assert isinstance(refused, Declined), refused
    assert refused.kind == FINAL


def test_a_killed_submission_to_a_suspended_controller_is_found_later(cluster: Cluster, launch: Launch) -> None:
    with cluster.controller.suspended():
        assert launch.submit(array="0-9", seconds=1) == Unsure("did not answer in time")
    wait_until(lambda: bool(find(launch.name)), 30, "the controller takes what was asked of it")
    [found] = find(launch.name)
    assert found.held


def test_without_a_controller_nothing_is_known(cluster: Cluster, launch: Launch) -> None:
    with ThreadPoolExecutor() as pool, cluster.controller.stopped():
        submitted = pool.submit(launch.submit)
        job = Tagged("1", Tag(launch.name, 0, 0))
        asked = [pool.submit(act) for act in (ask_site, lambda: find(launch.name), lambda: states([job]))]
        for question in asked:
            with pytest.raises(LaunchError, match=r"Unable to contact slurm controller \(connect failure\)"):
                question.result()
        answer = submitted.result()
        assert isinstance(answer, Unsure)
        assert answer.words.endswith("Unable to contact slurm controller (connect failure)")


def test_a_submission_survives_that_the_controller_is_started_again(cluster: Cluster, launch: Launch) -> None:
    with ThreadPoolExecutor() as pool:
        with cluster.controller.stopped():
            submitted = pool.submit(launch.submit)
            time.sleep(0.5)
        taken = submitted.result()
    assert [Taken(found.job) for found in find(launch.name)] == [taken]


def test_a_thousand_tasks_are_held_and_cancelled_as_one(launch: Launch) -> None:
    job = launch.job(array="0-999%50")
    assert in_states([job]) == {("held", None): 1000}
    assert cancel([job]) == Cancelled((job.job,), (), ())
    assert find(launch.name) == (Found(job.job, 0, 0, held=False, gone=True, state="cancelled"),)
    assert set(in_states([job])) == {("cancelled", None)}


def test_the_queue_and_the_accounting_tell_the_same_of_what_ended(cluster: Cluster, launch: Launch) -> None:
    since = time.time() - 60
    text = SCRIPT + "case $((SLURM_ARRAY_TASK_ID % 4)) in 3) kill -9 $$;; *) exit $((SLURM_ARRAY_TASK_ID % 4));; esac\n"
    job = launch.job(array="0-39", text=text, hold=False)
    cluster.wait_for_tasks(launch.folder)
    ends = {("completed", 0): 10, ("failed", 1): 10, ("failed", 2): 10, ("failed", -9): 10}
    assert in_states([job]) == ends

    def accounted() -> Counter[tuple[str, int | None]]:
        answer = asking.output(*accounted_command([job], "", ACCOUNTED_FIELDS))
        return Counter((task.state, task.exit_code) for task in read_accounted(answer, [job]))

    wait_until(lambda: accounted() == ends, 30, "the accounting knows of all ends", pause=0.5)
    assert find_finished(launch.name, since) == (Found(job.job, 0, 0, held=False, state="failed"),)
    assert find_finished(launch.name + "0", since) == ()
    with cluster.accounting.stopped():
        assert in_states([job]) == ends
        assert states([job._replace(job="1")]) == ()
        with pytest.raises(LaunchError, match="sacct failed with exit code 1"):
            find_finished(launch.name, since)


def test_once_the_accounting_is_complete_it_knows_all_ends(cluster: Cluster, launch: Launch) -> None:
    with cluster.accounting.stopped():
        job = launch.job(array="0-39", hold=False)
        cluster.wait_for_tasks(launch.folder)
        assert not accounting_is_complete("")
    wait_until(lambda: accounting_is_complete(""), 60, "the accounting has been told of everything", pause=0.01)
    known = read_accounted(asking.output(*accounted_command([job], "", ACCOUNTED_FIELDS)), [job], is_complete=True)
    assert Counter((task.state, task.settled) for task in known) == {("completed", True): 40}
    with cluster.controller.stopped():
        assert not accounting_is_complete("")


def test_a_job_id_that_another_job_has_is_not_ours(cluster: Cluster, launch: Launch) -> None:
    """The accounting stores the command some seconds after the job."""
    job = launch.job(hold=False)
    cluster.wait_for_tasks(launch.folder)
    others = [job._replace(tag=tag) for tag in (job.tag._replace(attempt=1), job.tag._replace(launch="another"))]

    def known(jobs: Sequence[Tagged]) -> list[str]:
        return [task.state for task in states(jobs)]

    def accounted(jobs: Sequence[Tagged]) -> list[str]:
        answer = asking.output(*accounted_command(jobs, "", ACCOUNTED_FIELDS))
        return [task.state for task in read_accounted(answer, jobs)]

    assert known([job]) == ["completed"]
    wait_until(lambda: accounted(others) == [] != accounted([job]), 30, "the accounting knows it", pause=0.5)
    assert known(others) == []
    assert known([job]) == accounted([job]) == ["completed"]


def test_a_requeued_job_is_known_as_such(cluster: Cluster, launch: Launch) -> None:
    job = launch.job("--requeue", hold=False, text=SCRIPT + "exec sleep 100\n")
    wait_until(lambda: in_states([job]) == {("running", None): 1}, 10, "the job runs")
    assert [task.requeued for task in states([job])] == [False]
    cluster.read("scontrol", "requeue", job.job)
    wait_until(lambda: in_states([job]) == {("pending", None): 1}, 10, "the job waits again")
    assert [task.requeued for task in states([job])] == [True]
    assert cancel([job]) == Cancelled((job.job,), (), ())
    assert [found.gone for found in find(launch.name)] == [False]


@pytest.fixture
def nobodys(cluster: Cluster, launch: Launch) -> Iterator[Launch]:
    """The same launch, of the user nobody, in a folder where that user may write."""
    cluster.call("sacctmgr", "--immediate", "add", "user", "nobody", "account=root")
    folder = cluster.layout.folder / f"nobodys-{launch.name}"
    folder.mkdir()
    os.chown(folder, NOBODY, NOBODY)
    yield Launch(launch.name, folder)
    cluster.cancel_tasks(folder)


def by_nobody(launch: Launch, act: Callable[[], Any]) -> Any:
    """What ``act`` returns in a process of the user nobody, who stands in the folder of ``launch``."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            os.chdir(launch.folder)
            with open(writing, "wb") as answer:
                pickle.dump(act(), answer)
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, "rb") as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return pickle.loads(said)
