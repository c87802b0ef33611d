"""What a program says on its streams."""

from __future__ import annotations

import os
import time
from contextlib import suppress

from heracles.frozen import TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import Popen
    from typing import Callable

LISTENING_SECONDS = 0.2
"""How long a program that has ended may leave its streams open and silent."""


def hear(child: Popen[bytes], deadline: float, show: Callable[[str], object] | None) -> tuple[bytes, bytes]:
    """What a program says on stdout and stderr until it has ended or the deadline (of time.monotonic) has come.

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
    return bytes(output.said), bytes(complaints.said)


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


def _wait(child: Popen[bytes], deadline: float) -> None:
    import subprocess  # noqa: PLC0415

    with suppress(subprocess.TimeoutExpired):
        child.wait(max(0.0, deadline - time.monotonic()))
