"""What heracles makes of the words of Slurm's programs; the words are those that a real Slurm printed."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import pytest

from heracles.errors import LaunchError
from heracles.launchers.base import (
    FINAL,
    LIMIT,
    POLICY,
    Declined,
    Found,
    Submission,
    Tag,
    Tagged,
    Taken,
    TaskState,
    Terms,
    Unsure,
)
from heracles.launchers.slurm import asking, finding, ranges, site, states
from heracles.launchers.slurm.command import submission_command
from heracles.launchers.slurm.environment import for_questions, for_submission, misleading
from heracles.launchers.slurm.refusals import reasons
from heracles.launchers.slurm.state_words import STATES
from heracles.launchers.slurm.submitting import read_submission, submit
from heracles.launchers.slurm.tags import comment_with, tag_in, tag_of_launch_in
from heracles.process import Answer
from tests import waiting

if TYPE_CHECKING:
    from pathlib import Path

    from heracles.launchers import base

TAG = Tag("20260101-120000-0a1b2c3d", 3, 1)
TAG_TEXT = "heracles:20260101-120000-0a1b2c3d/3.1"

FAILED = "sbatch: error: Batch job submission failed: "
AGAINST_POLICY = FAILED + "Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)\n"
NO_SCRIPT = """\
sbatch: error: This does not look like a batch script.  The first
sbatch: error: line must start with #! followed by the path to an interpreter.
sbatch: error: For instance: #!/bin/sh
"""

CONFIGURATION = """\
Configuration data as of 2026-01-01T12:00:00
AccountingStorageType   = accounting_storage/slurmdbd
ClusterName             = heracles
JobRequeue              = 1
MaxArraySize            = 1001
MaxJobCount             = 20000
MessageTimeout          = 10 sec
MinJobAge               = 300 sec
SchedulerParameters     = bf_interval=1,max_script_size=1000000
SLURM_VERSION           = 22.05.8

