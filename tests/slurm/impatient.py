"""``python -m tests.slurm.impatient SECONDS HOME`` goes on with the newest launch, and waits so long for an sbatch.

It prints what happens, an event a line; the exit code is 1 where the launch failed.
"""

from __future__ import annotations

import sys

from heracles import ledger
from heracles.launch.course import Course, Journal
from heracles.launch.driving import drive
from heracles.launch.events import Failed
from heracles.launchers.slurm import SlurmLauncher

PROGRAM = (sys.executable, "-m", f"{__package__}.impatient")


def main(seconds: str, home: str) -> int:
    record = ledger.read(home, ledger.launches(home)[-1].id)
    launcher = SlurmLauncher("sbatch", record.launch.terms, print, patience=float(seconds))
    failed = False
    with ledger.open_writer(home, record.launch.id) as writer:
        journal = Journal(writer, record.entries)
        for event in drive(Course(home, record.launch, journal, launcher, stopped=lambda: False)):
            print(event, flush=True)  # noqa: T201  # this is what it is for
            failed = failed or isinstance(event, Failed)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
