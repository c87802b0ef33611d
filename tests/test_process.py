"""Programs that are started: nothing begins before it is let, and every end is known."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from heracles import ledger, process
from heracles.errors import LaunchError
from heracles.ledger import processes
from tests.waiting import PATIENCE_SECONDS, is_running, wait_until

from .portions import first_on_each

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere less is told of processes")

STARTING = """
import os, sys, time
from heracles import ledger, process

child = process.start(("bash", "-c", sys.argv[1]), os.curdir, (), "log", "exit")
if sys.argv[2] == "go":
    child.go()
print(child.pid, flush=True)
time.sleep(600)
"""


def started(folder: Path, script: str, **environment: str) -> process.Child:
    arguments = ("bash", "-c", script)
    return process.start(arguments, str(folder), tuple(environment.items()), str(folder / "log"), str(folder / "exit"))


def ran(folder: Path, script: str, **environment: str) -> int:
    child = started(folder, script, **environment)
    child.go()
    return child.wait()


def test_a_program_begins_when_it_is_let(tmp_path: Path) -> None:
    child = started(tmp_path, "touch began")
    time.sleep(0.1)
    assert child.poll() is None
    assert not (tmp_path / "began").exists()
    child.go()
    assert child.wait() == 0
    assert (tmp_path / "began").exists()


def test_a_program_that_is_not_let_never_begins(tmp_path: Path) -> None:
    child = started(tmp_path, "touch began")
    process.stop([child], PATIENCE_SECONDS)
    assert child.poll() == -signal.SIGTERM
    assert sorted(os.listdir(tmp_path)) == ["log"]


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("exit 0", 0),
        ("exit 3", 3),
        ("exit 127", 127),
        ("exit 137", 137),
        ("kill -KILL $$", -signal.SIGKILL),
        ("kill -TERM $$", -signal.SIGTERM),
        ("kill -INT $$", -signal.SIGINT),
        ("kill -PIPE $$", -signal.SIGPIPE),
    ],
)
def test_an_exit_code_is_told_from_a_signal_and_written_down(script: str, code: int, tmp_path: Path) -> None:
    assert ran(tmp_path, script) == code
    assert process.recorded_end(str(tmp_path / "exit")) == code
    assert sorted(os.listdir(tmp_path)) == ["exit", "log"]


def test_an_end_that_was_not_written_whole_is_not_known(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert process.recorded_end(str(tmp_path / "empty")) is None
    assert process.recorded_end(str(tmp_path / "missing")) is None


def test_an_end_that_cannot_be_written_down_is_said_and_still_told(tmp_path: Path) -> None:
    (tmp_path / "exit").mkdir()
    assert ran(tmp_path, "exit 3") == 3
    assert (tmp_path / "log").read_text() == f"{tmp_path}/exit cannot be written: Is a directory\n"


def test_a_program_that_goes_away_before_it_begins_is_said(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    child = process.start(("./program",), str(tmp_path), (), str(tmp_path / "log"), str(tmp_path / "exit"))
    program.unlink()
    child.go()
    assert child.wait() == 127
    assert (tmp_path / "log").read_text() == "./program cannot be started: No such file or directory\n"
    assert process.recorded_end(str(tmp_path / "exit")) == 127


@pytest.mark.parametrize(
    ("program", "what"),
    [
        ("no-such-program", "no-such-program cannot be started: No such file or directory"),
        ("/etc/passwd", "/etc/passwd cannot be started: Permission denied"),
        ("./missing", "./missing cannot be started: No such file or directory"),
    ],
)
def test_a_program_that_cannot_be_started_is_said_at_once(program: str, what: str, tmp_path: Path) -> None:
    with pytest.raises(LaunchError) as caught:
        process.start((program,), str(tmp_path), (), str(tmp_path / "log"), str(tmp_path / "exit"))
    assert caught.value.faults[0].what == what


def test_a_log_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(LaunchError) as caught:
        process.start(("true",), str(tmp_path), (), str(tmp_path / "no" / "log"), str(tmp_path / "exit"))
    assert caught.value.faults[0].what == f"{tmp_path}/no/log cannot be written: No such file or directory"


def test_a_program_gets_its_words_and_the_whole_environment_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Any bytes; exported functions, which dash would leave out; no further streams, no signal ignored or held back."""
    for name in os.environ:
        if name.startswith("LC_") or name in ("LANG", "PWD", "OLDPWD", "SHLVL", "_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("BASH_FUNC_module%%", "() {  echo module\n}")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.setenv("BYTES", "a\n\udcff")
    words = ("", "a b", "-c", "$(touch x)", "'\"\\", "\n", "\udcff\udcc3")
    program = "import os, sys, signal; print(os.environb, os.listdir('/dev/fd'), [os.fsencode(w) for w in sys.argv])"
    program += "; print(signal.getsignal(signal.SIGTERM), signal.pthread_sigmask(signal.SIG_BLOCK, []), os.read(0, 1))"
    arguments = (sys.executable, "-X", "utf8", "-c", program, *words)
    child = process.start(arguments, str(tmp_path), (("ADDED", "1"),), str(tmp_path / "log"), str(tmp_path / "exit"))
    child.go()
    assert child.wait() == 0
    bare = subprocess.run(
        arguments, env={**os.environ, "ADDED": "1"}, capture_output=True, stdin=subprocess.DEVNULL, check=True
    )
    assert (tmp_path / "log").read_bytes() == bare.stdout


def test_files_with_any_name_can_be_written(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"-e '\"$(touch x)\n\xff \\")
    folder.mkdir()
    assert ran(folder, "echo said; exit 3") == 3
    assert (folder / "log").read_text() == "said\n"
    assert process.recorded_end(str(folder / "exit")) == 3


def test_a_file_named_from_here_is_not_sought_from_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").mkdir()
    child = process.start(("true",), "there", (), "log", "exit")
    child.go()
    assert child.wait() == 0
    assert sorted(os.listdir(tmp_path)) == ["exit", "log", "there"]


def test_a_program_that_is_stopped_may_end_well_and_is_not_taken_for_one_that_ended(tmp_path: Path) -> None:
    script = "trap 'sleep 0.1; touch ended; exit 0' TERM; touch began; while :; do sleep 0.01; done"
    child = started(tmp_path, script)
    child.go()
    wait_until((tmp_path / "began").exists)
    process.stop([child], PATIENCE_SECONDS)
    assert child.poll() == -signal.SIGTERM
    assert sorted(os.listdir(tmp_path)) == ["began", "ended", "log"]


def test_a_program_that_does_not_end_is_killed_with_all_that_it_started(tmp_path: Path) -> None:
    child = started(tmp_path, "trap '' TERM; sleep 600 & echo $! $$ > part; mv part pids; wait")
    child.go()
    wait_until((tmp_path / "pids").exists)
    process.stop([child], 0.1)
    assert child.poll() == -signal.SIGKILL
    wait_until(lambda: not any(is_running(int(pid)) for pid in (tmp_path / "pids").read_text().split()))
    assert not (tmp_path / "exit").exists()


def test_what_a_stopped_program_left_behind_is_given_the_grace_and_then_killed(tmp_path: Path) -> None:
    """A shell that is waiting for its last command ends at once by SIGTERM, the command maybe later."""
    child = started(tmp_path, "bash -c 'trap \"\" TERM; echo $$ > part; mv part pid; sleep 600; :'; exit 0")
    child.go()
    wait_until((tmp_path / "pid").exists)
    process.stop([child], 0.1)
    wait_until(lambda: not is_running(int((tmp_path / "pid").read_text())))


def test_an_interrupt_while_programs_are_stopped_kills_them(tmp_path: Path) -> None:
    child = started(tmp_path, "trap '' TERM; touch began; while :; do sleep 0.01; done")
    child.go()
    wait_until((tmp_path / "began").exists)
    with interrupted_after(0.2), pytest.raises(KeyboardInterrupt):
        process.stop([child], 600)
    assert child.poll() == -signal.SIGKILL


@contextmanager
def interrupted_after(seconds: float) -> Iterator[None]:
    """SIGALRM breaks off what is being done, as an interrupt does."""
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.fixture
def killed_parent(tmp_path: Path) -> Callable[[str, str], int]:
    """Starts a program from a process that is then killed; the process id of the program's keeper."""

    def start(script: str, go: str) -> int:
        command = [sys.executable, "-c", STARTING, script, go]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True) as parent:
            assert parent.stdout
            pid = int(parent.stdout.readline())
            parent.kill()
        return pid

    return start