Slurmctld(primary) at vm is UP
"""


def test_a_tag_is_read_back_from_the_comment_that_it_begins() -> None:
    assert comment_with(TAG, "") == TAG_TEXT
    assert comment_with(TAG, "a|b 'c' heracles:x/0.0") == f"{TAG_TEXT} a|b 'c' heracles:x/0.0"
    assert tag_in(comment_with(TAG, "a|b 'c' heracles:x/0.0")) == TAG


@pytest.mark.once
@pytest.mark.parametrize("comment", ["", "(null)", "heracles", "heracles:a/", "heracles:a/b.0", "mine heracles:a/0.0"])
def test_other_comments_have_no_tag(comment: str) -> None:
    assert tag_in(comment) is None


@pytest.mark.once
@pytest.mark.parametrize(
    "text", [f"|sbatch --parsable --comment={TAG_TEXT} two words x.sh", f"{TAG_TEXT}|sbatch x.sh", f"{TAG_TEXT}|"]
)
def test_a_tag_is_found_in_what_the_accounting_remembers(text: str) -> None:
    assert tag_of_launch_in(text, TAG.launch) == TAG
    assert tag_of_launch_in(text, TAG.launch[:-1]) is None


SUBMISSION = Submission(TAG, "17", "a.sh", "/sweep", ())


def test_sbatch_is_told_ours_before_the_users_options() -> None:
    terms = Terms(args=("-p", "gpu"), comment="of the script", held=True)
    command = submission_command(
        "sbatch", terms, SUBMISSION._replace(tasks=1000, at_once=50, after=("700001", "700002"))
    )
    ours = ("--parsable", f"--comment={TAG_TEXT} of the script", "--hold", "--array=0-999%50")
    assert command == ("sbatch", *ours, "--dependency=afterany:700001:700002", "-p", "gpu", "a.sh")


def test_sbatch_is_told_the_cluster_that_all_questions_go_to() -> None:
    command = submission_command("sbatch", Terms(cluster="there", args=("-M", "there")), SUBMISSION)
    assert command == (
        "sbatch", "--parsable", "--clusters=there", f"--comment={TAG_TEXT}", "-M", "there", "a.sh",
    )  # fmt: skip


def test_sbatch_sees_no_cluster_of_another_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SBATCH_CLUSTERS", "elsewhere")
    monkeypatch.setenv("SLURM_CLUSTERS", "elsewhere")
    assert not {"SBATCH_CLUSTERS", "SLURM_CLUSTERS"} & set(for_submission(()))
    assert misleading(("SBATCH_CLUSTERS", "SLURM_CLUSTERS")) == ()


def test_a_plain_job_that_is_not_held_needs_its_tag_alone() -> None:
    command = submission_command("/opt/sbatch", Terms(), SUBMISSION)
    assert command == ("/opt/sbatch", "--parsable", f"--comment={TAG_TEXT}", "a.sh")


@pytest.mark.once
@pytest.mark.parametrize(
    ("after", "own", "joined"), [("7", "", "afterany:7"), ("", "afterok:5", "afterok:5"), ("78", "5", "afterany:7:8,5")]
)
def test_a_job_waits_for_the_one_before_and_for_those_of_the_user(after: str, own: str, joined: str) -> None:
    command = submission_command("sbatch", Terms(dependency=own), SUBMISSION._replace(after=tuple(after)))
    assert command[3:-1] == (f"--dependency={joined}",)


def test_sbatch_does_not_see_variables_that_overrule_a_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SBATCH_ARRAY_INX", "0-9")
    monkeypatch.setenv("SBATCH_PARTITION", "gpu")
    environment = for_submission((("SBATCH_WAIT", "1"), ("HERACLES_ID", "abc")))
    assert misleading(environment) == ()
    assert (environment["SBATCH_PARTITION"], environment["HERACLES_ID"]) == ("gpu", "abc")
    assert misleading(("SBATCH_WAIT", "HOME", "SBATCH_ARRAY_INX")) == ("SBATCH_ARRAY_INX", "SBATCH_WAIT")


def test_questions_are_asked_without_a_users_settings() -> None:
    settings = {"SQUEUE_FORMAT": "x", "SACCT_FEDERATION": "1", "SLURM_TIME_FORMAT": "relative", "LC_ALL": "de_DE"}
    assert for_questions({**settings, "SLURM_CONF": "/etc/slurm.conf"}) == {
        "SLURM_CONF": "/etc/slurm.conf",
        "LC_ALL": "C",
        "SLURM_TIME_FORMAT": "standard",
        "SLURM_BITSTR_LEN": "0",
    }


@pytest.mark.once
@pytest.mark.parametrize(
    ("output", "answer"),
    [
        ("17\n", Taken("17")),
        ("17;alpha\n", Taken("17", "alpha")),
        ("Submitted batch job 17 on cluster alpha\n", Taken("17", "alpha")),
        ("Welcome!\n 3 days without an outage\n\n17\nYou have 1234 hours left.\n", Taken("17")),
        ("17\n17\n", Taken("17")),
    ],
)
def test_a_job_id_is_found_among_chatter(output: str, answer: base.Answer) -> None:
    assert read_submission(Answer(0, output, "sbatch: lua: welcome\n")) == answer


@pytest.mark.once
@pytest.mark.parametrize(
    ("complaints", "kind"),
    [
        ("sbatch: error: AssocMaxSubmitJobLimit\n" + AGAINST_POLICY, LIMIT),
        ("sbatch: error: QOSMaxSubmitJobPerUserLimit\n" + AGAINST_POLICY, LIMIT),
        ("sbatch: error: QOSGrpSubmitJobsLimit\n" + AGAINST_POLICY, LIMIT),
        ("sbatch: error: AssocGrpSubmitJobsLimit\n" + AGAINST_POLICY, LIMIT),
        ("sbatch: error: Please use fewer jobs.\nsbatch: error: MaxSubmitJobsPerAccount\n" + AGAINST_POLICY, LIMIT),
        (FAILED + "MaxJobCount limit reached\n", LIMIT),
        (AGAINST_POLICY, POLICY),
        ("sbatch: error: Sorry\n" + AGAINST_POLICY, POLICY),
        ("sbatch: error: QOSMaxCpuPerJobLimit\n" + AGAINST_POLICY, FINAL),
        ("sbatch: error: invalid partition specified: x\n" + FAILED + "Invalid partition name specified\n", FINAL),
        (FAILED + "Invalid account or account/partition combination specified\n", FINAL),
        (FAILED + "Pathname of a file, directory or other parameter too long\n", FINAL),
        ("sbatch: error: No GPUs without a project!\n" + FAILED + "Unspecified error\n", FINAL),
        (NO_SCRIPT, FINAL),
        ("sbatch: unrecognized option '--bogus'\nTry \"sbatch --help\" for more information\n", FINAL),
        ("sbatch: error: Invalid --time specification\n", FINAL),
        ("sbatch: error: Unable to open file a.sh\n", FINAL),
        ("sbatch: fatal: Script file a.sh is too large\n", FINAL),
    ],
)
def test_a_refusal_is_one_that_waiting_cures_or_not(complaints: str, kind: str) -> None:
    assert read_submission(Answer(1, "", complaints)) == Declined(reasons(complaints), kind)


@pytest.mark.once
@pytest.mark.parametrize(
    ("complaints", "told"),
    [
        (FAILED + "Invalid partition name specified\n", "sbatch: Invalid partition name specified"),
        ("Hello!\nsbatch: error: A\n" + FAILED + "MaxJobCount limit reached", "sbatch: MaxJobCount limit reached"),
        ("sbatch: fatal: Script file a.sh is too large\n", "sbatch: Script file a.sh is too large"),
        (
            "sbatch: unrecognized option '--bogus'\nTry \"sbatch --help\" for more information\n",
            "sbatch: unrecognized option '--bogus'",
        ),
    ],
)
def test_a_refusal_is_told_in_the_words_of_sbatch(complaints: str, told: str) -> None:
    assert reasons(complaints) == told


DOUBTFUL = {
    "timeout": Answer(1, "", FAILED + "Socket timed out on send/recv operation\n"),
    "connection": Answer(1, "", FAILED + "Unable to contact slurm controller (connect failure)\n"),
    "queue full for long": Answer(1, "", FAILED + "Resource temporarily unavailable\n"),
    "new words": Answer(1, "", FAILED + "Something new\n"),
    "a wrapper's second try": Answer(1, "", FAILED + "Zero Bytes were transmitted or received\n" + AGAINST_POLICY),
    "silence": Answer(1, "", ""),
    "a wrapper's own words": Answer(1, "", "Unable to open file /etc/motd\n"),
    "no id": Answer(0, "Welcome!\n", ""),
    "refused, it says, but well": Answer(0, "", AGAINST_POLICY),
    "an id and a failure": Answer(1, "17\n", AGAINST_POLICY),
    "two ids": Answer(0, "17\n18\n", ""),
    "killed": Answer(-9, "", AGAINST_POLICY),
    "hung": Answer(None, "", AGAINST_POLICY),
}


@pytest.mark.once
@pytest.mark.parametrize("answer", DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_may_have_been_taken_is_never_called_refused(answer: Answer) -> None:
    assert isinstance(read_submission(answer), Unsure)


def test_doubts_are_told_in_slurms_words() -> None:
    assert read_submission(DOUBTFUL["timeout"]) == Unsure(
        "failed with exit code 1: sbatch: error: Batch job submission failed: Socket timed out on send/recv operation"
    )
    assert read_submission(DOUBTFUL["no id"]) == Unsure("answered without a job id; it said: Welcome!")
    assert read_submission(DOUBTFUL["silence"]) == Unsure("failed with exit code 1")


def stand_in(folder: Path, text: str) -> tuple[str, ...]:
    (folder / "sbatch").write_text(f"#!/bin/sh\n{text}\n")
    (folder / "sbatch").chmod(0o755)
    return (str(folder / "sbatch"), "a.sh")


def test_what_sbatch_says_is_shown_while_it_waits(tmp_path: Path) -> None:
    heard: list[str] = []
    waits = "echo retrying >&2; printf more >&2; until [ -e heard ]; do sleep 0.01; done; echo ' words' >&2; echo 17"

    def hear(line: str) -> None:
        heard.append(line)
        (tmp_path / "heard").touch()

    assert submit(stand_in(tmp_path, waits), str(tmp_path), (), waiting.PATIENCE_SECONDS, hear) == Taken("17")
    assert heard == ["retrying", "more words"]


@pytest.mark.once
def test_a_hanging_sbatch_is_killed_with_all_that_it_started(tmp_path: Path) -> None:
    command = stand_in(tmp_path, "(sleep 0.6; touch late) & sleep 60")
    assert submit(command, str(tmp_path), (), 0.3) == Unsure("did not answer in time")
    time.sleep(0.5)
    assert not (tmp_path / "late").exists()


def test_a_program_that_a_wrapper_leaves_behind_is_not_waited_for(tmp_path: Path) -> None:
    command = stand_in(tmp_path, "sleep 1000 & echo $! > left; echo 17")
    assert submit(command, str(tmp_path), (), waiting.PATIENCE_SECONDS) == Taken("17")
    os.kill(int((tmp_path / "left").read_text()), signal.SIGKILL)


def test_an_sbatch_that_is_not_there_took_nothing(tmp_path: Path) -> None:
    answer = submit(("./sbatch",), str(tmp_path), (), 10)
    assert answer == Declined("./sbatch cannot be started: No such file or directory", FINAL)


def test_the_settings_of_a_site_are_read() -> None:
    read = site.read_site(CONFIGURATION)
    assert (read.cluster, read.version, read.max_array_size, read.max_job_count) == ("heracles", "22.05.8", 1001, 20000)
    assert (read.max_script_bytes, read.min_job_age, read.message_timeout) == (1000000, 300, 10)
    assert (read.has_accounting, read.requeues) == (True, True)
    assert site.read_site(CONFIGURATION.replace("max_script_size", "x")).max_script_bytes == 4 * 1024 * 1024


def test_an_answer_without_the_settings_is_refused() -> None:
    with pytest.raises(LaunchError, match="does not tell what heracles needs to know: 'MaxArraySize'"):
        site.read_site(CONFIGURATION.replace("MaxArraySize", "x"))


def test_the_parts_of_an_array_are_one_job() -> None:
    answer = f"""\
