"""A launch and products to record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heracles import ledger
from heracles.launchers.base import SlurmSettings, Terms
from heracles.ledger import Launch, Process, Recorded, Submitting
from heracles.script import Placement

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = "#!/bin/bash\n#SBATCH --time=1:00:00\npython main.py  # na\udcefve\n"
LOGIN = Process("login1", 4711, "1")


def launch(name: str = "20261122-120000-0a1b2c3d", created: float = 1000.5) -> Launch:
    return Launch(
        id=name,
        sweep="ablation-a",
        ad_hoc=False,
        directory="/home/ada/project",
        script="sbatch.sh",
        text=TEXT,
        mode=0o755,
        digest=ledger.digest(TEXT),
        interpreter=("/bin/bash",),
        placement=Placement("append", 3, "python main.py", TEXT[:-2], TEXT[-2:], (), 40),
        arguments=("+trainer=ddp", "lr=0.1,0.2"),
        entropy="ablation-a",
        launcher="cluster",
        settings=SlurmSettings(args=("--partition=gpu", "--time=1:00:00")),
        terms=Terms(per_copy=1001, args=("--partition=gpu", "--time=1:00:00"), lanes=(25, 25), held=True),
        keep=False,
        created=created,
        user="ada",
        host="login1",
        version="0.1.0",
        commit="5f0c2d1",
        dirty=True,
    )


def products(number: int) -> Iterator[Recorded]:
    for place in range(number):
        words = ("+trainer=ddp", f"lr={place / 10}", "env.name=HalfCheetah")
        values = {"+trainer": "ddp", "lr": place / 10, "env.name": "HalfCheetah"}
        yield Recorded(place, 3 * place, f"{place:016x}", words, values)


def submitting(copy: int) -> Submitting:
    return Submitting(copy, 1, copy, copy, True, LOGIN, 1000.0)