def test_where_the_parent_is_killed_first_nothing_begins(
    tmp_path: Path, killed_parent: Callable[[str, str], int]
) -> None:
    pid = killed_parent("touch began", "wait")
    wait_until(lambda: not is_running(pid))
    assert sorted(os.listdir(tmp_path)) == ["log"]
    assert (tmp_path / "log").read_bytes() == b""


def test_where_the_parent_is_killed_later_the_program_runs_to_its_end(
    tmp_path: Path, killed_parent: Callable[[str, str], int]
) -> None:
    pid = killed_parent("while [ ! -e end ]; do sleep 0.01; done; echo ended; exit 4", "go")
    assert is_running(pid)
    assert process.recorded_end(str(tmp_path / "exit")) is None
    (tmp_path / "end").touch()
    wait_until(lambda: not is_running(pid))
    assert process.recorded_end(str(tmp_path / "exit")) == 4
    assert (tmp_path / "log").read_text() == "ended\n"


def test_a_program_that_is_asked_begins_after_its_process_was_told(tmp_path: Path) -> None:
    told: list[int] = []

    def gate(pid: int) -> None:
        time.sleep(0.1)
        assert not (tmp_path / "began").exists()
        told.append(pid)

    arguments = ("bash", "-c", "touch began; echo $$; echo no >&2; cat; exit 3")
    answer = process.ask(arguments, str(tmp_path), os.environ, PATIENCE_SECONDS, gate=gate)
    assert answer == process.Answer(3, f"{told[0]}\n", "no\n")


