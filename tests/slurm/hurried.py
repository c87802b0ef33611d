"""``python -m tests.slurm.hurried WORDS ...`` is heracles, for which a second lasts a hundredth of one.

So it can be seen in seconds what it does after minutes of waiting; the scheduler's clock goes on as it does.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from heracles import cli
from heracles.commands import resume, run  # noqa: F401  # with all of heracles that waits

TIMES = 100
PROGRAM = (sys.executable, "-m", f"{__package__}.hurried")
VARIABLES = {"PYTHONPATH": str(Path(__file__).parents[2])}


class Clock:
    """In the place of the module ``time``."""

    def __init__(self) -> None:
        self._begun, self._begun_monotonic = time.time(), time.monotonic()

    def time(self) -> float:
        return self._begun + TIMES * (time.time() - self._begun)

    def monotonic(self) -> float:
        return self._begun_monotonic + TIMES * (time.monotonic() - self._begun_monotonic)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds / TIMES)


def main() -> int:
    clock = Clock()
    for name, module in list(sys.modules.items()):
        if name.startswith("heracles.launch.") and hasattr(module, "time"):
            setattr(module, "time", clock)  # noqa: B010  # mypy knows no such attribute
    return cli.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
