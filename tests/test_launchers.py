"""The launchers: commands called as given, local runs side by side, sbatch's answers."""

from __future__ import annotations

import os
import shlex
import sys
import time
from typing import TYPE_CHECKING

import pytest

from heracles.errors import LaunchError, Place, UsageError
from heracles.launchers import command_line
from heracles.launchers.base import Submission
from heracles.launchers.command import CommandLauncher
from heracles.launchers.local import LocalLauncher
from heracles.launchers.slurm.answers import job_id

if TYPE_CHECKING:
    from pathlib import Path


PATIENCE_SECONDS = 4
"""Less than a run is given before it is killed for good."""


def submission(folder: Path, number: int, script: str) -> Submission:
    (folder / f"copy{number}.sh").write_text(script)
    environment = (("HERACLES_INDEX", str(number)),)
    return Submission(number, f"a={number}", f"copy{number}.sh", str(folder), environment)


def test_a_command_gets_the_file_as_its_last_argument_in_the_directory(tmp_path: Path) -> None:
    submitted = submission(tmp_path, 0, "")
    command = ("bash", "-c", 'printf "%s|%s|%s" "$PWD" "$HERACLES_INDEX" "$*" > told', "bash", "two words")
    CommandLauncher(command).submit(submitted)
    assert (tmp_path / "told").read_text() == f"{tmp_path}|0|two words copy0.sh"


@pytest.mark.parametrize(
    ("command", "what"),
    [
        (("bash", "-c", "exit 3", "bash"), "bash failed with exit code 3"),
        (("bash", "-c", "kill -9 $$", "bash"), "bash was killed by SIGKILL"),
        (("no-such-command",), "no-such-command cannot be started: No such file or directory"),
        (("/etc/passwd",), "/etc/passwd cannot be started: Permission denied"),
    ],
)
def test_a_command_that_fails_is_said(command: tuple[str, ...], what: str, tmp_path: Path) -> None:
    with pytest.raises(LaunchError) as caught:
        CommandLauncher(command).submit(submission(tmp_path, 0, ""))
    assert caught.value.faults[0].what == what


def local(folder: Path, workers: int) -> LocalLauncher:
    return LocalLauncher(("bash", "-u"), workers, str(folder / "logs"))


def test_local_runs_by_the_interpreter_and_keep_their_output_apart(tmp_path: Path) -> None:
    script = 'echo "$HERACLES_INDEX $-"; echo error >&2; exit "$HERACLES_INDEX"'
    ended = list(local(tmp_path, 2).run([submission(tmp_path, number, script) for number in range(3)]))
    assert sorted((each.submission.product_index, each.exit_code) for each in ended) == [(0, 0), (1, 1), (2, 2)]
    for each in ended:
        assert each.log == f"{tmp_path}/logs/{each.submission.product_index}.log"
        with open(each.log) as log:
            assert log.read() == f"{each.submission.product_index} huB\nerror\n"


def test_local_runs_so_many_at_a_time(tmp_path: Path) -> None:
    script = "mkdir running.$HERACLES_INDEX; sleep 0.1; ls -d running.* | wc -l >> seen; rmdir running.$HERACLES_INDEX"
    list(local(tmp_path, 3).run([submission(tmp_path, number, script) for number in range(9)]))
    seen = list(map(int, (tmp_path / "seen").read_text().split()))
    assert len(seen) == 9
    assert max(seen) == 3


def test_local_runs_do_not_read_the_terminal(tmp_path: Path) -> None:
    (ended,) = local(tmp_path, 1).run([submission(tmp_path, 0, "if read line; then exit 5; fi")])
    assert ended.exit_code == 0


def test_a_local_run_killed_by_a_signal_says_so(tmp_path: Path) -> None:
    (ended,) = local(tmp_path, 1).run([submission(tmp_path, 0, "kill -TERM $$")])
    assert ended.exit_code == -15


@pytest.mark.skipif(sys.platform == "darwin", reason="looks into /proc")
def test_what_still_runs_is_stopped_when_the_caller_goes_away(tmp_path: Path) -> None:
    scripts = ["true", "sleep 600 & echo $! > child; echo $$ > part; mv part shell; wait"]
    runs = local(tmp_path, 2).run([submission(tmp_path, number, script) for number, script in enumerate(scripts)])
    next(runs)
    while not (tmp_path / "shell").exists():
        time.sleep(0.01)
    runs.close()
    for name in ("child", "shell"):
        wait_for_the_end_of(int((tmp_path / name).read_text()))


def wait_for_the_end_of(pid: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while is_running(pid):
        assert time.monotonic() < deadline, f"{pid} still runs"
        time.sleep(0.01)


def is_running(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize(
    ("output", "job"),
    [
        ("17\n", "17"),
        ("17;alpha\n", "17"),
        ("Submitted batch job 17\n", "17"),
        ("Submitted batch job 17 on cluster alpha\n", "17"),
        ("Welcome! 3 days without an outage.\n17\nYou have 1234 hours left.\n", "17"),
        ("", None),
        ("no job today\n", None),
    ],
)
def test_the_job_id_is_found_in_what_sbatch_prints(output: str, job: str | None) -> None:
    assert job_id(output) == job


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