def test_a_program_that_is_asked_gets_exactly_its_environment(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "BASH_FUNC_module%%": "() {  :\n}"}
    bare = process.ask(("env",), str(tmp_path), environment, PATIENCE_SECONDS)
    assert process.ask(("env",), str(tmp_path), environment, PATIENCE_SECONDS, gate=id) == bare


def test_a_program_that_is_asked_never_begins_where_its_process_cannot_be_recorded(tmp_path: Path) -> None:
    pids: list[int] = []

    def gate(pid: int) -> None:
        pids.append(pid)
        raise LaunchError("the disk is full")

    with pytest.raises(LaunchError, match="the disk is full"):
        process.ask(("touch", "began"), str(tmp_path), os.environ, PATIENCE_SECONDS, gate=gate)
    assert not is_running(pids[0])
    assert os.listdir(tmp_path) == []


def test_a_program_that_cannot_be_asked_is_said_before_its_process_is_told(tmp_path: Path) -> None:
    told: list[int] = []
    with pytest.raises(LaunchError) as caught:
        process.ask(("no-such-program",), str(tmp_path), os.environ, PATIENCE_SECONDS, gate=told.append)
    assert told == []
    assert caught.value.faults[0].what == "no-such-program cannot be started: No such file or directory"


def test_a_program_that_is_asked_too_long_is_killed(tmp_path: Path) -> None:
    answer = process.ask(("bash", "-c", "echo a; sleep 600"), str(tmp_path), os.environ, 0.5, gate=id)
    assert answer == process.Answer(None, "a\n", "")


@contextmanager
def keeper_of_a_program() -> Iterator[subprocess.Popen[str]]:
    """A process that leads a group, in which a program goes on until it is killed."""
    with subprocess.Popen(
        ["bash", "-c", "sleep 600 > /dev/null & echo $!; wait"],
        stdout=subprocess.PIPE, text=True, start_new_session=True,
    ) as keeper:  # fmt: skip
        assert keeper.stdout
        keeper.stdout.readline()
        try:
            yield keeper
        finally:
            process.stopping.signal_group(keeper.pid, signal.SIGKILL)


@pytest.mark.parametrize("is_waited_for", [False, True])
@pytest.mark.parametrize("has_proc", first_on_each([True, False]))
def test_a_group_runs_until_the_last_of_it_has_ended(
    is_waited_for: bool, has_proc: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if not has_proc:
        monkeypatch.setattr(processes, "PROC", str(tmp_path))
    with keeper_of_a_program() as keeper:
        recorded = ledger.process(keeper.pid)
        assert ledger.group_runs(recorded)
        keeper.kill()
        os.waitid(os.P_PID, keeper.pid, os.WEXITED | os.WNOWAIT)
        if is_waited_for:
            keeper.wait()
        assert not ledger.runs(recorded)
        assert ledger.group_runs(recorded)
        os.killpg(keeper.pid, signal.SIGKILL)
        keeper.wait()
        wait_until(lambda: not ledger.group_runs(recorded))


@ON_LINUX
def test_a_group_of_which_only_zombies_are_left_has_ended() -> None:
    with keeper_of_a_program() as keeper:
        recorded = ledger.process(keeper.pid)
        os.killpg(keeper.pid, signal.SIGKILL)
        os.waitid(os.P_PID, keeper.pid, os.WEXITED | os.WNOWAIT)
        wait_until(lambda: not ledger.group_runs(recorded))
        os.killpg(keeper.pid, 0)


@ON_LINUX
def test_a_number_that_another_process_was_given_since_stands_for_another_group() -> None:
    with keeper_of_a_program() as keeper:
        recorded = ledger.process(keeper.pid)
        ticks, _, boot = recorded.started.partition(" ")
        assert not ledger.group_runs(recorded._replace(started=f"{int(ticks) - 1} {boot}"))
        keeper.kill()
        keeper.wait()
        assert ledger.group_runs(recorded)
        assert not ledger.group_runs(recorded._replace(started=f"{ticks} another-boot"))