700001|N/A|0|COMPLETED|42|0|vm|None|{TAG_TEXT} a|b|
700001|N/A|1|RUNNING|42|0|vm|None|{TAG_TEXT} a|b|
700001|N/A|2-9,20-29:3%5|PENDING|42|0||JobArrayTaskLimit|{TAG_TEXT} a|b|
700002|N/A|N/A|PENDING|0|0||JobHeldUser|heracles:other/0.0 two
lines|
700003|N/A|N/A|CANCELLED|0|0||JobHeldUser|heracles:other/1.2|
700004|N/A|N/A|CANCELLED|42|1||None|heracles:other/2.0|
700005|N/A|N/A|RUNNING|42|0|vm|None|heracles's own|
700006|N/A|N/A|PENDING|42|0||Priority|(null)|
"""
    part_of_many = Found("700001", 3, 1, held=False, state="running", reason="JobArrayTaskLimit", tasks=13)
    assert finding.read_queue(answer, [TAG.launch, "other"]) == (
        (TAG, part_of_many),
        (Tag("other", 0, 0), Found("700002", 0, 0, held=True, state="held", reason="JobHeldUser", tasks=1)),
        (Tag("other", 1, 2), Found("700003", 1, 2, held=False, gone=True, state="cancelled")),
        (Tag("other", 2, 0), Found("700004", 2, 0, held=False, state="cancelled")),
    )


def test_the_parts_of_a_heterogeneous_job_are_one_job() -> None:
    answer = f"""\
