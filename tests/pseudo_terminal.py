"""Programs on a pseudo-terminal of 80 columns: what they write, and what a person then sees."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

ROWS, COLUMNS = 24, 80
WITH_A_TERMINAL = "import os\nfrom heracles.terminal import Terminal\nterminal = Terminal.of_process('auto')\n"
TAKEN_OVER = """import fcntl, signal, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests may ignore it
"""
IN_A_HURRY = """from heracles.__main__ import main
from heracles.commands.watching import polling
polling.FIRST = polling.LONGEST = 0.5
raise SystemExit(main())
"""
ASKS = (b"? ", b"] ")


def on_a_terminal(folder: Path, *argv: str, **variables: str) -> str:
    """What heracles writes."""
    return _session(["-m", "heracles", *argv], folder, "", variables)


def program_on_a_terminal(folder: Path, program: str, typed: str = "", **variables: str) -> str:
    """What a program writes in which ``terminal`` is a Terminal; ``typed`` is typed when it asks."""
    return _session(["-c", TAKEN_OVER + WITH_A_TERMINAL + program], folder, typed, variables)


def program_in_pipes(folder: Path, program: str, redirection: str = "") -> subprocess.CompletedProcess[str]:
    """How such a program ends without a terminal; ``redirection`` is the shell's."""
    call = ["bash", "-c", f'exec "$0" -c "$1" {redirection}', sys.executable, WITH_A_TERMINAL + program]
    return subprocess.run(call, cwd=folder, input="y\n", capture_output=True, text=True, check=False)


def screen(seen: str) -> list[str]:
    """The lines that a terminal shows after it was sent this; elapsed times are replaced by TIME."""
    rows: defaultdict[int, str] = defaultdict(str)
    row = column = 0
    for number, control, character in re.findall(r"\x1b\[([?\d;]*)([A-Za-z])|([^\x1b])", seen, re.DOTALL):
        if control == "A":
            row -= int(number)
        elif control == "K":
            rows[row] = ""
        elif character == "\r":
            column = 0
        elif character == "\n":
            row += 1
        elif character:
            row, column = (row + 1, 0) if column == COLUMNS else (row, column)
            rows[row] = rows[row][:column].ljust(column) + character + rows[row][column + 1 :]
            column += 1
        else:
            assert control in "mhl", "a control sequence that this screen does not know"
    text = "\n".join(rows[each].rstrip() for each in range(max(rows) + 1))
    return re.sub(r"\d:\d\d:\d\d", "TIME", text).rstrip("\n").split("\n")


class Session:
    """heracles on a terminal, while it runs, which looks at schedulers far too often; ``seen`` is what it wrote."""

    def __init__(self, folder: Path, *argv: str, **variables: str) -> None:
        arguments = ["-c", TAKEN_OVER + IN_A_HURRY, *argv]
        self._running, self._ours = _begun(arguments, folder, variables)
        self._bytes = b""
        self.exit_code: int | None = None

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self._running.kill()
        self._running.wait()
        os.close(self._ours)

    @property
    def pid(self) -> int:
        return self._running.pid

    @property
    def seen(self) -> str:
        return self._bytes.decode(errors="surrogateescape")

    def read_until(self, text: str) -> None:
        while text not in self.seen:
            chunk = _read(self._ours)
            assert chunk, f"{text} never came: {self.seen}"
            self._bytes += chunk

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def read_to_end(self) -> str:
        while chunk := _read(self._ours):
            self._bytes += chunk
        self.exit_code = self._running.wait()
        return self.seen


def _session(arguments: Sequence[str], folder: Path, typed: str, variables: dict[str, str]) -> str:
    running, ours = _begun(arguments, folder, variables)
    seen = b""
    while chunk := _read(ours):
        seen += chunk
        if typed and seen.endswith(ASKS):
            os.write(ours, typed.encode())
            typed = ""
    os.close(ours)
    running.wait()
    return seen.decode(errors="surrogateescape")


def _begun(arguments: Sequence[str], folder: Path, variables: dict[str, str]) -> tuple[subprocess.Popen[bytes], int]:
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": str(COLUMNS), "LINES": str(ROWS), **variables}
    return begun(arguments, folder, environment, ROWS, COLUMNS)


def begun(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], rows: int, columns: int
) -> tuple[subprocess.Popen[bytes], int]:
    """A Python with these arguments on a terminal of its own, and our end of that."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    running = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    return running, ours


def _read(descriptor: int) -> bytes:
    """Some output; a terminal whose last writer has gone gives an error instead of an end."""
    try:
        return os.read(descriptor, 4096)
    except OSError:
        return b""
