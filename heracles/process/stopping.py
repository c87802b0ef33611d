"""Ending processes with all that they started."""

from __future__ import annotations

import os
import time
from contextlib import suppress

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    class Leader(Protocol):
        """A process that leads a process group."""

        @property
        def pid(self) -> int: ...
        def poll(self) -> int | None: ...
        def wait(self) -> int: ...


GRACE_SECONDS = 5.0
"""How long a program may take to end after SIGTERM before it is killed."""

LOOK_AGAIN_SECONDS = 0.01


def stop(leaders: Sequence[Leader], grace: float) -> None:
    """Ends process groups by SIGTERM, after ``grace`` seconds, or where we are interrupted meanwhile, by SIGKILL."""
    import signal  # noqa: PLC0415

    remaining = list(leaders)
    try:
        for leader in leaders:
            signal_group(leader.pid, signal.SIGTERM)
        deadline = time.monotonic() + grace
        while (remaining := [leader for leader in remaining if _is_there(leader)]) and time.monotonic() < deadline:
            time.sleep(LOOK_AGAIN_SECONDS)
    finally:
        for leader in remaining:
            signal_group(leader.pid, signal.SIGKILL)
        for leader in remaining:
            leader.wait()


def ask_to_end(pid: int) -> None:
    """Sends SIGTERM to one process."""
    import signal  # noqa: PLC0415

    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGTERM)


def kill_if_running(leader: Leader) -> None:
    import signal  # noqa: PLC0415

    if leader.poll() is None:
        signal_group(leader.pid, signal.SIGKILL)
        leader.wait()


def signal_group(pid: int, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def _is_there(leader: Leader) -> bool:
    """Whether anything of the group runs on."""
    if leader.poll() is None:
        return True
    try:
        os.killpg(leader.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
