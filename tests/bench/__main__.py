"""The budgets as ratios from one run: ours and theirs interleaved, medians.

nox -s bench
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import tempfile
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

from heracles import grammar, launch, plan, script as scripts, sweep as sweeps
from heracles.errors import Place

from . import launching, sweeping
from .rows import Row, compared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .rows import NotMeasured

ROUNDS = 41
FEWER_ROUNDS = 7
COPIES = 10_000
MILLION = ("a=range(100)", "b=range(100)", "c=range(100)")

BATCH_SCRIPT = """#!/bin/bash
#SBATCH --job-name=ppo
#SBATCH --array=1-90

module load singularity
singularity exec --nv app.sif main.py
"""

BARE_SCRIPT = Path(__file__).with_name("original_steps.py")

HYDRA = """
import sys
from hydra._internal.core_plugins.basic_sweeper import BasicSweeper
from hydra.core.override_parser.overrides_parser import OverridesParser
BasicSweeper.split_arguments(OverridesParser.create().parse_overrides(sys.argv[1:]), None)
"""

EXPANSION = """
import sys
from heracles import grammar, sweep as sweeps
from heracles.errors import Place
arguments = grammar.parse((word, Place("argument", word)) for word in sys.argv[1:])
number = 0
for product in sweeps.products(sweeps.Sweep("bench", "sbatch.sh", ".", (arguments,), "1")):
    number += 1
with open("/proc/self/status") as status:
    print(number, *(line.split()[1] for line in status if line.startswith("VmHWM:")))
"""


def whole_process(folder: Path) -> Row:
    words = ("env.num_envs=8,16,32", "env.name=HalfCheetah,Reacher")
    heracles = str(Path(sys.executable).with_name("heracles"))
    ours = [heracles, "sbatch.sh", "-w", *words]
    theirs = [sys.executable, str(BARE_SCRIPT), "sbatch.sh", *words]
    return compared(
        "`SCRIPT -w` with 6 products, whole process, against the original's steps in a bare script",
        lambda: subprocess.run(ours, cwd=folder, check=True, capture_output=True),
        lambda: subprocess.run(theirs, cwd=folder, check=True, capture_output=True),
        1.5,
        ROUNDS,
    )


def parsing(folder: Path) -> Row:
    words = ("a=1,2",)
    ours = [str(Path(sys.executable).with_name("heracles")), "sbatch.sh", "-p", *words]
    theirs = [sys.executable, "-c", HYDRA, *words]
    return compared(
        "`SCRIPT -p a=1,2`, whole process, against importing Hydra's parser and splitting the same",
        lambda: subprocess.run(ours, cwd=folder, check=True, capture_output=True),
        lambda: subprocess.run(theirs, cwd=folder, check=True, capture_output=True),
        0.25,
        ROUNDS,
    )


def ten_thousand_copies(folder: Path) -> Row:
    script = scripts.read(str(folder / "sbatch.sh"))
    placement = scripts.place(script, None)
    sweep = _sweep(("a=range(100)", "b=range(100)"))
    texts = [copy.text for copy in plan.copies(sweeps.products(sweep), script, placement)]

    def with_heracles() -> None:
        place = tempfile.mkdtemp(dir=folder)
        launch.write_over(plan.copies(sweeps.products(sweep), script._replace(path=f"{place}/sbatch.sh"), placement))

    def open_write_close() -> None:
        place = tempfile.mkdtemp(dir=folder)
        for index, text in enumerate(texts):
            with open(f"{place}/sbatch_hydra{index}.sh", "w") as file:
                file.write(text)

    return compared(
        "writing 10^4 copies, against a bare open-write-close loop",
        with_heracles,
        open_write_close,
        1.3,
        FEWER_ROUNDS,
    )


def million_products_as_text() -> Row:
    return compared(
        "10^6 products as text, against `itertools.product` and a join",
        lambda: _consume(sweeps.lines(_sweep(MILLION), scripts.quote)),
        lambda: _consume(map(" ".join, itertools.product(*_texts()))),
        1.5,
        FEWER_ROUNDS,
    )


def million_products_as_values() -> Row:
    return compared(
        "10^6 products as values, against `itertools.product` and a join",
        lambda: _consume(sweeps.products(_sweep(MILLION))),
        lambda: _consume(map(" ".join, itertools.product(*_texts()))),
        4,
        FEWER_ROUNDS,
    )


def peak_memory(words: tuple[str, ...]) -> str:
    """The number of products and the peak resident memory of a process that expands them."""
    done = subprocess.run([sys.executable, "-c", EXPANSION, *words], check=True, capture_output=True, text=True)
    number, kilobytes = map(int, done.stdout.split())
    return f"{kilobytes / 1024:.1f} MiB for {number} products"


def _sweep(words: tuple[str, ...]) -> sweeps.Sweep:
    arguments = grammar.parse((word, Place("argument", word)) for word in words)
    return sweeps.Sweep("bench", "sbatch.sh", os.curdir, (arguments,), "1")


def _texts() -> list[list[str]]:
    return [[f"{key}={value}" for value in range(100)] for key in "abc"]


def _consume(stream: object) -> None:
    deque(stream, maxlen=0)  # type: ignore[call-overload]


def measured() -> Iterator[Row | NotMeasured]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "sbatch.sh").write_text(BATCH_SCRIPT)
        yield whole_process(folder)
        yield parsing(folder)
        yield ten_thousand_copies(folder)
    yield million_products_as_text()
    yield million_products_as_values()
    yield from sweeping.rows()
    yield from launching.on_slurm()
    yield from launching.memory()


def main() -> None:
    sys.stdout.write("| what | measured | bound |\n| --- | --- | --- |\n")
    for row in measured():
        sys.stdout.write(f"{row.text()}\n")
        sys.stdout.flush()
    sys.stdout.write(f"\npeak memory: {peak_memory(('a=1,2', 'b=1,2,3,4,5'))}, {peak_memory(MILLION)}\n")


if __name__ == "__main__":
    main()
