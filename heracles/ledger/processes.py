"""Which process this is, and whether one that was recorded still runs, or anything of what it leads."""

from __future__ import annotations

import os

from heracles.frozen import TYPE_CHECKING, NamedTuple
from heracles.ledger.values import Process

if TYPE_CHECKING:
    from typing import Callable

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
    if not _exists(process.pid, os.kill):
        return False
    seen = _seen(process.pid)
    if seen is None:  # of another user, on a system that hides these
        return True
    return seen.state not in DEAD and process.started in ("", seen.started)


def group_runs(process: Process) -> bool:
    """Whether anything runs of the process group that a process of this host leads, or led before it ended.

    True where it cannot be proved that nothing does.
    """
    if runs(process):
        return True
    if _is_given_away(process) or not _exists(process.pid, os.killpg):
        return False
    return not _has_proc() or _lives_in_proc(process.pid)


def is_surely(process: Process) -> bool:
    """Whether what this host has under the number of a process is that one, or the group that it led: proved.

    Only then may it be sent a signal.
    """
    if process.host != host() or not process.started:
        return False
    seen = _seen(process.pid)
    if seen:
        return seen.started == process.started
    boot = _boot()
    return bool(boot) and process.started.partition(" ")[2] == boot


def _is_given_away(process: Process) -> bool:
    """Whether the number means something else by now: POSIX keeps it from a new process while its group has members."""
    seen = _seen(process.pid)
    if seen and process.started:
        return seen.started != process.started
    boot = _boot()
    return bool(boot) and process.started.partition(" ")[2] not in ("", boot)


def _exists(pid: int, send: Callable[[int, int], object]) -> bool:
    try:
        send(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _has_proc() -> bool:
    return os.path.exists(f"{PROC}/self/stat")


def _seen(pid: int) -> Seen | None:
    return _seen_in_proc(pid) if _has_proc() else _seen_by_ps(pid)


def _seen_in_proc(pid: int) -> Seen | None:
    """See proc(5): the start is field 22 of ``stat``, in clock ticks since the machine booted."""
    fields = _stat(str(pid))
    return Seen(fields[0], f"{fields[19]} {_boot()}") if fields else None


def _lives_in_proc(group: int) -> bool:
    """See proc(5): the process group is field 5 of ``stat``."""
    stats = (_stat(name) for name in os.listdir(PROC) if name.isdigit())
    return any(fields[0] not in DEAD and fields[2] == str(group) for fields in stats if fields)


def _stat(pid: str) -> list[str]:
    """The fields of a process from its state, the third, on: its name before may hold anything; none if it is gone."""
    try:
        with open(f"{PROC}/{pid}/stat", "rb") as file:
            return file.read().rpartition(b")")[2].decode("ascii").split()
    except OSError:
        return []


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
