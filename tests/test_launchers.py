"""The launchers: commands called as given, local runs side by side, sbatch's answers."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from pathlib import Path
from subprocess import PIPE
from typing import TYPE_CHECKING

import pytest

from heracles.errors import LaunchError, Place, UsageError
from heracles.launchers import command_line
from heracles.launchers.base import FINAL, Begun, Declined, Ended, Runs, Submission, Submits, Tag, Taken, Unsure
from heracles.launchers.command import CommandLauncher
from heracles.launchers.local import LocalLauncher
from heracles.launchers.slurm.answers import job_ids
from tests.waiting import is_running, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType
    from typing import Any, Callable

    TraceFunction = Callable[[FrameType, str, Any], Any]


ROOT = Path(__file__).parent.parent
HERACLES = str(ROOT / "heracles")

"""Less than a run is given before it is killed for good."""

LAUNCHING = """
import sys
from heracles.launchers.base import Submission, Tag
from heracles.launchers.local import LocalLauncher

submission = Submission(Tag("now", 0, 1), "0", "copy0.sh", ".", ())
for event in LocalLauncher(("bash",), 1, "logs", "exits").run([submission]):
    print(event.pid, flush=True)
    sys.stdin.readline()
"""


def submission(folder: Path, number: int, script: str, attempt: int = 1) -> Submission:
    (folder / f"copy{number}.sh").write_text(script)
    environment = (("HERACLES_INDEX", str(number)),)
    return Submission(Tag("now", number, attempt), str(number), f"copy{number}.sh", str(folder), environment)


def test_a_command_gets_the_file_as_its_last_argument_in_the_directory(tmp_path: Path) -> None:
    submitted = submission(tmp_path, 0, "")
    command = ("bash", "-c", 'printf "%s|%s|%s" "$PWD" "$HERACLES_INDEX" "$*" > told', "bash", "two words")
    assert CommandLauncher(command).submit(submitted) == Taken(None)
    assert (tmp_path / "told").read_text() == f"{tmp_path}|0|two words copy0.sh"


@pytest.mark.parametrize(
    ("command", "what"),
    [
        (("bash", "-c", "exit 3", "bash"), "bash failed with exit code 3"),
        (("bash", "-c", "exit 127", "bash"), "bash failed with exit code 127"),
        (("no-such-command",), "no-such-command cannot be started: No such file or directory"),
        (("/etc/passwd",), "/etc/passwd cannot be started: Permission denied"),
    ],
)
def test_a_command_that_fails_has_not_taken_the_file(command: tuple[str, ...], what: str, tmp_path: Path) -> None:
    assert CommandLauncher(command).submit(submission(tmp_path, 0, "")) == Declined(what, FINAL)


@pytest.mark.parametrize(
    ("script", "what"),
    [
        ("kill -9 $$", "bash was killed by SIGKILL"),
        ("bash -c 'kill -INT $$'; exit", "bash failed with exit code 130"),
        ("exit 255", "bash failed with exit code 255"),
    ],
)
def test_a_command_that_was_killed_may_have_taken_the_file(script: str, what: str, tmp_path: Path) -> None:
    assert CommandLauncher(("bash", "-c", script, "bash")).submit(submission(tmp_path, 0, "")) == Unsure(what)


def local(folder: Path, workers: int) -> LocalLauncher:
    return LocalLauncher(("bash", "-u"), workers, str(folder / "logs"), str(folder / "exits"))


def ends(folder: Path, workers: int, *submissions: Submission) -> list[Ended]:
    return [event for event in local(folder, workers).run(submissions) if isinstance(event, Ended)]


def test_the_launchers_can_do_what_their_protocols_say() -> None:
    assert isinstance(CommandLauncher(("true",)), Submits)
    assert isinstance(LocalLauncher((), 1, "", ""), Runs)


def test_local_runs_by_the_interpreter_and_keep_their_output_apart(tmp_path: Path) -> None:
    script = 'echo "$HERACLES_INDEX $-"; echo error >&2; exit "$HERACLES_INDEX"'
    ended = ends(tmp_path, 2, *(submission(tmp_path, number, script) for number in range(3)))
    assert sorted((each.submission.name, each.exit_code) for each in ended) == [("0", 0), ("1", 1), ("2", 2)]
    for each in ended:
        assert each.log == f"{tmp_path}/logs/{each.submission.name}.log"
        assert Path(each.log).read_text() == f"{each.submission.name} huB\nerror\n"
        assert local(tmp_path, 2).exit_code(each.submission.tag) == each.exit_code


def test_a_local_run_begins_when_what_follows_is_asked_for(tmp_path: Path) -> None:
    events = local(tmp_path, 1).run([submission(tmp_path, 0, "echo $PPID > began")])
    begun = next(events)
    assert isinstance(begun, Begun)
    time.sleep(0.1)
    assert not (tmp_path / "began").exists()
    assert isinstance(next(events), Ended)
    assert (tmp_path / "began").read_text() == f"{begun.pid}\n"
    assert list(events) == []


def test_local_runs_so_many_at_a_time(tmp_path: Path) -> None:
    script = "mkdir running.$HERACLES_INDEX; sleep 0.1; ls -d running.* | wc -l >> seen; rmdir running.$HERACLES_INDEX"
    ends(tmp_path, 3, *(submission(tmp_path, number, script) for number in range(9)))
    seen = list(map(int, (tmp_path / "seen").read_text().split()))
    assert len(seen) == 9
    assert max(seen) == 3


def test_a_submission_is_taken_when_it_can_be_run(tmp_path: Path) -> None:
    taken = 0

    def a_million() -> Iterator[Submission]:
        nonlocal taken
        only = submission(tmp_path, 0, "exit 3")
        for number in range(1_000_000):
            taken += 1
            yield only._replace(tag=Tag("now", number, 1))

    events = local(tmp_path, 2).run(a_million())
    seen = []
    for _ in range(8):
        event = next(events)
        seen.append((type(event), taken))
    events.close()
    begun_and_ended = [(Begun, 2), (Ended, 2), (Begun, 3), (Ended, 3), (Begun, 4), (Ended, 4), (Begun, 5)]
    assert seen == [(Begun, 1), *begun_and_ended]


def test_local_runs_do_not_read_the_terminal(tmp_path: Path) -> None:
    (ended,) = ends(tmp_path, 1, submission(tmp_path, 0, "if read line; then exit 5; fi"))
    assert ended.exit_code == 0


def test_a_local_run_killed_by_a_signal_says_so(tmp_path: Path) -> None:
    killed = submission(tmp_path, 0, "kill -TERM $$")
    (ended,) = ends(tmp_path, 1, killed)
    assert ended.exit_code == -15
    assert local(tmp_path, 1).exit_code(killed.tag) == -15


def test_a_further_attempt_leaves_what_an_earlier_one_said(tmp_path: Path) -> None:
    said = "echo $0; exit 3"
    (first,) = ends(tmp_path, 1, submission(tmp_path, 7, said))
    (second,) = ends(tmp_path, 1, submission(tmp_path, 7, "exit 0", attempt=2))
    assert (first.log, second.log) == (f"{tmp_path}/logs/7.log", f"{tmp_path}/logs/7.2.log")
    assert Path(first.log).read_text() == "copy7.sh\n"
    assert [local(tmp_path, 1).exit_code(Tag("now", 7, attempt)) for attempt in (1, 2, 3)] == [3, 0, None]


def test_a_file_and_folders_with_any_name_run(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"a '\"$(touch x)\n\xff \\")
    folder.mkdir()
    name = os.fsdecode(b"copy '\"`touch x`\n\xff \\.sh")
    (folder / name).write_text('[ -e "$0" ] && exit 3')
    hostile = Submission(Tag("now", 0, 1), "0-999", name, str(folder), (("HERACLES_ID", "'\n\udcff"),))
    (ended,) = ends(folder, 1, hostile)
    assert (ended.exit_code, ended.log) == (3, f"{folder}/logs/0-999.log")
    assert sorted(os.listdir(folder)) == sorted(["exits", "logs", name])


def test_an_interpreter_that_is_missing_is_said_before_anything_begins(tmp_path: Path) -> None:
    launcher = local(tmp_path, 1)._replace(interpreter=("no-such-shell",))
    with pytest.raises(LaunchError) as caught:
        next(launcher.run([submission(tmp_path, 0, "")]))
    assert caught.value.faults[0].what == "no-such-shell cannot be started: No such file or directory"


def test_what_still_runs_is_stopped_when_the_caller_goes_away(tmp_path: Path) -> None:
    scripts = ["true", "sleep 600 & echo $! > child; echo $$ > part; mv part shell; wait", "touch began"]
    submissions = [submission(tmp_path, number, script) for number, script in enumerate(scripts)]
    runs = local(tmp_path, 2).run(submissions)
    assert [type(next(runs)) for _ in range(4)] == [Begun, Begun, Ended, Begun]
    wait_until((tmp_path / "shell").exists)
    runs.close()
    for name in ("child", "shell"):
        assert not is_running(int((tmp_path / name).read_text()))
    assert not (tmp_path / "began").exists()
    assert [local(tmp_path, 2).exit_code(each.tag) for each in submissions] == [0, None, None]


@pytest.mark.once
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # of what is interrupted while it makes a process
def test_an_interrupt_at_any_moment_leaves_nothing_running(tmp_path: Path) -> None:
    """At each line in turn that heracles executes for two runs, the first of which waits for the second."""
    waiting = ("bash", "-c", "while [ ! -e end ]; do sleep 0.01; done", str(tmp_path))
    launcher = local(tmp_path, 2)._replace(interpreter=waiting)
    moment = 0
    while interrupted(launcher, two_runs(tmp_path), moment):
        moment += 1
    assert moment > 100
    wait_until(lambda: str(tmp_path) not in all_commands())


def two_runs(folder: Path) -> Iterator[Submission]:
    (folder / "end").unlink(missing_ok=True)
    yield submission(folder, 0, "")
    (folder / "end").touch()
    yield submission(folder, 1, "")


def interrupted(launcher: LocalLauncher, submissions: Iterator[Submission], moment: int) -> bool:
    """Interrupts the runs when so many lines were executed; whether there were so many."""
    left = moment

    def trace(frame: FrameType, event: str, _argument: object) -> TraceFunction | None:
        nonlocal left
        if not frame.f_code.co_filename.startswith(HERACLES):
            return None
        left -= event == "line"
        if left < 0:
            sys.settrace(None)
            raise KeyboardInterrupt
        return trace

    sys.settrace(trace)
    try:
        list(launcher.run(submissions))
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(None)
    return False


def all_commands() -> str:
    return subprocess.run(["ps", "-A", "-o", "args="], capture_output=True, check=True).stdout.decode(
        "utf-8", "replace"
    )


def test_a_run_whose_launcher_was_killed_before_it_was_recorded_never_begins(tmp_path: Path) -> None:
    pid = killed(tmp_path, "touch began", answers=0)
    wait_until(lambda: not is_running(pid))
    assert sorted(os.listdir(tmp_path)) == ["copy0.sh", "exits", "logs"]
    assert local(tmp_path, 1).exit_code(Tag("now", 0, 1)) is None


def test_a_run_whose_launcher_was_killed_goes_on_and_its_end_is_known(tmp_path: Path) -> None:
    pid = killed(tmp_path, "touch began; while [ ! -e end ]; do sleep 0.01; done; exit 4", answers=1)
    wait_until((tmp_path / "began").exists)
    assert is_running(pid)
    assert local(tmp_path, 1).exit_code(Tag("now", 0, 1)) is None
    (tmp_path / "end").touch()
    wait_until(lambda: not is_running(pid))
    assert local(tmp_path, 1).exit_code(Tag("now", 0, 1)) == 4


def killed(folder: Path, script: str, answers: int) -> int:
    """Kills a process that launches a script, before or after it lets it begin; the process id of the run."""
    submission(folder, 0, script)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", LAUNCHING], cwd=folder, env=environment, stdin=PIPE, stdout=PIPE, text=True
    ) as launching:
        assert launching.stdin
        assert launching.stdout
        pid = int(launching.stdout.readline())
        launching.stdin.write("\n" * answers)
        launching.stdin.flush()
        if answers:
            wait_until((folder / "began").exists)
        launching.kill()
    return pid


def test_a_run_that_was_killed_with_its_keeper_has_not_ended_well_and_nothing_of_it_goes_on(tmp_path: Path) -> None:
    run = submission(tmp_path, 0, "echo $$ > part; mv part pid; kill -9 $PPID; sleep 600")
    (ended,) = ends(tmp_path, 1, run)
    assert ended.exit_code == -9
    assert local(tmp_path, 1).exit_code(run.tag) is None
    wait_until(lambda: not is_running(int((tmp_path / "pid").read_text())))


@pytest.mark.parametrize(
    ("output", "jobs"),
    [
        ("17\n", (Taken("17"),)),
        ("17;alpha\n", (Taken("17", "alpha"),)),
        ("Submitted batch job 17\n", (Taken("17"),)),
        ("Submitted batch job 17 on cluster alpha\n", (Taken("17", "alpha"),)),
        ("Welcome! 3 days without an outage.\n17\nYou have 1234 hours left.\n", (Taken("17"),)),
        ("", ()),
        ("no job today\n", ()),
    ],
)
def test_the_job_id_is_found_in_what_sbatch_prints(output: str, jobs: tuple[Taken, ...]) -> None:
    assert job_ids(output) == jobs


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("sbatch --qos=low", ("sbatch", "--qos=low")),
        ("'/a path/sbatch' '--comment=a b'", ("/a path/sbatch", "--comment=a b")),
        ("qsub -v 'A=$HOME|x'", ("qsub", "-v", "A=$HOME|x")),
        ("~/bin/launch it", (os.path.expanduser("~/bin/launch"), "it")),
    ],
)
def test_a_command_is_split_into_words(command: str, words: tuple[str, ...]) -> None:
    assert command_line.words(command, Place("-r", command)) == words


@pytest.mark.parametrize(
    ("command", "what", "column", "cure"),
    [
        (
            "sbatch | tee log",
            "the command is called without a shell, so | would mean nothing",
            7,
            """let a shell have it, the file is $0: 'bash -c '"'"'sbatch "$0" | tee log'"'"''""",
        ),
        (
            "sbatch --mail=$USER",
            "the command is called without a shell, so --mail=$USER would mean nothing",
            7,
            """let a shell have it, the file is $0: 'bash -c '"'"'sbatch --mail=$USER "$0"'"'"''""",
        ),
        ("sbatch 'a", "the command cannot be split into words: no closing quotation", None, ""),
        ("", "the command is empty", None, "name a command: -r=sbatch"),
    ],
)
def test_a_command_that_needs_a_shell_is_refused(command: str, what: str, column: int | None, cure: str) -> None:
    with pytest.raises(UsageError) as caught:
        command_line.words(command, Place("-r", command))
    (fault,) = caught.value.faults
    assert (fault.what, fault.cure) == (what, cure)
    assert fault.place == Place("-r", command, column)


def test_what_is_offered_for_a_pipe_works(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        command_line.words("cat | tee log", Place("-r", ""))
    offered = caught.value.faults[0].cure.partition("$0: ")[2]
    (command,) = shlex.split(offered)
    CommandLauncher(command_line.words(command, Place("-r", command))).submit(submission(tmp_path, 0, "the copy"))
    assert (tmp_path / "log").read_text() == "the copy"
