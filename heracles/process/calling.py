"""Running a program on our terminal."""

from __future__ import annotations

import os

from heracles.frozen import TYPE_CHECKING
from heracles.process.finding import startable

if TYPE_CHECKING:
    from collections.abc import Sequence

    Environment = Sequence[tuple[str, str]]


def call(arguments: Sequence[str], directory: str, environment: Environment, stdout: int | None) -> int:
    """Runs a program on our terminal, its stdout going to the file descriptor ``stdout`` (None: ours); its exit code.

    ``environment`` is added to ours. Raises a LaunchError where the program cannot be started.
    """
    import subprocess  # noqa: PLC0415

    with startable(arguments[0]):
        return subprocess.run(  # noqa: S603
            arguments, cwd=directory, env={**os.environ, **dict(environment)}, stdout=stdout, check=False
        ).returncode
