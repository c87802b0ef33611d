"""Starts other programs: always with a list of arguments, never through a shell."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager, suppress

from heracles.errors import LaunchError
from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from subprocess import Popen
    from types import FrameType
    from typing import Callable

    Child = Popen[bytes]

    Environment = Sequence[tuple[str, str]]


class Completed(NamedTuple):
    """How a program ended: its exit code (negative: the signal that killed it) and what it printed on stdout."""

    exit_code: int
    output: str


def find(program: str, directory: str) -> str | None:
    """The path of an executable as a shell in ``directory`` would find it, or None."""
    from shutil import which  # noqa: PLC0415

    return which(os.path.join(directory, program) if os.sep in program else program)


def call(arguments: Sequence[str], directory: str, environment: Environment, stdout: int | None) -> int:
    """Runs a program on our terminal, its stdout going to the file descriptor ``stdout`` (None: ours); its exit code.

    Raises a LaunchError where the program cannot be started.
    """
    import subprocess  # noqa: PLC0415

    with _startable(arguments):
        return subprocess.run(  # noqa: S603
            arguments, cwd=directory, env=_with(environment), stdout=stdout, check=False
        ).returncode


def run_whole(arguments: Sequence[str], directory: str, environment: Environment) -> Completed:
    """Runs a short program to its end, out of reach of the terminal's ^C, and returns its stdout.

    Raises a LaunchError where the program cannot be started.
    """
    import subprocess  # noqa: PLC0415

    with _startable(arguments):
        done = subprocess.run(  # noqa: S603
            arguments,
            cwd=directory,
            env=_with(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            start_new_session=True,
            check=False,
        )
    return Completed(done.returncode, os.fsdecode(done.stdout))


def start(arguments: Sequence[str], directory: str, environment: Environment, log: str) -> Child:
    """Starts a program in a process group of its own, its output going to the file ``log``, its input empty.

    Raises a LaunchError where the program cannot be started.
    """
    import subprocess  # noqa: PLC0415

    with _startable(arguments), open(log, "wb") as output:
        return subprocess.Popen(  # noqa: S603
            arguments,
            cwd=directory,
            env=_with(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def stop(children: Sequence[Child], grace: float) -> None:
    """Ends programs that ``start`` started, and all that they started: by SIGTERM, after ``grace`` seconds for good."""
    import signal  # noqa: PLC0415

    for child in children:
        _signal_group(child, signal.SIGTERM)
    deadline = time.monotonic() + grace
    for child in children:
        _wait_or_kill(child, deadline)


def _wait_or_kill(child: Child, deadline: float) -> None:
    import signal  # noqa: PLC0415
    import subprocess  # noqa: PLC0415

    try:
        child.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        _signal_group(child, signal.SIGKILL)
        child.wait()


def _signal_group(child: Child, number: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, number)


def complaint(arguments: tuple[str, ...]) -> str | None:
    """What a checking program says before it fails; None where it is content or is not installed here.

    Started without the subprocess module, whose import would take longer than writing the copies.
    """
    reading, writing = os.pipe()
    actions = [(os.POSIX_SPAWN_DUP2, writing, 1), (os.POSIX_SPAWN_DUP2, writing, 2)]
    with open(reading, "rb") as answer:
        try:
            child = os.posix_spawnp(arguments[0], arguments, os.environ, file_actions=actions)
        except OSError:
            return None
        finally:
            os.close(writing)
        said = os.fsdecode(answer.read()).strip()
    _, status = os.waitpid(child, 0)
    return (said or ending(os.waitstatus_to_exitcode(status))) if status else None


class Interrupts:
    """Whether somebody asked the program to end."""

    def __init__(self) -> None:
        self.came = False

    def note(self, _number: int, _frame: FrameType | None) -> None:
        if self.came:
            raise KeyboardInterrupt
        self.came = True


@contextmanager
def interrupts_held_back() -> Iterator[Interrupts]:
    """Notes ^C, SIGTERM and SIGHUP instead of breaking off what is being done; a second one breaks it off."""
    interrupts = Interrupts()
    with _handling(interrupts.note):
        yield interrupts


@contextmanager
def interrupts_at_once() -> Iterator[None]:
    """Lets SIGTERM and SIGHUP break off what is being done as ^C does, so that nothing is left running or unsaid."""
    with _handling(_interrupt):
        yield


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextmanager
def _handling(handler: Callable[[int, FrameType | None], object]) -> Iterator[None]:
    import signal  # noqa: PLC0415

    before = {number: signal.signal(number, handler) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)


def _with(environment: Environment) -> dict[str, str]:
    return {**os.environ, **dict(environment)}


@contextmanager
def _startable(arguments: Sequence[str]) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        what = f"{arguments[0]} cannot be started: {error.strerror}"
        raise LaunchError(what, cure="look whether it is installed, executable and on PATH") from None


def ending(exit_code: int) -> str:
    """How a program ended, in words."""
    if exit_code < 0:
        return f"was killed by {_signal_name(-exit_code)}"
    return f"failed with exit code {exit_code}"


def _signal_name(number: int) -> str:
    import signal  # noqa: PLC0415

    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