700014|700013|N/A|PENDING|0|0||JobHeldUser|{TAG_TEXT}|
700013|700013|N/A|PENDING|0|0||JobHeldUser|{TAG_TEXT}|
"""
    [(tag, found)] = finding.read_queue(answer, [TAG.launch])
    assert (tag, found.job, found.held) == (TAG, "700013", True)


def test_the_accounting_finds_jobs_by_comment_and_by_command() -> None:
    answer = f"""\
700001_0|COMPLETED|vm||sbatch --comment={TAG_TEXT} a|b x.sh
700001_[1-9]|CANCELLED by 0|None assigned||sbatch --comment={TAG_TEXT} a|b x.sh
700002|FAILED|vm|{TAG_TEXT[:-1]}2|sbatch x.sh
700003|FAILED|vm|heracles:other/0.0|sbatch x.sh
"""
    assert finding.read_accounted(answer, TAG.launch) == (
        Found("700001", 3, 1, held=False, state="cancelled"),
        Found("700002", 3, 2, held=False, state="failed"),
    )


@pytest.mark.once
@pytest.mark.parametrize(
    ("lines", "known"),
    [
        (["1|CANCELLED by 0|None assigned"], [("1", True, "cancelled")]),
        (["1|CANCELLED|"], [("1", True, "cancelled")]),
        (["1|CANCELLED by 0|vm"], [("1", False, "cancelled")]),
        (["1|REVOKED|None assigned"], [("1", False, "cancelled")]),
        (["1_[0-8]|CANCELLED by 0|None assigned", "1_9|COMPLETED|vm"], [("1", False, "cancelled")]),
        (["1+0|CANCELLED by 0|None assigned", "1+1|CANCELLED by 0|None assigned"], [("1", True, "cancelled")]),
        (["1|REQUEUED|vm", "1|CANCELLED by 0|None assigned"], [("1", False, "cancelled")]),
        (["1|REQUEUED|vm", "1|COMPLETED|vm"], [("1", False, "completed")]),
        (["1|PENDING|None assigned"], []),
        (["1_[0-8]|PENDING|None assigned", "1_9|RUNNING|vm"], [("1", False, "running")]),
        (["of a comment|in two|lines"], []),
    ],
)
@pytest.mark.parametrize("texts", [f"{TAG_TEXT} a|b|sbatch x.sh", f"|sbatch --comment={TAG_TEXT} x.sh", TAG_TEXT])
def test_the_accounting_tells_what_never_began(
    lines: list[str], known: list[tuple[str, bool, str]], texts: str
) -> None:
    found = finding.read_accounted("".join(f"{line}|{texts}\n" for line in lines), TAG.launch)
    assert [(each.job, each.gone, each.state) for each in found] == known


@pytest.mark.once
@pytest.mark.parametrize(
    ("words", "tasks"),
    [
        ("N/A", (None,)),
        ("", (None,)),
        ("3", (3,)),
        ("[0-3%2]", (0, 1, 2, 3)),
        ("[1,5-6,9-13:2%50]", (1, 5, 6, 9, 11, 13)),
        ("1,2,5-...", (1, 2)),
    ],
)
def test_ranges_of_tasks_are_understood(words: str, tasks: tuple[int | None, ...]) -> None:
    assert ranges.of(words) == tasks


QUEUED = """\
700001|0|COMPLETED|429|0|0|vm|None|
700001|1|FAILED|429|256|0|vm|NonZeroExitCode|
700001|2|FAILED|429|3:0|0|vm|NonZeroExitCode|
700001|4-6%2|PENDING|429|0|0||Priority|
700002|N/A|FAILED|429|9|0|vm|JobLaunchFailure|
700003|N/A|PENDING|0|0|0||Dependency|
700004|N/A|PENDING|429|0|1||BeginTime|
700005|N/A|REQUEUE_HOLD|0|0|1||JobHeldUser|
700006|N/A|NEW_WORD|1|0|0|vm|None|
700011|1|CANCELLED|429|0|0||Priority|
700011|0|CANCELLED|429|15|0|vm|None|
700099|N/A|RUNNING|1|0|0|vm|None|
"""

ACCOUNTED = """\
700001_0|RUNNING|0:0|vm
700001_3|CANCELLED by 0|0:15|vm
700001_[4-5]|PENDING|0:0|None assigned
700007|TIMEOUT|0:0|vm
700008|REQUEUED|0:0|vm
700008|CANCELLED by 0|0:0|None assigned
700009|RUNNING|0:0|vm
700010_[2-3]|CANCELLED by 1000|0:0|None assigned
"""


SUBMITTED = "2026-01-01T12:00:01"


def tag(number: int) -> Tag:
    """The tag of the job 7000NN."""
    return Tag(TAG.launch, number, 1)


def tagged(*numbers: int) -> list[Tagged]:
    return [Tagged(f"7000{number:02}", tag(number)) for number in numbers]


def queued(lines: str) -> str:
    """As squeue shows them: with their comments."""
    return "".join(f"{line}{tag(int(line[4:6]))} mine|\n" for line in lines.splitlines())


def accounted(lines: str, comment: str = "", command: str = "sbatch --comment={} --hold a.sh") -> str:
    """As sacct shows them: with the time, the user, the comment and the command of the submission."""
    rest = [f"{SUBMITTED}|{os.getuid()}|{comment}|{command}".format(tag(int(line[4:6]))) for line in lines.splitlines()]
    return "".join(f"{line}|{more}\n" for line, more in zip(lines.splitlines(), rest))


def test_the_states_of_tasks_are_read_from_both_answers() -> None:
    jobs = tagged(*range(1, 12))
    in_queue = states.read_queued(queued(QUEUED), jobs)
    assert states.merged(in_queue, states.read_accounted(accounted(ACCOUNTED), jobs, in_queue)) == (
        TaskState(tag(1), 0, "completed", 0),
        TaskState(tag(1), 1, "failed", 1, "NonZeroExitCode"),
        TaskState(tag(1), 2, "failed", 3, "NonZeroExitCode"),
        *(TaskState(tag(1), task, "pending", None, "Priority", began=False) for task in (4, 5, 6)),
        TaskState(tag(2), None, "failed", -9, "JobLaunchFailure"),
        TaskState(tag(3), None, "held", None, "Dependency", began=False),
        TaskState(tag(4), None, "pending", None, "BeginTime", requeued=True),
        TaskState(tag(5), None, "held", None, "JobHeldUser", requeued=True),
        TaskState(tag(6), None, "unknown"),
        TaskState(tag(11), 1, "cancelled", None, "Priority", began=False),
        TaskState(tag(11), 0, "cancelled", -15),
        TaskState(tag(1), 3, "cancelled", -15),
        TaskState(tag(7), None, "timeout"),
        TaskState(tag(8), None, "cancelled", requeued=True),
        TaskState(tag(9), None, "unknown"),
        TaskState(tag(10), 2, "cancelled", began=False),
        TaskState(tag(10), 3, "cancelled", began=False),
    )


def test_what_ended_is_settled_where_the_accounting_has_been_told_of_everything() -> None:
    told = accounted("700001_0|FAILED|1:0|vm\n700001_1|RUNNING|0:0|vm\n700002|NEW_WORD|0:0|vm")
    known = states.read_accounted(told, tagged(1, 2), is_complete=True)
    assert known == (
        TaskState(tag(1), 0, "failed", 1, settled=True),
        TaskState(tag(1), 1, "unknown"),
        TaskState(tag(2), None, "unknown", settled=True),
    )
    assert not any(task.settled for task in states.read_accounted(told, tagged(1, 2)))
    assert not any(task.settled for task in states.read_queued(queued(QUEUED), tagged(*range(1, 12))))


def test_jobs_of_another_user_are_not_settled_since_the_queue_tells_of_ours_alone() -> None:
    told = accounted("700001_0|FAILED|1:0|vm\n700002|NODE_FAIL|0:0|vm")
    told = told.replace(f"|{os.getuid()}|", f"|{os.getuid() + 1}|")
    known = states.read_accounted(told, tagged(1, 2), is_complete=True)
    assert known == (TaskState(tag(1), 0, "failed", 1), TaskState(tag(2), None, "node_fail"))


def test_the_accounting_may_take_the_last_task_of_an_array_for_a_job() -> None:
    in_queue = states.read_queued(queued("700001|0|COMPLETED|429|0|0|vm|None|"), tagged(1))
    ended = states.read_accounted(accounted("700001|COMPLETED|0:0|vm"), tagged(1))
    assert states.merged(in_queue, ended) == (TaskState(tag(1), 0, "completed", 0),)


def test_what_never_began_of_an_array_may_count_tasks_that_did_for_some_seconds() -> None:
    rest = "700001_0|COMPLETED|0:0|vm\n700001_1|FAILED|1:0|vm\n700001_[1-2%3]|CANCELLED by 0|0:0|None assigned\n"
    assert states.read_accounted(accounted(rest), tagged(1), is_complete=True) == (
        TaskState(tag(1), 0, "completed", 0, settled=True),
        TaskState(tag(1), 1, "failed", 1, settled=True),
        TaskState(tag(1), 2, "cancelled", began=False, settled=True),
    )


def test_a_heterogeneous_job_ends_as_its_first_part_does() -> None:
    told = accounted("700001+0|FAILED|3:0|vm\n700001+1|CANCELLED by 0|0:0|vm\n")
    assert states.read_accounted(told, tagged(1)) == (TaskState(tag(1), None, "failed", 3),)


def test_of_tasks_in_the_queue_the_accounting_is_not_read() -> None:
    waiting = queued("700001|0-1|PENDING|429|0|0||Priority|\n700002|N/A|RUNNING|4|0|0|vm|None|\n")
    ended = accounted("700001_0|COMPLETED|0:0|vm\n700001_2|FAILED|1:0|vm\n700002|FAILED|1:0|vm\n700003|FAILED|1:0|vm")
    jobs = tagged(1, 2, 3)
    assert states.read_accounted(ended, jobs, states.read_queued(waiting, jobs)) == (
        TaskState(tag(1), 2, "failed", 1),
        TaskState(tag(3), None, "failed", 1),
    )


@pytest.mark.once
@pytest.mark.parametrize("comment", ["", "(null)", "mine", "heracles:another/1.1", f"heracles:{TAG.launch}/1.2"])
def test_a_job_id_that_was_given_again_is_not_ours_in_the_queue(comment: str) -> None:
    assert states.read_queued(f"700001|N/A|COMPLETED|429|0|0|vm|None|{comment}|\n", tagged(1)) == ()


@pytest.mark.once
@pytest.mark.parametrize(
    ("comment", "command", "is_ours"),
    [
        ("", "sbatch --comment={} --hold a.sh", True),
        ("{} mine", "", True),
        ("{} mine", "sbatch a.sh", True),
        ("", "", True),
        ("", "sbatch a.sh", False),
        ("mine", "", False),
        ("heracles:another/1.1", "", False),
        ("", f"sbatch --comment=heracles:{TAG.launch}/1.2 --hold a.sh", False),
        ("", "sbatch --comment=heracles:another/1.1 --hold a.sh", False),
    ],
)
def test_a_job_id_that_was_given_again_is_not_ours_in_the_accounting(comment: str, command: str, is_ours: bool) -> None:
    """Where the site stores neither comments nor commands, there is the id alone."""
    told = accounted("700001|COMPLETED|0:0|vm", comment, command)
    assert states.read_accounted(told, tagged(1)) == ((TaskState(tag(1), None, "completed", 0),) if is_ours else ())


def test_a_site_older_than_commands_in_the_accounting() -> None:
    told = f"700001|COMPLETED|0:0|vm|{SUBMITTED}|0|{tag(1)}\n700002|COMPLETED|0:0|vm|{SUBMITTED}|0|\n"
    assert [task.tag for task in states.read_accounted(told, tagged(1, 2))] == [tag(1), tag(2)]


def test_by_its_id_alone_a_job_is_ours_if_it_was_not_submitted_before() -> None:
    submitted = time.mktime(time.strptime(SUBMITTED, "%Y-%m-%dT%H:%M:%S"))
    told = accounted("700001|COMPLETED|0:0|vm", "", "")
    at_once, later = (Tagged("700001", tag(1), submitted + seconds) for seconds in (1, 60))
    assert [task.tag for task in states.read_accounted(told, [at_once])] == [tag(1)]
    assert states.read_accounted(told, [later]) == ()


def test_of_two_jobs_of_ours_with_one_id_the_later_one_is_meant_unless_their_tags_are_known() -> None:
    submitted = time.mktime(time.strptime(SUBMITTED, "%Y-%m-%dT%H:%M:%S"))
    both = [Tagged("700001", tag(number), submitted - before) for number, before in ((1, 60), (2, 2))]
    nameless = accounted("700001|COMPLETED|0:0|vm", "", "")
    assert [task.tag for task in states.read_accounted(nameless, both)] == [tag(2)]
    assert [task.tag for task in states.read_accounted(accounted("700001|COMPLETED|0:0|vm"), both)] == [tag(1)]
    in_queue = states.read_queued(queued("700001|N/A|RUNNING|429|0|0|vm|None|"), both)
    assert [task.tag for task in in_queue] == [tag(1)]


def test_a_comment_of_several_lines_or_with_bars_is_read_over() -> None:
    told = f"700001|0|COMPLETED|429|0|0|vm|None|{tag(1)} a|b\n700001|1|mine|\n"
    assert [task.task for task in states.read_queued(told, tagged(1))] == [0]
    assert states.read_accounted(f"700001|x|y\n700001_2|COMPLETED|0:0|vm|{SUBMITTED}|0|{tag(1)}|", tagged(1)) == (
        TaskState(tag(1), 2, "completed", 0),
    )


def test_every_state_of_slurm_can_be_reached_from_its_end() -> None:
    for word, state in STATES.items():
        [(_, found)] = finding.read_queue(f"1|N/A|N/A|{word}|1|0|vm|None|{TAG_TEXT}|\n", [TAG.launch])
        assert found.state == state


def test_many_job_ids_are_asked_about_in_arguments_that_the_kernel_takes() -> None:
    jobs = tuple(str(number) for number in range(700000, 730000))
    batches = tuple(asking.in_lists(jobs))
    assert [job for batch in batches for job in batch] == list(jobs)
    assert [len(",".join(batch)) <= 100_000 for batch in batches] == [True] * 3
    assert tuple(asking.in_lists(())) == ()
    ours = [Tagged(job, TAG) for job in jobs]
    assert any(word.startswith("--uid=") for word in states.accounted_command(ours, "", states.ACCOUNTED_FIELDS))


@pytest.mark.once
def test_of_ten_thousand_tasks_in_both_answers_each_is_told_once() -> None:
    waiting = "".join(f"700001|{task}|FAILED|429|256|0|vm|NonZeroExitCode|\n" for task in range(10_000))
    ended = "".join(f"700001_{task}|FAILED|1:0|vm\n" for task in range(10_000))
    answers = queued(waiting), accounted(ended)
    in_queue = states.read_queued(answers[0], tagged(1))
    known = states.read_accounted(answers[1], tagged(1))
    assert (len(in_queue), len(known)) == (10_000, 10_000)
    assert states.merged(in_queue, states.read_accounted(answers[1], tagged(1), in_queue)) == in_queue
