"""Begins a program of heracles when it is told to, and writes down how that ended."""

# A program of its own, on a bare Python, called by gate.py. It is no shell script since a shell passes on an
# environment of its own making (dash leaves out exported functions such as `module`), and cannot tell SIGKILL from
# `exit 137`. It imports what is built into Python: the modules signal and os would double the time to its start.

import posix
import sys

TYPE_CHECKING = False

if TYPE_CHECKING:
    import signal
else:
    import _signal as signal

STOPS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
CANNOT_BE_STARTED = 127


def main(program: str, exit_file: str, added: str, *command: str) -> int:
    """Waits for a byte on stdin; where none comes, whoever started us is gone, and nothing may begin."""
    for number in (signal.SIGINT, signal.SIGPIPE, signal.SIGXFSZ):  # which Python handles in its own way
        signal.signal(number, signal.SIG_DFL)
    if not posix.read(0, 1):
        return 0
    posix.environ.pop(added.encode(), None)
    return keep(program, command, exit_file) if exit_file else become(program, command)


def become(program: str, command: tuple[str, ...]) -> int:
    posix.dup2(posix.open("/dev/null", posix.O_RDONLY), 0)
    try:
        posix.execve(program, command, posix.environ)
    except OSError as error:
        return say(f"{command[0]} cannot be started: {error.strerror}")


def keep(program: str, command: tuple[str, ...], exit_file: str) -> int:
    """Runs the program to its end; where a stop came meanwhile, nothing is written down, and the stop ends us too."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    code = None if stopped() else run(program, command, before)
    if code is None or stopped():
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return CANNOT_BE_STARTED
    write_down(code, exit_file)
    return code if code >= 0 else 128 - code


def stopped() -> bool:
    return not signal.sigpending().isdisjoint(STOPS)


def run(program: str, command: tuple[str, ...], mask: set[int]) -> int:
    no_input = (posix.POSIX_SPAWN_OPEN, 0, "/dev/null", posix.O_RDONLY, 0)
    try:
        child = posix.posix_spawn(program, command, posix.environ, file_actions=[no_input], setsigmask=mask)
    except OSError as error:
        return say(f"{command[0]} cannot be started: {error.strerror}")
    return posix.waitstatus_to_exitcode(posix.waitpid(child, 0)[1])


def write_down(code: int, exit_file: str) -> None:
    part = f"{exit_file}.part"
    try:
        with open(part, "w", encoding="ascii") as file:
            file.write(f"{code}\n")
        posix.replace(part, exit_file)
    except OSError as error:
        say(f"{exit_file} cannot be written: {error.strerror}")


def say(what: str) -> int:
    sys.stderr.write(f"{what}\n")
    return CANNOT_BE_STARTED


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
