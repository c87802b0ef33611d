"""Starts other programs: always with a list of arguments, never through a shell."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager, suppress

from heracles.errors import LaunchError
from heracles.frozen import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from subprocess import Popen
    from types import FrameType
    from typing import Callable

    Child = Popen[bytes]

    Environment = Sequence[tuple[str, str]]

LISTENING_SECONDS = 0.2
"""How long a program that has ended may leave its streams open and silent."""


class Completed(NamedTuple):
    """How a program ended: its exit code (negative: the signal that killed it) and what it printed on stdout."""

    exit_code: int
    output: str


class Answer(NamedTuple):
    """What a program said on stdout and stderr; ``exit_code`` is None where it took too long and was killed."""

    exit_code: int | None
    output: str
    complaints: str


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


def ask(
    arguments: Sequence[str],
    directory: str,
    environment: Mapping[str, str],
    seconds: float,
    show: Callable[[str], object] | None = None,
) -> Answer:
    """Runs a program in exactly this environment, out of reach of the terminal's ^C, and listens to both its streams.

    ``show`` is given each line of its stderr as it comes. After ``seconds``, or where we are interrupted, the program
    is killed with all that it started. Raises a LaunchError where it cannot be started.
    """
    import subprocess  # noqa: PLC0415

    with _startable(arguments):
        child = subprocess.Popen(  # noqa: S603
            arguments,
            cwd=directory,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    with child:
        try:
            output, complaints = _heard(child, time.monotonic() + seconds, show)
            exit_code = child.poll()
        finally:
            _kill_if_running(child)
    return Answer(exit_code, output, complaints)


def _heard(child: Child, deadline: float, show: Callable[[str], object] | None) -> tuple[str, str]:
    """What a program says until it has ended or the deadline has come.

    It has ended, too, where something that it left behind keeps its streams open.
    """
    import selectors  # noqa: PLC0415

    output, complaints = _Stream(None), _Stream(show)
    with selectors.DefaultSelector() as selector:
        for pipe, stream in ((child.stdout, output), (child.stderr, complaints)):
            if pipe:
                selector.register(pipe, selectors.EVENT_READ, stream)
        while selector.get_map() and (left := deadline - time.monotonic()) > 0:
            ready = selector.select(min(left, LISTENING_SECONDS))
            for key, _ in ready:
                if not key.data.reads(key.fd):
                    selector.unregister(key.fileobj)
            if not ready and child.poll() is not None:
                break
    _wait(child, deadline)
    return os.fsdecode(bytes(output.said)), os.fsdecode(bytes(complaints.said))


class _Stream:
    """What came from a pipe; ``show`` gets each line as soon as it is complete."""

    def __init__(self, show: Callable[[str], object] | None) -> None:
        self.said = bytearray()
        self._shown = 0
        self._show = show

    def reads(self, descriptor: int) -> bool:
        """Takes what is there; whether more may come."""
        chunk = os.read(descriptor, 1 << 16)
        self.said += chunk
        if self._show:
            end = self.said.rfind(b"\n") + 1 if chunk else len(self.said)
            for line in self.said[self._shown : end].splitlines():
                self._show(os.fsdecode(bytes(line)))
            self._shown = end
        return bool(chunk)


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
    _wait(child, deadline)
    _kill_if_running(child)


def _wait(child: Child, deadline: float) -> None:
    import subprocess  # noqa: PLC0415

    with suppress(subprocess.TimeoutExpired):
        child.wait(max(0.0, deadline - time.monotonic()))


def _kill_if_running(child: Child) -> None:
    import signal  # noqa: PLC0415

    if child.poll() is None:
        _signal_group(child, signal.SIGKILL)
        child.wait()


def _signal_group(child: Child, number: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, number)


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
