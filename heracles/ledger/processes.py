"""Which process this is, and whether one that was recorded still runs."""

from __future__ import annotations

import os

from heracles.frozen import NamedTuple
from heracles.ledger.values import Process

PROC = "/proc"
DEAD = ("Z", "X")
PS_SECONDS = 10.0


class Seen(NamedTuple):
    """What the system says of a process: the letter of its state, and when it started, in words of its own."""

    state: str
    started: str


def host() -> str:
    return os.uname().nodename


def process(pid: int) -> Process:
    """A process of this host that runs now."""
    seen = _seen(pid)
    return Process(host(), pid, seen.started if seen else "")


def this_process() -> Process:
    return process(os.getpid())


def runs(process: Process) -> bool:
    """Whether a process of this host runs; True where it cannot be proved that it does not.

    One that ended and was not waited for by its parent does not run.
    """
    if not _exists(process.pid):
        return False
    seen = _seen(process.pid)
    if seen is None:  # of another user, on a system that hides these
        return True
    return seen.state not in DEAD and process.started in ("", seen.started)


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _seen(pid: int) -> Seen | None:
    return _seen_in_proc(pid) if os.path.exists(f"{PROC}/self/stat") else _seen_by_ps(pid)


def _seen_in_proc(pid: int) -> Seen | None:
    """See proc(5): the state is field 3 of ``stat``, the start field 22, in clock ticks since the machine booted."""
    try:
        with open(f"{PROC}/{pid}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].decode("ascii").split()
    except OSError:
        return None
    return Seen(fields[0], f"{fields[19]} {_boot()}")


def _boot() -> str:
    try:
        with open(f"{PROC}/sys/kernel/random/boot_id", encoding="ascii") as file:
            return file.read().strip()
    except OSError:
        return ""


def _seen_by_ps(pid: int) -> Seen | None:
    from heracles.process import ask  # noqa: PLC0415

    arguments = ("ps", "-o", "stat=", "-o", "lstart=", "-p", str(pid))
    environment = {**os.environ, "LC_ALL": "C", "TZ": "UTC"}
    state, *started = ask(arguments, os.curdir, environment, PS_SECONDS).output.split() or [""]
    return Seen(state[0], " ".join(started)) if state else None
